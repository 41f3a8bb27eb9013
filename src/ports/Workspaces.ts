import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import { TenantId } from "../domain/Ids.ts"
import type { LoginId } from "../domain/Ids.ts"
import type { AuditEntry, AuditRow } from "./AuditLog.ts"
import type { BadCursor } from "./Desk.ts"
import { LoginStatus } from "./Logins.ts"

/** What one message costs by its kind, in the smallest unit of credit; null = the usual price. */
export const MessagePrices = Schema.Struct({
  whatsapp: Schema.NullOr(Schema.Int),
  telegram: Schema.NullOr(Schema.Int),
  group: Schema.NullOr(Schema.Int)
})
export type MessagePrices = typeof MessagePrices.Type

/** One workspace in the admin's list (AC-08); `username` is its owner's, null when it has none. Credit in the smallest unit; times in Unix milliseconds. */
export const WorkspaceView = Schema.Struct({
  id: TenantId,
  username: Schema.NullOr(Schema.String),
  name: Schema.String,
  status: LoginStatus,
  createdAt: Schema.Number,
  discountPercent: Schema.Int,
  messagePrices: MessagePrices,
  plan: Schema.NullOr(Schema.String),
  credit: Schema.Int,
  overdraft: Schema.Int,
  lastLoginAt: Schema.NullOr(Schema.Number),
  lastLoginIp: Schema.NullOr(Schema.String),
  whatsapp: Schema.Int,
  telegram: Schema.Int,
  panels: Schema.Int,
  staff: Schema.Int
})
export type WorkspaceView = typeof WorkspaceView.Type

/** The newest first, who logged in last first, who has the least credit first. */
export const WorkspaceSort = Schema.Literals(["created", "lastLogin", "credit"])
export type WorkspaceSort = typeof WorkspaceSort.Type

/** What is asked for; null = all. */
export interface WorkspaceQuery {
  readonly status: LoginStatus | null
  /** Part of the owner's username, or of the workspace's name. */
  readonly search: string | null
  /** Whether it has any. */
  readonly hasChannels: boolean | null
  readonly neverLoggedIn: boolean
  /** Was here, but not since; Unix milliseconds. */
  readonly lastLoginBefore: number | null
  /** In the smallest unit. */
  readonly creditBelow: number | null
  readonly plan: string | null
  readonly sort: WorkspaceSort
  readonly before: string | null
  readonly limit: number
}

/** What the platform grants a workspace; amounts in the smallest unit of credit. */
export interface Terms {
  readonly discountPercent: number
  readonly messagePrices: MessagePrices
  readonly plan: string | null
  /** How far below nothing its credit may go. */
  readonly overdraft: number
}

/** The workspace owes more than the overdraft that was to be set. */
export class OverdraftUsed extends Schema.TaggedError<OverdraftUsed>()("OverdraftUsed", {
  owed: Schema.Int
}) {}

/** A try to log in to a workspace. */
export interface LoginTry {
  readonly at: number
  readonly username: string
  readonly ip: string
  readonly outcome: string
}

/** The platform's view of its workspaces (AC-06, AC-08); every read by a person is in the platform's log. Implemented by `adapters/postgres`. */
export class Workspaces extends Context.Service<
  Workspaces,
  {
    /** `counts` are of all filters but the status; `plans` are those that any workspace has. */
    readonly list: (
      by: string,
      query: WorkspaceQuery
    ) => Effect.Effect<
      {
        readonly items: ReadonlyArray<WorkspaceView>
        readonly next: string | null
        readonly counts: Readonly<Record<"all" | LoginStatus, number>>
        readonly plans: ReadonlyArray<string>
      },
      BadCursor
    >
    /** Those whose status this changed, in one transaction; each is told of in the platform's log and its own. */
    readonly setStatus: (
      by: string,
      ids: ReadonlyArray<TenantId>,
      status: LoginStatus,
      reason: string | null
    ) => Effect.Effect<ReadonlyArray<TenantId>>
    /** None = no such workspace. */
    readonly setTerms: (
      by: string,
      id: TenantId,
      terms: Terms
    ) => Effect.Effect<Option.Option<WorkspaceView>, OverdraftUsed>
    /** How many workspaces have another plan now; null = none. */
    readonly setPlan: (by: string, ids: ReadonlyArray<TenantId>, plan: string | null) => Effect.Effect<number>
    /** The newest tries to log in and changes; none = no such workspace. */
    readonly activity: (
      by: string,
      id: TenantId
    ) => Effect.Effect<
      Option.Option<{
        readonly workspace: WorkspaceView
        readonly logins: ReadonlyArray<LoginTry>
        readonly changes: ReadonlyArray<AuditRow>
      }>
    >
    /** The session of this hash looks at the workspace from now on. False = no such workspace or session. */
    readonly startView: (view: {
      readonly tokenHash: string
      readonly loginId: LoginId
      readonly by: string
      readonly tenantId: TenantId
    }) => Effect.Effect<boolean>
    readonly endView: (view: { readonly tokenHash: string; readonly by: string }) => Effect.Effect<void>
    /** Who looks has opened this family of pages; told once for each view and family. */
    readonly viewed: (view: {
      readonly loginId: LoginId
      readonly by: string
      readonly tenantId: TenantId
      readonly family: string
    }) => Effect.Effect<void>
    /** What the platform's people did, newest first. */
    readonly log: (query: {
      readonly search: string | null
      readonly before: string | null
      readonly limit: number
    }) => Effect.Effect<{ readonly items: ReadonlyArray<AuditRow>; readonly next: string | null }, BadCursor>
    readonly note: (entry: AuditEntry) => Effect.Effect<void>
  }
>()("relaydesk/ports/Workspaces") {}
