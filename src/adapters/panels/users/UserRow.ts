import { Option, Predicate, Schema } from "effect"
import type { PanelUser } from "../../../ports/PanelUsers.ts"
import { looseFlag, looseText, looseUserId } from "../Loose.ts"

// Only id, username and email are proven (facts: panel-apis 1b); every field may be missing or of another type.
const field = Schema.optionalKey(Schema.Unknown)
const decodeRow = Schema.decodeUnknownOption(
  Schema.Struct({
    id: field,
    username: field,
    email: field,
    status: field,
    balance: field,
    spent: field,
    currency: field
  })
)

/** The account of a row of GET /users; none when it is no object or has no username. */
export const userRow = (value: unknown): Option.Option<PanelUser> =>
  Option.flatMap(decodeRow(value), (row) =>
    Option.map(Option.fromNullOr(looseText(row.username)), (username) => ({
      username,
      userId: looseUserId(row.id),
      email: looseText(row.email),
      status: userStatus(row.status),
      balance: amount(row.balance),
      spent: amount(row.spent),
      currency: looseText(row.currency) ?? currencyOf(row.balance) ?? currencyOf(row.spent)
    }))
  )

const words: ReadonlyArray<readonly [status: PanelUser["status"], words: RegExp]> = [
  ["banned", /^(?:ban|banned|blocked|block|blacklisted|terminated)$/],
  ["suspended", /^(?:suspend|suspended|frozen|locked|on hold|hold|paused)$/],
  [
    "inactive",
    /^(?:inactive|not active|unconfirmed|not confirmed|unverified|not verified|disabled|deactivated|pending|closed|deleted)$/
  ],
  ["active", /^(?:active|activated|enabled|confirmed|verified|approved|ok)$/]
]

/** A panel's word for an account's state; 1 and true are active, 0 and false are not. */
export const userStatus = (value: unknown): PanelUser["status"] => {
  if (Predicate.hasProperty(value, "name")) return userStatus(value.name)
  const word = looseText(value)
    ?.toLowerCase()
    .replace(/[\s_-]+/g, " ")
  const known = word === undefined ? undefined : words.find(([, pattern]) => pattern.test(word))
  if (known !== undefined) return known[0]
  const flag = looseFlag(value)
  return flag === null ? "unknown" : flag ? "active" : "inactive"
}

const amount = (value: unknown): string | null => {
  if (!Predicate.hasProperty(value, "value")) return looseText(value)
  return looseText(value.value)
}

const currencyOf = (value: unknown): string | null =>
  Predicate.hasProperty(value, "currency_code") ? looseText(value.currency_code) : null
