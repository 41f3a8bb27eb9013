import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelKind } from "../../domain/Channel.ts"
import { TenantId } from "../../domain/Ids.ts"
import { LogLine } from "../../domain/LiveEvent.ts"
import { RuntimeOverview, SessionView, TenantTree } from "../../ports/Runtime.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { logFilters } from "./DeskApi.ts"
import { next, paging, search } from "./Paging.ts"
import { NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const kind = Schema.optionalKey(Schema.Literals([...ChannelKind.literals, ""]))
const state = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40)))

/** One page of channels of all workspaces, newest first; `counts` by state, whatever the state asked for. */
export const SessionPage = Schema.Struct({
  items: Schema.Array(SessionView),
  next,
  counts: Schema.Record(Schema.String, Schema.Int)
})

/** One page of all workspaces' logs, newest first; a short one with a `next` goes on. */
export const PlatformLogPage = Schema.Struct({
  items: Schema.Array(Schema.Struct({ ...LogLine.fields, tenantId: TenantId, tenantName: Schema.String })),
  next
})

/** What runs now, and what is written in all workspaces' logs (MA-01, MA-05, LD-05). Counts and lines, never a chat. */
export class RuntimeApi extends HttpApiGroup.make("runtime")
  .add(
    HttpApiEndpoint.get("overview", "/admin/runtime", { success: RuntimeOverview }),
    HttpApiEndpoint.get("sessions", "/admin/runtime/sessions", {
      query: { state, kind, search, ...paging },
      success: SessionPage
    }),
    HttpApiEndpoint.get("tree", "/admin/runtime/tenants/:id", {
      params: { id: TenantId.check(isId) },
      success: TenantTree,
      error: NotFound
    }),
    HttpApiEndpoint.get("lines", "/admin/logs", {
      query: {
        ...logFilters,
        workspace: Schema.optionalKey(Schema.Union([TenantId.check(isId), Schema.Literal("")])),
        ...paging
      },
      success: PlatformLogPage
    }),
    HttpApiEndpoint.get("workspaces", "/admin/runtime/tenants", {
      success: Schema.Struct({ items: Schema.Array(Schema.Struct({ id: TenantId, name: Schema.String })) })
    })
  )
  .middleware(Authorization)
  .annotate(Needs, ["monitoring.view"])
  .annotateMerge(
    OpenApi.annotations({ title: "Runtime", description: "Processes, sessions, queues, actors and all logs" })
  ) {}

/** The same of the own workspace. */
export class OwnRuntimeApi extends HttpApiGroup.make("ownRuntime")
  .add(HttpApiEndpoint.get("tree", "/runtime", { success: TenantTree, error: NotFound }))
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["logs.view"])
  .annotateMerge(
    OpenApi.annotations({ title: "Own runtime", description: "The actors of the own workspace" })
  ) {}
