import { Context } from "effect"
import type { Effect } from "effect"
import type { RequestId, TenantId } from "../domain/Ids.ts"
import type { HandResult } from "../domain/RequestResult.ts"

/** What staff say when they close a request (OR-12). */
export interface CloseOptions {
  readonly result: HandResult
  /** The customer reads of it where he asked, unless a person answers that chat. */
  readonly isCustomerTold: boolean
  /** The login's name, for the audit. */
  readonly by: string
}

/** What became of it; `isTold` = a message to the customer is on its way. */
export type CloseOutcome =
  | { readonly _tag: "Closed"; readonly isTold: boolean }
  | { readonly _tag: "AlreadyEnded" }
  | { readonly _tag: "NotFound" }

/** What staff do with requests. Ids of other tenants are `NotFound`. Implemented by `actors/RequestControls`. */
export class RequestControl extends Context.Service<
  RequestControl,
  {
    readonly close: (tenantId: TenantId, id: RequestId, options: CloseOptions) => Effect.Effect<CloseOutcome>
  }
>()("relaydesk/ports/RequestControl") {}
