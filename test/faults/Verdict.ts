import type { Stored } from "./Database.ts"
import type { AskedOrder, Cause, Destination, Ledger, Seen } from "./Ledger.ts"
import type { Observed } from "./Observed.ts"

/** What came of everything that customers wrote. */
export interface Verdict {
  readonly messages: number
  readonly unanswered: ReadonlyArray<Cause>
  readonly answeredTwice: ReadonlyArray<Cause>
  /** Replies that answer nothing that was asked in their chat. */
  readonly stray: ReadonlyArray<Seen>
  /** Answered, but only with "we could not check these orders". */
  readonly putOff: number
  readonly dispatches: number
  readonly missingDispatches: ReadonlyArray<string>
  readonly doubledDispatches: ReadonlyArray<string>
  /** Replies in direct chats that came before the reply to an earlier message of the same chat. */
  readonly outOfOrder: number
  readonly panelWrites: number
  readonly missingWrites: ReadonlyArray<string>
  /** Cancel requests that the panel got again; it takes only the first. */
  readonly repeatedWrites: number
  /** WhatsApp messages that came again under the same id: a phone shows one. */
  readonly copies: number
  /** Telegram messages that the gateway shows as uncertain (CH-12), by whether they arrived. */
  readonly uncertain: { readonly arrived: number; readonly absent: number }
}

/** Messages for which the customer or the provider got nothing, without the owner being told. */
export const lost = (verdict: Verdict): number =>
  verdict.unanswered.length + verdict.missingDispatches.length + verdict.missingWrites.length

/** Messages that somebody got twice, or that nobody asked for. */
export const doubled = (verdict: Verdict): number =>
  verdict.answeredTwice.length + verdict.doubledDispatches.length + verdict.stray.length

const orderIds = /\b6\d{8}\b/g
const externalIds = /\b4\d{7}\b/g

/** Compares what was asked with what was seen. */
export const judge = (ledger: Ledger, seen: Observed, stored: Stored | null): Verdict => {
  const { causes } = ledger
  const stray = assignReplies(causes, seen.replies)
  const uncertainIds = new Set(
    (stored?.uncertain ?? []).flatMap((text) => [
      ...(text.match(orderIds) ?? []),
      ...(text.match(externalIds) ?? [])
    ])
  )
  const isUncertain = ({ orders }: Cause) => orders.some(({ id }) => uncertainIds.has(id))
  const accepted = causes.filter((cause) => !isPutOff(cause)).flatMap(({ orders }) => orders)
  const told = new Map(
    (Object.keys(seen.atProviders) as ReadonlyArray<Destination>).map((place) => [
      place,
      counted(seen.atProviders[place].flatMap(({ text }) => text.match(externalIds) ?? []))
    ])
  )
  const countAt = (place: Destination, { externalId }: AskedOrder) => told.get(place)?.get(externalId) ?? 0
  const wanted = accepted.flatMap((order) => order.destinations.map((place) => ({ order, place })))
  const absent = wanted.filter(({ order, place }) => countAt(place, order) === 0)
  const isExcused = ({ order, place }: (typeof wanted)[number]) =>
    place === "boostMint" && uncertainIds.has(order.externalId)
  const writes = counted(seen.panelWrites)
  const asked = accepted.filter(({ isPanelAsked }) => isPanelAsked)
  const unanswered = causes.filter(({ replies }) => replies.length === 0)
  const uncertainAbsent = unanswered.filter(isUncertain).length + absent.filter(isExcused).length
  return {
    messages: causes.length,
    unanswered: unanswered.filter((cause) => !isUncertain(cause)),
    answeredTwice: causes.filter(({ replies }) => replies.length > 1),
    stray,
    putOff: causes.filter(isPutOff).length,
    dispatches: wanted.length,
    missingDispatches: absent
      .filter((one) => !isExcused(one))
      .map(({ order, place }) => `${order.externalId} at ${place}`),
    doubledDispatches: doubledAt(causes, told),
    outOfOrder: countOutOfOrder(causes),
    panelWrites: asked.length,
    missingWrites: asked.filter(({ id }) => !writes.has(id)).map(({ id }) => id),
    repeatedWrites: [...writes.values()].reduce((sum, count) => sum + count - 1, 0),
    copies: [...seen.replies, ...Object.values(seen.atProviders).flat()].reduce(
      (sum, { copies }) => sum + copies - 1,
      0
    ),
    uncertain: { absent: uncertainAbsent, arrived: (stored?.uncertain.length ?? 0) - uncertainAbsent }
  }
}

/** Gives each reply to the message that asked for its orders; returns those that fit none. */
const assignReplies = (causes: ReadonlyArray<Cause>, replies: ReadonlyArray<Seen>): ReadonlyArray<Seen> => {
  const byOrder = new Map(causes.flatMap((cause) => cause.orders.map(({ id }) => [id, cause] as const)))
  for (const cause of causes) cause.replies.length = 0
  return replies.filter((reply) => {
    const found = new Set((reply.text.match(orderIds) ?? []).map((id) => byOrder.get(id)))
    const [cause] = found
    const isRight = found.size === 1 && cause !== undefined && cause.place === reply.place
    const isQuoted = reply.quotedId === undefined || reply.quotedId === cause?.networkId
    if (!isRight || !isQuoted) return true
    cause.replies.push(reply)
    return false
  })
}

const countOutOfOrder = (causes: ReadonlyArray<Cause>): number => {
  const latest = new Map<string, number>()
  return causes.filter(({ place, replies: [first] }) => {
    if (first === undefined || /group|telegram/.test(place)) return false
    const before = latest.get(place) ?? 0
    latest.set(place, Math.max(before, first.at))
    return first.at < before
  }).length
}

const isPutOff = ({ replies }: Cause): boolean =>
  replies.length > 0 && replies.every(({ text }) => text.startsWith("We could not check"))

/** Told more than once, or told although nothing should have left. */
const doubledAt = (
  causes: ReadonlyArray<Cause>,
  told: ReadonlyMap<Destination, ReadonlyMap<string, number>>
): ReadonlyArray<string> =>
  causes.flatMap(({ orders }) =>
    orders.flatMap(({ externalId, destinations }) =>
      [...told].flatMap(([place, counts]) => {
        const allowed = destinations.includes(place) ? 1 : 0
        const count = counts.get(externalId) ?? 0
        return count > allowed ? [`${externalId} at ${place}: ${count} instead of ${allowed}`] : []
      })
    )
  )

const counted = (items: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
