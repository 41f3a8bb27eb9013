import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { LoginId } from "../../domain/Ids.ts"
import { permissions } from "../../domain/Permissions.ts"
import { StaffMember } from "../../ports/Staff.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { search } from "./Paging.ts"
import { BadRequest, Busy, Conflict, NotFound } from "./Refusals.ts"
import { Secret, textUpTo } from "./Secrets.ts"

/** The login of a path. */
export const StaffPath = { id: LoginId.check(Schema.isUUID()) }

/** Somebody to add: his name and password keep the rules of everybody's. */
export const newStaff = <Names extends ReadonlyArray<string>>(names: Names) =>
  Schema.Struct({
    username: textUpTo(100),
    /** Missing: nobody gets in before he has set his own with a link of POST /api/logins/:id/reset-link. */
    password: Schema.optionalKey(Secret),
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
    HttpApiEndpoint.get("staffFile", "/staff.csv", { query: { search }, success: CsvText }),
    HttpApiEndpoint.post("add", "/staff", {
      payload: newStaff(permissions),
      success: OneMember,
      error: [BadRequest, Conflict, Busy]
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
