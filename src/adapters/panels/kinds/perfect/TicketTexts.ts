import { Effect, Option, Predicate } from "effect"
import { looseList, looseNumber } from "../../Loose.ts"
import type { AdminCalls } from "./AdminCalls.ts"
import { noAdminApi } from "./AdminCalls.ts"
import type { Urgency } from "../../Throttle.ts"
import { isSame } from "./FindUser.ts"
import { ticketRow } from "./TicketRow.ts"
import type { TicketRow } from "./TicketRow.ts"

const listed = 100
// A call each: more would keep the panel's budget from others for seconds.
const maxRead = 20
// Clocks of both sides differ, and panels count in seconds.
const skewMillis = 5 * 60_000

/**
 * Subjects and texts of the tickets that `username` opened or wrote in since then, newest first. A ticket that names
 * somebody else or nobody is never among them, in the list nor when it is read by itself.
 */
export const ticketTexts = Effect.fnUntraced(function* (
  calls: AdminCalls,
  urgency: Urgency,
  username: string,
  since: number
) {
  const isRecent = ({ changedAt }: TicketRow) => changedAt === null || changedAt >= since - skewMillis
  const isOwn = (ticket: TicketRow) => isSame(ticket.username, username)
  const wanted = (yield* newestTickets(calls, urgency))
    .filter(isRecent)
    .filter((ticket) => ticket.username === null || isOwn(ticket))
    .slice(0, maxRead)
  const read = yield* Effect.forEach(wanted, ({ id }) =>
    Effect.map(
      calls.call(urgency, () => ({ path: `/tickets/${id}` })),
      (answer) =>
        answer?._tag === "Data"
          ? Option.filter(ticketRow(answer.data), (ticket) => ticket.id === id)
          : Option.none<TicketRow>()
    )
  )
  return read.flatMap((detail, index) => {
    const row = wanted[index]!
    const ticket = Option.getOrElse(detail, () => row)
    // The list named the owner, the ticket itself need not repeat it.
    const owned = { ...ticket, username: ticket.username ?? row.username }
    return isOwn(owned) && isRecent(ticket) ? [...new Set([...row.texts, ...ticket.texts])] : []
  })
})

const newestTickets = Effect.fnUntraced(function* (calls: AdminCalls, urgency: Urgency) {
  const first = yield* readList(calls, urgency, 0)
  const [top, last] = [first.tickets[0], first.tickets.at(-1)]
  if (top === undefined || last === undefined) return []
  const isOldestFirst = byAge(last, top) < 0
  if (!isOldestFirst || first.count <= first.tickets.length) return first.tickets.toSorted(byAge)
  const { tickets } = yield* readList(calls, urgency, first.count - first.tickets.length)
  return tickets.toSorted(byAge)
})

const readList = Effect.fnUntraced(function* (calls: AdminCalls, urgency: Urgency, offset: number) {
  const answer = yield* calls.call(urgency, () => ({ path: `/tickets?limit=${listed}&offset=${offset}` }))
  if (answer?._tag !== "Data") return yield* noAdminApi
  const list = Predicate.hasProperty(answer.data, "list") ? answer.data.list : answer.data
  const count = Predicate.hasProperty(answer.data, "count") ? looseNumber(answer.data.count) : null
  const tickets = looseList(list).flatMap((row) => Option.toArray(ticketRow(row)))
  return { tickets, count: count ?? tickets.length }
})

// Newest first; numbers rise with time where dates are missing or the same.
const byAge = (one: TicketRow, other: TicketRow): number =>
  (other.changedAt ?? 0) - (one.changedAt ?? 0) || Number(other.id) - Number(one.id)
