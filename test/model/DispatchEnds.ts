import { Effect, Semaphore } from "effect"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { DispatchId, MessageId } from "../../src/domain/Ids.ts"
import { Dispatches, type PanelDispatch } from "../../src/ports/Dispatches.ts"
import { Outbox, type SendOutcome } from "../../src/ports/Outbox.ts"
import { holder } from "../contracts/Rows.ts"
import type { TestStorage } from "../contracts/TestStorage.ts"
import type { Household } from "./OrderGateway.ts"
import type { DispatchRow } from "./RequestRows.ts"

/** How an act may end. */
export type End = "done" | "dead" | "uncertain"

/** After everything that any run's clock shows: whatever waits is due, and a claim never runs out. */
const later = Date.UTC(2100, 0, 1)

const sent: Readonly<Record<End, SendOutcome>> = {
  done: { _tag: "Sent", networkId: "" },
  dead: { _tag: "Failed", safeText: "Not sent." },
  uncertain: { _tag: "Uncertain", safeText: "Perhaps sent." }
}

/** The pump and the channel of all runs: ends the acts that a run names, through the ports that they use. */
export const openDispatchEnds = async (storage: TestStorage, { tenantId, telegram }: Household) => {
  const channel = await storage.run(holder(tenantId, telegram))
  const taken = new Map<DispatchId, PanelDispatch>()
  // What one run takes may be another's: nobody looks while somebody takes.
  const taking = Semaphore.makeUnsafe(1)

  const take = Effect.gen(function* () {
    const { claimed } = yield* Effect.flatMap(Dispatches, (service) => service.take(later, 200))
    for (const dispatch of claimed) taken.set(dispatch.id, dispatch)
  }).pipe(taking.withPermits(1))

  const endPanelCall = Effect.fnUntraced(function* (id: DispatchId, end: End) {
    const dispatches = yield* Dispatches
    const dispatch = taken.get(id)
    if (dispatch === undefined) return yield* Effect.die("the panel call was not claimed")
    taken.delete(id)
    const outcome =
      end === "done"
        ? ({ _tag: "Done" } as const)
        : ({ _tag: "Dead", mayHaveHappened: false, safeText: "The panel said no." } as const)
    yield* dispatches.settlePanelCalls([{ dispatch, outcome }])
  })

  const endProviderMessage = Effect.fnUntraced(function* (messageId: MessageId, end: End) {
    const outbox = yield* Outbox
    const outcome = end === "done" ? { ...sent.done, networkId: newId() } : sent[end]
    yield* outbox.settle(channel, [{ messageId, outcome: outcome as SendOutcome }])
  })

  return {
    /** Claims the panel calls and forms the provider messages that are due, of every run. */
    take: () => storage.run(take),
    /** Ends one act that was taken. */
    end: ({ id, kind, messageId }: DispatchRow, end: End) =>
      storage.run(
        kind === "panel"
          ? endPanelCall(id, end)
          : messageId === null
            ? Effect.void
            : endProviderMessage(messageId as MessageId, end)
      )
  }
}

export type DispatchEnds = Awaited<ReturnType<typeof openDispatchEnds>>
