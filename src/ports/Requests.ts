import { Context } from "effect"
import type { Effect } from "effect"
import type { CommandName, RequestCommand } from "../domain/CommandName.ts"
import type { PlannedDispatch } from "../domain/DispatchPlan.ts"
import type {
  ConversationId,
  CustomerId,
  MessageId,
  OrderId,
  PanelId,
  ProviderId,
  RequestId,
  TenantId
} from "../domain/Ids.ts"
import type { OrderStatus } from "../domain/Order.ts"
import type { TraceStep } from "../domain/OrderAnswer.ts"

/** A request about to be accepted, with everything that is recorded in the same transaction (DI-01). */
export interface NewRequest {
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly orderId: OrderId
  readonly command: RequestCommand
  readonly asked: CommandName
  readonly externalId: string | null
  readonly providerId: ProviderId | null
  /** null when a trusted identity asks for an order of nobody we know (CU-10). */
  readonly customerId: CustomerId | null
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly orderStatus: OrderStatus
  readonly template: string
  readonly trace: ReadonlyArray<TraceStep>
  /** Unix milliseconds. */
  readonly at: number
  readonly cooldownSeconds: number
  readonly dispatches: ReadonlyArray<PlannedDispatch>
  /** Unix milliseconds before which nobody dispatches, so that a bulk message's requests leave together; released earlier by `Dispatches.release`. */
  readonly heldUntil: number
}

/** What the database made of it. */
export type AcceptResult =
  | { readonly _tag: "Accepted"; readonly requestId: RequestId }
  /** The same message made this request before (rule 3). */
  | { readonly _tag: "Repeated"; readonly request: KnownRequest }
  /** Another request for this order and command is open, or within its cooldown. */
  | { readonly _tag: "Occupied"; readonly isOpen: boolean }

/** A request as its asker needs it again. */
export interface KnownRequest {
  readonly requestId: RequestId
  readonly asked: CommandName
  readonly command: RequestCommand
  readonly orderStatus: OrderStatus
  readonly template: string
  readonly dispatches: number
}

/** What is known of one order's earlier requests. Times in unix milliseconds. */
export interface OrderHistory {
  readonly open: ReadonlyArray<{ readonly command: RequestCommand }>
  readonly lastAccepted: ReadonlyArray<{ readonly command: RequestCommand; readonly at: number }>
}

/** How far a request is, in the three honest stages of OR-06. */
export type RequestStage = "recorded" | "added" | "failed"

/** Accepted requests; its unique indexes are the real guarantee of OR-04. Implemented by `adapters/postgres`. */
export class Requests extends Context.Service<
  Requests,
  {
    /** ONE transaction inserts the request and its dispatches, or says why not. */
    readonly accept: (request: NewRequest) => Effect.Effect<AcceptResult>
    /** The requests that this message made of the order before, one for each command at most (rule 3). */
    readonly byCause: (
      tenantId: TenantId,
      messageId: MessageId,
      panelId: PanelId,
      orderId: OrderId
    ) => Effect.Effect<ReadonlyArray<KnownRequest>>
    readonly history: (tenantId: TenantId, panelId: PanelId, orderId: OrderId) => Effect.Effect<OrderHistory>
    readonly stages: (
      tenantId: TenantId,
      ids: ReadonlyArray<RequestId>
    ) => Effect.Effect<ReadonlyMap<RequestId, RequestStage>>
  }
>()("relaydesk/ports/Requests") {}
