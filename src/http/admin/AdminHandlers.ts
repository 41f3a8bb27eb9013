import { Effect, Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Workspaces } from "../../ports/Workspaces.ts"
import { TenantControl } from "../../ports/TenantControl.ts"
import { badCursor, filled, found, notFound, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { Passwords } from "../login/Passwords.ts"
import { Sessions } from "../login/Sessions.ts"
import { SessionWatch } from "../login/SessionWatch.ts"
import { makeTeamWork } from "../staff/Team.ts"

const boss = Effect.map(CurrentLogin, ({ username }) => ({ team: null, by: username }))

/** What the platform's own people do. */
export const layer = HttpApiBuilder.group(
  Api,
  "admin",
  Effect.fn(function* (handlers) {
    const workspaces = yield* Workspaces
    const tenants = yield* TenantControl
    const sessions = yield* Sessions
    const watch = yield* SessionWatch
    const work = yield* makeTeamWork

    return handlers.handleAll({
      users: Effect.fn("AdminApi.users")(function* ({ query }) {
        const { username } = yield* CurrentLogin
        const status = query.status === "" ? null : (query.status ?? null)
        return yield* workspaces
          .list(username, { status, search: filled(query.search), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      setStatus: Effect.fn("AdminApi.setStatus")(function* ({ payload: { ids, status, reason } }) {
        const { username } = yield* CurrentLogin
        const changed = yield* workspaces.setStatus(username, ids, status, filled(reason))
        yield* watch.checkNow
        yield* Effect.forEach(changed, status === "active" ? tenants.start : tenants.stop, {
          concurrency: 8,
          discard: true
        })
        return { changed: changed.length }
      }),
      user: Effect.fn("AdminApi.user")(function* ({ params }) {
        const { username } = yield* CurrentLogin
        return yield* Effect.flatMap(workspaces.activity(username, params.id), found)
      }),
      setTerms: Effect.fn("AdminApi.setTerms")(function* ({ params, payload }) {
        const { username } = yield* CurrentLogin
        return { workspace: yield* Effect.flatMap(workspaces.setTerms(username, params.id, payload), found) }
      }),
      startView: Effect.fn("AdminApi.startView")(function* ({ params, request }) {
        const { id: loginId, username: by } = yield* CurrentLogin
        const tokenHash = sessions.tokenHash(request.headers["cookie"]) ?? ""
        const view = { tokenHash, loginId, by, tenantId: params.id }
        if (!(yield* workspaces.startView(view))) return yield* notFound
        yield* watch.checkNow
      }),
      endView: Effect.fn("AdminApi.endView")(function* ({ request }) {
        const { username: by } = yield* CurrentLogin
        const tokenHash = sessions.tokenHash(request.headers["cookie"]) ?? ""
        yield* workspaces.endView({ tokenHash, by })
        yield* watch.checkNow
      }),
      log: Effect.fn("AdminApi.log")(function* ({ query }) {
        return yield* workspaces
          .log({ search: filled(query.search), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      staff: () => Effect.flatMap(boss, work.list),
      addStaff: ({ payload }) => Effect.flatMap(boss, (by) => work.add(by, payload)),
      changeStaff: ({ params, payload }) => Effect.flatMap(boss, (by) => work.change(by, params.id, payload)),
      removeStaff: ({ params }) => Effect.flatMap(boss, (by) => work.remove(by, params.id))
    })
  })
).pipe(Layer.provide(Passwords.layer))
