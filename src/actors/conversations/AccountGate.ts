import { Effect, Option } from "effect"
import type { WarningKind } from "../../domain/ConductLimits.ts"
import type { LinkedCustomer } from "../../domain/Customer.ts"
import type { CustomerId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { Rules } from "../../domain/Rules.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { type PanelUser, PanelUsers } from "../../ports/PanelUsers.ts"

/** How long a command waits to learn how its account stands; a panel that is slow then must not hold it up. */
const patience = "1 second"

/** The chat itself remembers what was read, so that a customer's next commands ask nobody. */
const rememberMillis = 5_000

const mostRemembered = 500

/** What the panel says of a customer's account: may he order, and if not, which template says so. */
export interface Standing {
  readonly customer: LinkedCustomer
  readonly status: PanelUser["status"] | "not known now"
  readonly refusal: WarningKind | null
}

const refusals: Readonly<Partial<Record<PanelUser["status"], WarningKind>>> = {
  banned: "account.banned",
  suspended: "account.suspended",
  inactive: "account.inactive"
}

/** CU-07: how the customers' panel accounts stand. An account the panel does not name or cannot show now is let through: the order's own checks follow. */
export const makeAccountGate = Effect.gen(function* () {
  const users = yield* PanelUsers
  const remembered = new Map<CustomerId, { readonly standing: Standing; readonly until: number }>()

  const statusOn = (tenantId: TenantId, panelId: PanelId, rules: Rules, { username }: LinkedCustomer) =>
    users.account(tenantId, panelId, username, rules.accountCheckMinutes * 60_000).pipe(
      // What the customer asked for goes first where the panel's budget is short.
      Effect.provideService(PanelPriority, "background"),
      Effect.timeoutOption(patience),
      Effect.orElseSucceed(() => Option.none<Option.Option<PanelUser>>()),
      Effect.map((found) => Option.map(Option.flatten(found), ({ status }) => status))
    )

  /** On his own panel; of a customer without one, on all of them, and one good account is enough. */
  const standing = Effect.fnUntraced(function* (
    tenantId: TenantId,
    panels: ReadonlyArray<PanelId>,
    rules: Rules,
    customer: LinkedCustomer
  ) {
    const asked = customer.panelId === null ? panels : [customer.panelId]
    const found = yield* Effect.forEach(asked, (panelId) => statusOn(tenantId, panelId, rules, customer), {
      concurrency: asked.length
    })
    const known = found.flatMap((one) => Option.toArray(one))
    const status = known.find((one) => refusals[one] === undefined) ?? known[0] ?? "not known now"
    return {
      customer,
      status,
      refusal: status === "not known now" ? null : (refusals[status] ?? null)
    } satisfies Standing
  })

  const remember = (standing: Standing, now: number) => {
    if (remembered.size >= mostRemembered) remembered.clear()
    if (standing.status !== "not known now") {
      remembered.set(standing.customer.id, { standing, until: now + rememberMillis })
    }
    return standing
  }

  return {
    /** What needs no asking: nothing is checked, or everything was read a moment ago; null = ask. */
    known: (
      rules: Rules,
      customers: ReadonlyArray<LinkedCustomer>,
      now: number
    ): ReadonlyArray<Standing> | null => {
      if (!rules.isAccountStatusChecked) return []
      const fresh = customers.flatMap((customer) => {
        const one = remembered.get(customer.id)
        return one !== undefined && one.until > now ? [{ ...one.standing, customer }] : []
      })
      return fresh.length === customers.length ? fresh : null
    },

    ask: (
      tenantId: TenantId,
      panels: ReadonlyArray<PanelId>,
      rules: Rules,
      customers: ReadonlyArray<LinkedCustomer>,
      now: number
    ): Effect.Effect<ReadonlyArray<Standing>> =>
      Effect.forEach(
        customers,
        (customer) => Effect.map(standing(tenantId, panels, rules, customer), (read) => remember(read, now)),
        { concurrency: customers.length }
      )
  }
})
