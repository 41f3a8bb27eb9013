import type { Effect, Option } from "effect"
import type { RequestCommand } from "../../../domain/CommandName.ts"
import type { OrderId, PanelId } from "../../../domain/Ids.ts"
import type { Order } from "../../../domain/Order.ts"
import type { Identity } from "../../../domain/Registration.ts"
import type { OfferedService } from "../../../ports/Catalogue.ts"
import type { PanelAccount } from "../../../ports/PanelAccounts.ts"
import type { PanelError, WriteResult } from "../../../ports/Panels.ts"
import type { PanelUser } from "../../../ports/PanelUsers.ts"
import type { FetchBatch } from "../OrderReads.ts"
import type { PanelCalls } from "../PanelCalls.ts"
import type { ProviderSightings } from "../providers/ProviderSightings.ts"
import type { Urgency } from "../Throttle.ts"

/** What a read says of a request whose outcome is not known; `unknown` when no read can tell. */
export type RequestState = "made" | "open" | "unknown"

/** How one kind of panel is spoken to. Budget, breaker, merging and remembering of reads are not its business. */
export interface PanelKind {
  /** Whether the kind has orders of such numbers; others are not put into a call. */
  readonly isOrderId: (id: OrderId) => boolean
  /** What the panel has a request for. */
  readonly commands: ReadonlyArray<RequestCommand>
  readonly fetch: FetchBatch
  /** Makes the panel's own request for up to 100 orders; `command` is one of `commands`. */
  readonly request: (
    command: RequestCommand,
    ids: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<WriteResult>, PanelError>
  readonly requestState: (command: RequestCommand, order: Order | undefined) => RequestState
  readonly findUser: (
    urgency: Urgency,
    identity: Identity
  ) => Effect.Effect<Option.Option<PanelUser>, PanelError>
  readonly ticketTexts: (
    urgency: Urgency,
    username: string,
    since: number
  ) => Effect.Effect<ReadonlyArray<string>, PanelError>
  readonly services: (urgency: Urgency) => Effect.Effect<ReadonlyArray<OfferedService>, PanelError>
  /** Who delivers: of recent orders or the panel's list, and of these orders. Their names are secrets. */
  readonly providers: (
    urgency: Urgency,
    ids: ReadonlyArray<OrderId>
  ) => Effect.Effect<ProviderSightings, PanelError>
}

/** What a kind works with: one panel's calls and how its orders are named. */
export interface KindTools {
  readonly calls: PanelCalls
  readonly panelId: PanelId
  /** Fingerprints a provider's name, which goes no further. */
  readonly mark: (providerName: string) => string
  /** Reads an order by itself where the list leaves out who delivers it. */
  readonly readsDetails: boolean
}

/** Speaks to a panel as its account says now. */
export type MakeKind = (tools: KindTools, account: PanelAccount) => PanelKind
