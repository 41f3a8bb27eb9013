import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LoginId } from "../../domain/Ids.ts"
import { permissions } from "../../domain/Permissions.ts"
import { StaffMember } from "../../ports/Staff.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Busy, Conflict, NotFound } from "./Refusals.ts"

/** The login of a path. */
export const StaffPath = { id: LoginId.check(Schema.isUUID()) }

/** Somebody to add. */
export const newStaff = <Names extends ReadonlyArray<string>>(names: Names) =>
  Schema.Struct({
    username: Schema.String.check(
      Schema.isPattern(/^[\p{L}\p{N}._@-]{3,64}$/u, { expected: "3 to 64 letters, digits or . _ - @" })
    ),
    /** Missing: nobody gets in before he has set his own with a link of POST /api/logins/:id/reset-link. */
    password: Schema.optionalKey(
      Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(12), Schema.isMaxLength(1024)))
    ),
    permissions: Schema.Array(Schema.Literals(names))
  })

/** What is missing stays as it is. */
export const staffChange = <Names extends ReadonlyArray<string>>(names: Names) =>
  Schema.Struct({
    permissions: Schema.optionalKey(Schema.Array(Schema.Literals(names))),
    status: Schema.optionalKey(Schema.Literals(["active", "suspended"]))
  })

/** Everybody of a team. */
export const StaffList = Schema.Struct({ items: Schema.Array(StaffMember) })

/** One of them. */
export const OneMember = Schema.Struct({ member: StaffMember })

/** The workspace's staff and their switches (AC-03). A change counts from the next request of a live login on. */
export class StaffApi extends HttpApiGroup.make("staff")
  .add(
    HttpApiEndpoint.get("staff", "/staff", { success: StaffList }),
    HttpApiEndpoint.post("add", "/staff", {
      payload: newStaff(permissions),
      success: OneMember,
      error: [Conflict, Busy]
    }),
    HttpApiEndpoint.patch("change", "/staff/:id", {
      params: StaffPath,
      payload: staffChange(permissions),
      success: OneMember,
      error: NotFound
    }),
    HttpApiEndpoint.delete("remove", "/staff/:id", { params: StaffPath, error: NotFound })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(
    OpenApi.annotations({ title: "Staff", description: "Logins of the owner's staff, and what they may do" })
  ) {}
