import { Effect } from "effect"
import type { OrderId } from "../../domain/Ids.ts"
import type { PanelError, WriteResult } from "../../ports/Panels.ts"
import type { RequestCommand } from "../../domain/CommandName.ts"
import type { PanelKind } from "./kinds/PanelKind.ts"
import * as OrderReads from "./OrderReads.ts"
import type { Throttle } from "./Throttle.ts"

/** One panel: everything that is asked of it stands in this line, whatever its kind. */
export interface PanelLine {
  /** How the panel is spoken to as its account says now. */
  readonly kind: Effect.Effect<PanelKind, PanelError>
  readonly reads: OrderReads.OrderReads
  /** The panel's request; what was read of the orders before is forgotten. */
  readonly request: (
    kind: PanelKind,
    command: RequestCommand,
    ids: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<WriteResult>, PanelError>
}

/** The line of one panel, for as long as the scope. */
export const make = Effect.fnUntraced(function* (
  throttle: Throttle,
  kind: Effect.Effect<PanelKind, PanelError>
) {
  const reads = yield* OrderReads.make(throttle, (urgency, take, settle) =>
    Effect.flatMap(kind, ({ fetch }) => fetch(urgency, take, settle))
  )
  const line: PanelLine = {
    kind,
    reads,
    request: Effect.fn("PanelLine.request")(function* (kind, command, ids) {
      reads.forget(ids)
      return yield* Effect.ensuring(
        kind.request(command, ids),
        Effect.sync(() => reads.forget(ids))
      )
    })
  }
  return line
})
