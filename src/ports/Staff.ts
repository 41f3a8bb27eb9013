import { Context, Schema } from "effect"
import type { Effect, Option, Redacted } from "effect"
import { LoginId } from "../domain/Ids.ts"
import type { TenantId } from "../domain/Ids.ts"
import { permissions, platformPermissions } from "../domain/Permissions.ts"
import { LoginStatus } from "./Logins.ts"

/** A switch of a staff login, of a workspace or of the platform. */
export const StaffPermission = Schema.Literals([...permissions, ...platformPermissions])
export type StaffPermission = typeof StaffPermission.Type

/** Somebody's staff; times in Unix milliseconds. */
export const StaffMember = Schema.Struct({
  id: LoginId,
  username: Schema.String,
  status: LoginStatus,
  permissions: Schema.Array(StaffPermission),
  createdAt: Schema.Number,
  lastLoginAt: Schema.NullOr(Schema.Number)
})
export type StaffMember = typeof StaffMember.Type

/** Another login has this name already. */
export class UsernameTaken extends Schema.TaggedError<UsernameTaken>()("UsernameTaken", {}) {}

/** Whose staff: a workspace's, or null = the platform's. */
export type Team = TenantId | null

/** Staff logins and their switches (AC-03). A change counts for the next request of a live login, and is audited. Implemented by `adapters/postgres`. */
export class Staff extends Context.Service<
  Staff,
  {
    /** By name. */
    readonly list: (team: Team) => Effect.Effect<ReadonlyArray<StaffMember>>
    readonly create: (
      team: Team,
      by: string,
      login: {
        readonly username: string
        readonly passwordHash: Redacted.Redacted
        readonly permissions: ReadonlyArray<StaffPermission>
      }
    ) => Effect.Effect<StaffMember, UsernameTaken>
    /** None = nobody of this team has the id. */
    readonly change: (
      team: Team,
      by: string,
      id: LoginId,
      change: {
        readonly permissions?: ReadonlyArray<StaffPermission>
        readonly status?: "active" | "suspended"
      }
    ) => Effect.Effect<Option.Option<StaffMember>>
    /** Ends his sessions too. False = nobody of this team has the id. */
    readonly remove: (team: Team, by: string, id: LoginId) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Staff") {}
