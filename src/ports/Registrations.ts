import { Context } from "effect"
import type { Effect, Option } from "effect"
import type {
  ContactId,
  ConversationId,
  CustomerId,
  PanelId,
  RegistrationId,
  TenantId
} from "../domain/Ids.ts"
import type { Proof, RegistrationState } from "../domain/Registration.ts"
import type { BadCursor } from "./Desk.ts"

/** A panel account that a number wants to be linked to. */
export interface Claim {
  readonly panelId: PanelId
  readonly username: string
  readonly userId: string | null
  readonly email: string | null
}

/** A registration that waits for a word of the owner, a ticket or a code. Times in unix milliseconds. */
export interface WaitingRegistration {
  readonly id: RegistrationId
  readonly username: string
  readonly panelId: PanelId | null
  readonly proof: Proof
  /** null = until somebody decides. */
  readonly expiresAt: number | null
  readonly askedAt: number
}

export interface NewRegistration {
  readonly contactId: ContactId
  readonly conversationId: ConversationId
  readonly claim: Claim
  readonly proof: Exclude<Proof, "trust">
  readonly now: number
  readonly expiresAt: number | null
}

/** What the one who asked is told, whichever way it ends. */
export interface Notices {
  readonly linked: string
  readonly taken: string
}

/** How linking ended: exactly one number gets a free username, whoever asks at the same time. */
export type LinkOutcome =
  | { readonly _tag: "Linked"; readonly customerId: CustomerId }
  /** The username has another number already, or this number another username (CU-04, CU-06). */
  | { readonly _tag: "Taken" }
  /** It was decided before. */
  | { readonly _tag: "NotWaiting" }

/** A registration as the owner's list shows it. */
export interface RegistrationRow {
  readonly id: RegistrationId
  readonly username: string
  readonly email: string | null
  readonly panelName: string | null
  readonly proof: Proof
  readonly state: RegistrationState
  /** The number or Telegram account that asks, and its own name. */
  readonly address: string
  readonly name: string | null
  readonly conversationId: ConversationId | null
  readonly askedAt: number
  readonly decidedAt: number | null
  readonly decidedBy: string | null
}

/** A waiting registration of any tenant, for those who look after tickets and deadlines. */
export interface DueRegistration extends WaitingRegistration {
  readonly tenantId: TenantId
}

export interface RegistrationQuery {
  readonly state: RegistrationState | null
  readonly before: string | null
  readonly limit: number
}

/** Numbers on their way to a username (CU-04 to CU-06). Implemented by `adapters/postgres`. */
export class Registrations extends Context.Service<
  Registrations,
  {
    readonly waiting: (
      tenantId: TenantId,
      contactId: ContactId
    ) => Effect.Effect<Option.Option<WaitingRegistration>>
    /** Whether a new number may have the username: no customer of that name (any case), or one without any contact. */
    readonly isFree: (tenantId: TenantId, username: string) => Effect.Effect<boolean>
    /** Puts a registration in the list, in the place of one that waits for this number. `code` is the one-time code, made here and kept as a hash; null for approval. */
    readonly begin: (
      tenantId: TenantId,
      registration: NewRegistration
    ) => Effect.Effect<{ readonly id: RegistrationId; readonly code: string | null }>
    /** Whether one of the codes is the registration's; a wrong try is counted, and after `maxTries` none is right. */
    readonly checkCode: (
      tenantId: TenantId,
      id: RegistrationId,
      codes: ReadonlyArray<string>,
      maxTries: number
    ) => Effect.Effect<boolean>
    /** Links at once (proof `trust`); the asker is answered by the caller. Audited. */
    readonly link: (
      tenantId: TenantId,
      contactId: ContactId,
      claim: Claim,
      mayHaveSeveral: boolean,
      now: number
    ) => Effect.Effect<LinkOutcome>
    /** ONE transaction ends a waiting one well and writes the notice to its chat (null = the caller answers); `by` is the login's name or "system". Audited. */
    readonly approve: (
      tenantId: TenantId,
      id: RegistrationId,
      options: {
        readonly mayHaveSeveral: boolean
        readonly by: string
        readonly notices: Notices | null
        readonly now: number
      }
    ) => Effect.Effect<LinkOutcome>
    /** Ends a waiting one without a link, with a notice (null = silence); false when it was decided before. Audited. */
    readonly close: (
      tenantId: TenantId,
      id: RegistrationId,
      options: {
        readonly state: "rejected" | "expired"
        readonly by: string
        readonly notice: string | null
        readonly now: number
      }
    ) => Effect.Effect<boolean>
    /** Registrations that wait for a ticket, and those past their time, of all tenants; those past their time first, then oldest first. */
    readonly due: (now: number, limit: number) => Effect.Effect<ReadonlyArray<DueRegistration>>
    /** Newest first; `next` is null at the end; `waiting` counts those that wait. */
    readonly list: (
      tenantId: TenantId,
      query: RegistrationQuery
    ) => Effect.Effect<
      {
        readonly items: ReadonlyArray<RegistrationRow>
        readonly next: string | null
        readonly waiting: number
      },
      BadCursor
    >
    readonly find: (tenantId: TenantId, id: RegistrationId) => Effect.Effect<Option.Option<RegistrationRow>>
  }
>()("relaydesk/ports/Registrations") {}
