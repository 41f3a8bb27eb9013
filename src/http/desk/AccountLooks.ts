import { Effect, Option } from "effect"
import type { TenantId } from "../../domain/Ids.ts"
import type { ConversationContext } from "../../ports/Desk.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** What was read this short while ago is shown again: staff go back and forth between chats. */
const freshMillis = 60_000
/** Nobody waits for this part of the page. */
const patience = "8 seconds"

type Customer = NonNullable<ConversationContext["customer"]>

/**
 * How a customer's account looks on his own panel, or on every panel for one who is bound to none (a namesake on another
 * panel may be somebody else, so each says its panel's name). Commands of customers go first where the panel is short.
 */
export const makeAccountLooks = Effect.gen(function* () {
  const users = yield* PanelUsers
  const tenants = yield* Tenants

  return Effect.fnUntraced(function* (tenantId: TenantId, { panelId, username }: Customer) {
    const { panels } = yield* tenants.config(tenantId)
    const asked = panels.filter(({ id }) => panelId === null || id === panelId)
    return yield* Effect.forEach(
      asked,
      ({ id, name: panelName }) =>
        users.account(tenantId, id, username, freshMillis).pipe(
          Effect.provideService(PanelPriority, "background"),
          Effect.timeout(patience),
          Effect.map(
            Option.match({
              onNone: () => ({ panelName, account: null, trouble: "No account of this name there." }),
              onSome: ({ balance, currency, spent, status }) => ({
                panelName,
                account: { status, balance, spent, currency },
                trouble: null
              })
            })
          ),
          Effect.catchTags({
            PanelError: ({ safeText }) => Effect.succeed({ panelName, account: null, trouble: safeText }),
            TimeoutError: () =>
              Effect.succeed({ panelName, account: null, trouble: "The panel has not answered in time." })
          })
        ),
      { concurrency: 4 }
    )
  })
})
