import { Cache, Clock, Effect, Exit, Layer } from "effect"
import type { PanelId, TenantId } from "../../../domain/Ids.ts"
import type { Identity } from "../../../domain/Registration.ts"
import { PanelPriority } from "../../../ports/PanelPriority.ts"
import { PanelError } from "../../../ports/Panels.ts"
import { PanelUsers } from "../../../ports/PanelUsers.ts"
import { PanelLines } from "../PanelLines.ts"

// An account takes some hundred bytes; the ones read first are let go first.
const maxAccounts = 5_000
const longestAge = "1 hour"
// Enough for those who asked together, so that the next person gets a new try.
const failureAge = "1 second"

// A thousand customers who write at once must not cost the panel a thousand reads: beyond this the account stays
// unknown for the moment, and the command goes on without it.
const mostReadsWaiting = 10

const tooMany = Effect.fail(
  new PanelError({
    reason: "RateLimited",
    mayHaveHappened: false,
    safeText: "Too many accounts are being read at once."
  })
)

/** The accounts and tickets of a tenant's panels, each spoken to by its kind. */
export const layer: Layer.Layer<PanelUsers, never, PanelLines> = Layer.effect(
  PanelUsers,
  Effect.gen(function* () {
    const lines = yield* PanelLines
    const urgency = Effect.map(PanelPriority, (priority) => (priority === "background" ? priority : "read"))

    const read = Effect.fnUntraced(function* (tenantId: TenantId, panelId: PanelId, identity: Identity) {
      const turn = yield* urgency
      return yield* lines.use(tenantId, panelId, (kind) => kind.findUser(turn, identity))
    })

    const waiting = new Map<PanelId, number>()
    const count = (panelId: PanelId, change: number) =>
      Effect.sync(() => waiting.set(panelId, (waiting.get(panelId) ?? 0) + change))

    const accounts = yield* Cache.makeWith(
      (key: string) => {
        const [tenantId, panelId, username] = JSON.parse(key) as [TenantId, PanelId, string]
        return Effect.gen(function* () {
          if ((waiting.get(panelId) ?? 0) >= mostReadsWaiting) return yield* tooMany
          // An account is as old as the question for it.
          const at = yield* Clock.currentTimeMillis
          const user = yield* Effect.acquireUseRelease(
            count(panelId, 1),
            () => read(tenantId, panelId, { _tag: "Username", username }),
            () => count(panelId, -1)
          )
          return { at, user }
        })
      },
      {
        capacity: maxAccounts,
        timeToLive: (exit) => (Exit.isSuccess(exit) ? longestAge : failureAge)
      }
    )

    const account: PanelUsers["Service"]["account"] = Effect.fn("PanelUsers.account")(
      function* (tenantId, panelId, username, maxAgeMillis) {
        const key = JSON.stringify([tenantId, panelId, username])
        const oldest = (yield* Clock.currentTimeMillis) - maxAgeMillis
        const isOld = ({ at }: { readonly at: number }) => at < oldest
        // Only what is there already: who finds a read under way waits for that one.
        const known = yield* Cache.getSuccess(accounts, key)
        if (known._tag === "Some" && isOld(known.value)) yield* Cache.invalidateWhen(accounts, key, isOld)
        return (yield* Cache.get(accounts, key)).user
      }
    )

    return PanelUsers.of({
      find: Effect.fn("PanelUsers.find")(read),
      account,
      ticketTexts: Effect.fn("PanelUsers.ticketTexts")(function* (tenantId, panelId, username, since) {
        const turn = yield* urgency
        return yield* lines.use(tenantId, panelId, (kind) => kind.ticketTexts(turn, username, since))
      })
    })
  })
)
