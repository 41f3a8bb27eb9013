import { Effect, Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { may } from "../../domain/Permissions.ts"
import { PlatformLogs } from "../../ports/PlatformLogs.ts"
import { Runtime } from "../../ports/Runtime.ts"
import { badCursor, filled, found, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"

const ofAll = HttpApiBuilder.group(
  Api,
  "runtime",
  Effect.fn(function* (handlers) {
    const runtime = yield* Runtime
    const logs = yield* PlatformLogs
    return handlers.handleAll({
      overview: () => runtime.overview,
      sessions: Effect.fn("RuntimeApi.sessions")(function* ({ query }) {
        return yield* runtime
          .sessions({
            state: filled(query.state),
            kind: query.kind === undefined || query.kind === "" ? null : query.kind,
            search: filled(query.search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      // Whose chats these are is the workspace's own.
      tree: ({ params }) => Effect.flatMap(runtime.tree(params.id, false), found),
      lines: Effect.fn("RuntimeApi.lines")(function* ({ query }) {
        const { workspace } = query
        return yield* logs
          .lines({
            tenantId: workspace === undefined || workspace === "" ? null : workspace,
            area: filled(query.area),
            level: filled(query.level),
            search: filled(query.search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      workspaces: () => Effect.map(logs.workspaces, (items) => ({ items }))
    })
  })
)

const ofOne = HttpApiBuilder.group(
  Api,
  "ownRuntime",
  Effect.fn(function* (handlers) {
    const runtime = yield* Runtime
    return handlers.handleAll({
      tree: Effect.fn("OwnRuntimeApi.tree")(function* () {
        const login = yield* CurrentLogin
        const seesChats = may({ ...login, isKey: false }, ["inbox.view"])
        return yield* Effect.flatMap(runtime.tree(yield* CurrentTenant, seesChats), found)
      })
    })
  })
)

/** What runs now: of the deployment for the platform's people, of the own workspace for its own. */
export const layer = Layer.mergeAll(ofAll, ofOne)
