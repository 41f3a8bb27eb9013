import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { TenantId } from "../../domain/Ids.ts"
import { platformPermissions } from "../../domain/Permissions.ts"
import { MessagePrices, WorkspaceSort, WorkspaceView } from "../../ports/Workspaces.ts"
import { LoginStatus } from "../../ports/Logins.ts"
import { AuditEntry, AuditPage } from "./AuditApi.ts"
import { Authorization, Needs } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging, search } from "./Paging.ts"
import { BadRequest, Busy, Conflict, NotFound } from "./Refusals.ts"
import { newStaff, OneMember, staffChange, StaffList, StaffPath } from "./StaffApi.ts"

const path = { id: TenantId.check(Schema.isUUID()) }
const reason = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(300)))
const price = Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })))
const plan = Schema.NullOr(Schema.String.check(Schema.isMaxLength(60)))
const most = 1_000_000_000_000
/** Credit in its smallest unit. */
const amount = Schema.Int.check(Schema.isBetween({ minimum: -most, maximum: most }))
const ids = Schema.Array(path.id).check(Schema.isMinLength(1), Schema.isMaxLength(200))

const filter = {
  status: Schema.optionalKey(Schema.Literals([...LoginStatus.literals, ""])),
  search,
  channels: Schema.optionalKey(Schema.Literals(["some", "none", ""])),
  lastLogin: Schema.optionalKey(Schema.Literals(["never", ""])),
  /** Unix milliseconds. */
  lastLoginBefore: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_000_000_000_000 }))
  ),
  creditBelow: Schema.optionalKey(amount),
  plan: search,
  sort: Schema.optionalKey(Schema.Literals([...WorkspaceSort.literals, ""]))
}

/** One page of workspaces, newest first; `counts` are of all filters but the status; `plans` are all that there are. */
export const UserPage = Schema.Struct({
  items: Schema.Array(WorkspaceView),
  next,
  counts: Schema.Struct({
    all: Schema.Int,
    active: Schema.Int,
    suspended: Schema.Int,
    banned: Schema.Int
  }),
  plans: Schema.Array(Schema.String)
})

/** A workspace with its newest tries to log in and changes. */
export const UserActivity = Schema.Struct({
  workspace: WorkspaceView,
  logins: Schema.Array(
    Schema.Struct({
      at: Schema.Number,
      username: Schema.String,
      ip: Schema.String,
      outcome: Schema.String
    })
  ),
  changes: Schema.Array(AuditEntry)
})

/** What the platform's own people do with workspaces (AC-06, AC-08), and who of them may (AC-03). Every read is logged. */
export class AdminApi extends HttpApiGroup.make("admin")
  .add(
    HttpApiEndpoint.get("users", "/admin/users", {
      query: { ...filter, ...paging },
      success: UserPage
    }).annotate(Needs, ["users.view"]),
    HttpApiEndpoint.get("userFile", "/admin/users.csv", { query: filter, success: CsvText }).annotate(Needs, [
      "users.view"
    ]),
    HttpApiEndpoint.post("setStatus", "/admin/users/status", {
      payload: Schema.Struct({
        ids,
        status: LoginStatus,
        reason
      }),
      success: Schema.Struct({ changed: Schema.Int })
    }).annotate(Needs, ["users.act"]),
    HttpApiEndpoint.post("setPlan", "/admin/users/plan", {
      payload: Schema.Struct({ ids, plan }),
      success: Schema.Struct({ changed: Schema.Int })
    }).annotate(Needs, ["users.act"]),
    HttpApiEndpoint.get("user", "/admin/users/:id", {
      params: path,
      success: UserActivity,
      error: NotFound
    }).annotate(Needs, ["users.view"]),
    HttpApiEndpoint.put("setTerms", "/admin/users/:id/terms", {
      params: path,
      payload: Schema.Struct({
        discountPercent: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 })),
        messagePrices: Schema.Struct({
          ...MessagePrices.fields,
          whatsapp: price,
          telegram: price,
          group: price
        }),
        plan,
        /** How far below nothing its credit may go. */
        overdraft: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: most }))
      }),
      success: Schema.Struct({ workspace: WorkspaceView }),
      error: [NotFound, Conflict]
    }).annotate(Needs, ["users.act"]),
    HttpApiEndpoint.post("adjustCredit", "/admin/users/:id/credit", {
      params: path,
      payload: Schema.Struct({
        /** Made by who asks: the same id moves once, however often it is sent. */
        id: Schema.String.check(Schema.isUUID()),
        /** Negative takes away. */
        amount,
        reason: Schema.String.check(Schema.isMaxLength(300))
      }),
      success: Schema.Struct({ before: Schema.Int, credit: Schema.Int }),
      error: [BadRequest, NotFound, Conflict]
    }).annotate(Needs, ["users.act"]),
    HttpApiEndpoint.post("startView", "/admin/users/:id/view", { params: path, error: NotFound }).annotate(
      Needs,
      ["users.act"]
    ),
    HttpApiEndpoint.post("endView", "/admin/view/end").annotate(Needs, ["users.act"]),
    HttpApiEndpoint.get("log", "/admin/log", {
      query: { search, ...paging },
      success: AuditPage
    }),
    HttpApiEndpoint.get("staff", "/admin/staff", { success: StaffList }),
    HttpApiEndpoint.post("addStaff", "/admin/staff", {
      payload: newStaff(platformPermissions),
      success: OneMember,
      error: [BadRequest, Conflict, Busy]
    }),
    HttpApiEndpoint.patch("changeStaff", "/admin/staff/:id", {
      params: StaffPath,
      payload: staffChange(platformPermissions),
      success: OneMember,
      error: NotFound
    }),
    HttpApiEndpoint.delete("removeStaff", "/admin/staff/:id", { params: StaffPath, error: NotFound })
  )
  .middleware(Authorization)
  .annotate(Needs, ["admin"])
  .annotateMerge(
    OpenApi.annotations({ title: "Platform", description: "Workspaces and the platform's own staff" })
  ) {}
