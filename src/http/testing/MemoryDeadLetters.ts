import { Effect, Layer, Option } from "effect"
import { OrderId } from "../../domain/Ids.ts"
import { BadCursor } from "../../ports/Desk.ts"
import { type DeadLetter, DeadLetters } from "../../ports/DeadLetters.ts"
import { rows } from "./MemoryDesk.ts"
import { tenants } from "./MemoryLogins.ts"
import { panels } from "./MemoryServices.ts"

const letter: DeadLetter = {
  id: rows.dispatch,
  requestId: rows.request,
  kind: "panel",
  state: "dead",
  command: "cancel",
  orderId: OrderId.make("492007588"),
  customerUsername: "rahim_smm",
  providerId: null,
  providerAlias: null,
  panelId: panels.main,
  panelName: "Main",
  destination: null,
  attempts: 3,
  safeText: "The panel said no.",
  mayHaveHappened: false,
  acceptedAt: 1_700_000_000_000,
  at: 1_700_000_060_000,
  dismissedAt: null,
  dismissedBy: null
}

const isSitas = (tenantId: string, id: string): boolean => tenantId === tenants.sita && id === rows.dispatch

/** One failed call of Sita's panel. The id of her channel is a dispatch that is done, that of her message an uncertain one. */
export const deadLettersLayer = Layer.succeed(DeadLetters, {
  list: (tenantId, { state }, { before }) =>
    before === "wrong"
      ? Effect.fail(new BadCursor())
      : Effect.succeed({
          items: tenantId === tenants.sita && state === "dead" ? [letter] : [],
          next: null,
          counts: { dead: 1, uncertain: 0, retrying: 0, dismissed: 0 }
        }),
  retry: (tenantId, id, { isConfirmed }) => {
    if (tenantId !== tenants.sita) return Effect.succeed("notFound")
    if (id === rows.dispatch) return Effect.succeed("retried")
    if (String(id) === rows.message) return Effect.succeed(isConfirmed ? "retried" : "unconfirmed")
    return Effect.succeed(String(id) === rows.channel ? "notRetryable" : "notFound")
  },
  retryMany: (tenantId, which, { isConfirmed }) => {
    const ids = "state" in which ? [rows.dispatch] : which
    const retried = ids.filter((id) => isSitas(tenantId, id)).length
    return Effect.succeed({ retried, unconfirmed: isConfirmed ? 0 : ids.length - retried, isMore: false })
  },
  dismiss: (tenantId, id, _by, reason) =>
    Effect.succeed(!isSitas(tenantId, id) ? "notFound" : reason === "again" ? "notDismissable" : "dismissed"),
  attempts: (tenantId, id) =>
    Effect.succeed(
      isSitas(tenantId, id)
        ? Option.some([
            { number: 1, at: 1_700_000_060_000, outcome: "dead", safeText: "The panel said no." }
          ] as const)
        : Option.none()
    )
})
