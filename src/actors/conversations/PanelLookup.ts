import { Context, type Duration, Effect, Schedule } from "effect"
import type { ConversationId, OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { choosePanel, panelsNamed, type PanelChoice } from "../../domain/PanelChoice.ts"
import { Journal } from "../../ports/Journal.ts"
import { type PanelError, Panels } from "../../ports/Panels.ts"
import { Services } from "../../ports/Services.ts"

/** Whose orders are looked for, and where first. */
export interface Lookup {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly text: string
  readonly panels: ReadonlyArray<{ readonly id: PanelId; readonly name: string }>
  /** The chat's panel and those of the writer's accounts; others are asked for what is not found there. */
  readonly linked: ReadonlyArray<PanelId>
  readonly isOwn: (order: Order) => boolean
}

/** What became of looking for one order; `Unreachable` when a panel that may have it could not be asked. */
export type Looked = PanelChoice | { readonly _tag: "Unreachable" }

/** A panel that is away is waited for this long; the customer then gets a late answer instead of a refusal. */
export const PanelPatience = Context.Reference<Duration.Input>("relaydesk/actors/PanelPatience", {
  defaultValue: () => "90 seconds"
})

const patience = (duration: Duration.Input) =>
  Schedule.min([Schedule.exponential("500 millis", 1.5), Schedule.spaced("4 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ duration })
  )

const mayPass = ({ reason }: PanelError) => reason === "Unreachable" || reason === "RateLimited"

/** Finds the orders of a message on the panels of its writer, then on the tenant's others (OR-10); one read per panel. */
export const makePanelLookup = Effect.gen(function* () {
  const panels = yield* Panels
  const services = yield* Services
  const journal = yield* Journal

  const waiting = patience(yield* PanelPatience)

  /** The panel's orders among the ids; null when it could not be asked. */
  const read = (lookup: Lookup, panelId: PanelId, ids: ReadonlyArray<OrderId>, isPatient: boolean) => {
    const once = panels.findOrders(lookup.tenantId, panelId, ids)
    return (isPatient ? Effect.retry(once, { schedule: waiting, while: mayPass }) : once).pipe(
      Effect.tap((orders) => services.learn(lookup.tenantId, panelId, orders.values())),
      Effect.tapError((error) =>
        isPatient || !mayPass(error)
          ? journal.write(lookup.tenantId, {
              level: "error",
              area: "command",
              text: `${nameOf(lookup, panelId)} could not be asked: ${error.safeText}`,
              conversationId: lookup.conversationId
            })
          : Effect.void
      ),
      Effect.orElseSucceed(() => null)
    )
  }

  /**
   * Every panel is asked at once. One that is away is waited for only when the others do not have all of the orders:
   * nobody waits for a panel that his orders are not on.
   */
  const readAll = Effect.fnUntraced(function* (
    lookup: Lookup,
    panelIds: ReadonlyArray<PanelId>,
    ids: ReadonlyArray<OrderId>
  ) {
    if (ids.length === 0) return []
    const isLast = panelIds.length === 1
    const found = yield* Effect.forEach(panelIds, (id) => read(lookup, id, ids, isLast), {
      concurrency: panelIds.length
    })
    const missing = missingIn(lookup, found, ids)
    if (isLast || missing.length === 0) return found
    const away = panelIds.filter((_, at) => found[at] === null)
    const late = yield* Effect.forEach(away, (id) => read(lookup, id, missing, true), {
      concurrency: "unbounded"
    })
    return [...found.filter((orders) => orders !== null), ...late]
  })

  return Effect.fnUntraced(function* (lookup: Lookup, ids: ReadonlyArray<OrderId>) {
    const { first, others } = whereToLook(lookup)
    const near = yield* readAll(lookup, first, ids)
    const far = yield* readAll(lookup, others, missingIn(lookup, near, ids))
    const hasGap = [...near, ...far].includes(null)
    return new Map(
      ids.map((id): [OrderId, Looked] => {
        const found = [...near, ...far].flatMap((orders) => orders?.get(id) ?? [])
        // What an unreachable panel may have is not refused as somebody else's.
        if (hasGap && !found.some(lookup.isOwn)) return [id, { _tag: "Unreachable" }]
        return [id, choosePanel(found, lookup.isOwn)]
      })
    )
  })
})

/** The ids that are not among what was found as the writer's own. */
const missingIn = (
  { isOwn }: Lookup,
  found: ReadonlyArray<ReadonlyMap<OrderId, Order> | null>,
  ids: ReadonlyArray<OrderId>
) =>
  ids.filter(
    (id) =>
      !found.some((orders) => {
        const order = orders?.get(id)
        return order !== undefined && isOwn(order)
      })
  )

const whereToLook = ({ panels, linked, text }: Lookup) => {
  const all = panels.map(({ id }) => id)
  const named = all.length > 1 ? panelsNamed(text, panels) : []
  // A panel's name may be an everyday word: what is not found there is looked for on the others.
  if (named.length > 0) return { first: named, others: all.filter((id) => !named.includes(id)) }
  const known = [...new Set(linked)].filter((id) => all.includes(id))
  return known.length === 0
    ? { first: all, others: [] }
    : { first: known, others: all.filter((id) => !known.includes(id)) }
}

const nameOf = ({ panels }: Lookup, panelId: PanelId): string =>
  panels.length > 1 ? (panels.find(({ id }) => id === panelId)?.name ?? "A panel") : "The panel"
