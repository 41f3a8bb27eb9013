import { Effect, Option, Predicate } from "effect"
import type { Identity } from "../../../../domain/Registration.ts"
import { PanelError } from "../../../../ports/Panels.ts"
import type { PanelUser } from "../../../../ports/PanelUsers.ts"
import { looseList, looseNumber } from "../../Loose.ts"
import type { AdminCalls } from "./AdminCalls.ts"
import { noAdminApi } from "./AdminCalls.ts"
import type { Urgency } from "../../Throttle.ts"
import { userRow } from "../../users/UserRow.ts"

const pageSize = 1_000
// Some panels cap a page at 100: a name that is part of 500 others is still found.
const maxPages = 5
// A shorter page is the last one, whatever limit the panel knows.
const smallestCap = 100
const longestIdentity = 254

/**
 * The one account with exactly this username or e-mail, letter case aside; the panel's filter matches
 * parts, or nothing at all on some scripts. None when two accounts fit and neither is spelled alike.
 */
export const findUser = Effect.fnUntraced(function* (
  calls: AdminCalls,
  urgency: Urgency,
  identity: Identity
) {
  const wanted = (identity._tag === "Username" ? identity.username : identity.email).trim()
  if (wanted === "" || wanted.length > longestIdentity) return Option.none<PanelUser>()
  const filter = identity._tag === "Username" ? "username" : "email"
  const spelling = (user: PanelUser) => (identity._tag === "Username" ? user.username : user.email)
  const seen = new Map<string, PanelUser>()
  let offset = 0
  for (let page = 0; page < maxPages; page += 1) {
    const query = new URLSearchParams({ [filter]: wanted, limit: String(pageSize) })
    if (page > 0) query.set("offset", String(offset))
    const data = yield* readUsers(calls, urgency, query)
    const list = looseList(Predicate.hasProperty(data, "list") ? data.list : data)
    const before = seen.size
    offset += list.length
    for (const user of list.flatMap((row) => Option.toArray(userRow(row)))) seen.set(user.username, user)
    const matches = [...seen.values()].filter((user) => isSame(spelling(user), wanted))
    const match = matches.find((user) => spelling(user) === wanted) ?? matches[0]
    if (match !== undefined && (matches.length === 1 || spelling(match) === wanted)) return Option.some(match)
    const total = Predicate.hasProperty(data, "count") ? (looseNumber(data.count) ?? 0) : 0
    const isLast = total <= offset && (list.length < smallestCap || seen.size === before)
    if (isLast || matches.length > 1) return Option.none<PanelUser>()
    if (seen.size === before) break
  }
  return yield* unsearchable
})

/** Whether two usernames or addresses are the same, letter case aside. */
export const isSame = (one: string | null, other: string): boolean =>
  one !== null && one.toLowerCase() === other.toLowerCase()

const readUsers = (calls: AdminCalls, urgency: Urgency, query: URLSearchParams) =>
  calls
    .call(urgency, () => ({ path: `/users?${query}` }))
    .pipe(
      Effect.flatMap((answer) => {
        if (answer?._tag === "Data") return Effect.succeed(answer.data)
        return answer !== undefined && saysNobody.test(answer.message) ? Effect.succeed([]) : noAdminApi
      }),
      Effect.catchIf(
        (error) => error.reason === "Refused" && saysNobody.test(error.safeText),
        () => Effect.succeed([])
      )
    )

// Scripts that answer an empty list with an error.
const saysNobody =
  /\b(?:user|account|client)s?\b.{0,20}\bnot (?:found|exist)|\bno (?:such )?(?:user|account)s?\b/i

const unsearchable = new PanelError({
  reason: "Refused",
  mayHaveHappened: false,
  safeText: "The panel does not search its accounts by name."
})
