import { Effect, Option } from "effect"
import { fieldsAt, rowsAt } from "../../../../domain/DescribedOrder.ts"
import type { PanelDescription, UserPaths } from "../../../../domain/PanelDescription.ts"
import type { Identity } from "../../../../domain/Registration.ts"
import type { PanelUser } from "../../../../ports/PanelUsers.ts"
import type { PanelCalls } from "../../PanelCalls.ts"
import type { Urgency } from "../../Throttle.ts"
import { userRow } from "../../users/UserRow.ts"
import { refusal } from "../Refusals.ts"
import { genericCall } from "./GenericCall.ts"

const longestIdentity = 254

/** The one account with exactly this username or e-mail, letter case aside; none when two fit and neither is spelled alike. */
export const findGenericUser = Effect.fnUntraced(function* (
  calls: PanelCalls,
  description: PanelDescription,
  urgency: Urgency,
  identity: Identity
) {
  const { users } = description
  const word = identity._tag === "Username" ? "username" : "email"
  const wanted = (identity._tag === "Username" ? identity.username : identity.email).trim()
  if (users === undefined || !asksFor(users.action, word)) return yield* noLookup
  // Dots alone would lead out of the path that they are written into.
  if (/^\.*$/.test(wanted) || wanted.length > longestIdentity) return Option.none<PanelUser>()
  const answer = yield* calls.call(urgency, (now) =>
    genericCall(now, description, users.action, { [word]: wanted }, false)
  )
  const rows = answer?._tag === "Good" ? (rowsAt(answer.json, users.list, users.fields.username) ?? []) : []
  const matches = rows
    .flatMap((row) => Option.toArray(userRow(named(fieldsAt<keyof UserPaths>(row, users.fields)))))
    .filter((user) => user[word]?.toLowerCase() === wanted.toLowerCase())
  const match = matches.find((user) => user[word] === wanted) ?? matches[0]
  const isSure = match !== undefined && (matches.length === 1 || match[word] === wanted)
  return isSure ? Option.some(match) : Option.none<PanelUser>()
})

const named = ({ userId, ...fields }: Readonly<Record<keyof UserPaths, unknown>>) => ({
  ...fields,
  id: userId
})

const asksFor = (action: NonNullable<PanelDescription["users"]>["action"], word: string): boolean =>
  JSON.stringify([action.path, action.query, action.body]).includes(`{${word}}`)

const noLookup = refusal(
  "NotConfigured",
  "The description of the panel says no way to look up such an account."
)
