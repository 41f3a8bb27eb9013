import { entriesOf, tick, whole } from "./RuleEntry.ts"
import type { RuleEntry } from "./RuleEntry.ts"

const customer = entriesOf("Customers")
const safety = entriesOf("Safety")

const minutes = whole("minutes", 1, 10_080)
const times = (unit: string) => whole(unit, 1, 10_000)

/** How numbers become customers (CU-03 to CU-07). */
const people: ReadonlyArray<RuleEntry> = [
  customer(
    "isRegistrationOn",
    [
      "Registration in the chat",
      "Who writes from an unknown number is asked for a panel username; off, the number is sent to your support."
    ],
    tick
  ),
  customer(
    "registration",
    ["How a number is linked", "What is needed before an unknown number may act for an account."],
    {
      kind: "choice",
      choices: [
        { value: "approval", label: "You approve each number" },
        { value: "proof", label: "A code in a panel ticket or by e-mail" },
        {
          value: "trust",
          label: "At once, whoever asks first",
          risk: "Anybody who knows a username can take that account's orders over before its owner writes."
        }
      ]
    },
    { under: "isRegistrationOn" }
  ),
  customer(
    "proofHours",
    ["A code is good for", "So long the code in a ticket or an e-mail is waited for."],
    whole("hours", 1, 168),
    { under: "isRegistrationOn" }
  ),
  customer(
    "areSeveralAccountsAllowed",
    ["Several accounts for one number", "One number may act for more than one panel username."],
    tick
  ),
  customer(
    "areUsernamesShared",
    [
      "One username, all panels",
      "A customer's orders count on every panel where the username is the same; off, on the customer's own panel only."
    ],
    tick,
    { risk: "Somebody else may have the same username on another panel, and could then act on those orders." }
  ),
  customer(
    "registrationsPerHour",
    ["Usernames a number may try", "So many usernames one number may try in an hour before it has to wait."],
    times("in an hour"),
    { under: "isRegistrationOn" }
  ),
  customer(
    "registrationCoolOffMinutes",
    ["Wait after too many usernames", "So long a number waits that tried too many usernames."],
    minutes,
    { under: "isRegistrationOn" }
  ),
  customer(
    "lookupsPerHour",
    [
      "Usernames all numbers may try",
      "Above this, registration pauses for 15 minutes, so that nobody reads your list of customers."
    ],
    times("in an hour"),
    { under: "isRegistrationOn" }
  ),
  customer(
    "isAccountStatusChecked",
    [
      "Check the panel account",
      "Customers whose panel account is banned, suspended or inactive get no order action."
    ],
    tick
  ),
  customer(
    "accountCheckMinutes",
    ["Check again after", "An account's state may be this old before the panel is asked again."],
    minutes,
    { under: "isAccountStatusChecked" }
  ),
  customer(
    "isAccountShown",
    [
      "Answer balance and account",
      "Customers can read their balance, spending and masked e-mail in direct chats."
    ],
    tick,
    { risk: "Whoever holds a linked phone reads how much money the account has." }
  )
]

/** What happens to those who misbehave (CU-08). */
const limits: ReadonlyArray<RuleEntry> = [
  safety(
    "isRateLimitOn",
    [
      "Limit commands per minute",
      "Who sends too many messages with commands has to wait, and is told so once."
    ],
    tick
  ),
  safety(
    "commandsPerMinute",
    ["Messages with commands", "So many messages with commands one writer may send in a minute."],
    times("in a minute"),
    { under: "isRateLimitOn" }
  ),
  safety(
    "rateLimitCoolOffMinutes",
    ["Wait after too many commands", "So long such a writer waits."],
    minutes,
    {
      under: "isRateLimitOn"
    }
  ),
  safety(
    "isWrongOrderSuspended",
    [
      "Suspend for wrong order ids",
      "Customers who send too many order ids that no panel knows are suspended."
    ],
    tick
  ),
  safety(
    "wrongOrders",
    ["Wrong order ids", "So many of them within the time below suspend a customer."],
    times("orders"),
    {
      under: "isWrongOrderSuspended"
    }
  ),
  safety("wrongOrderMinutes", ["Time in which they count", "Older wrong order ids are forgotten."], minutes, {
    under: "isWrongOrderSuspended"
  }),
  safety(
    "isForeignOrderLimited",
    ["Limit tries at others' orders", "Who asks for too many orders of other customers has to wait."],
    tick
  ),
  safety(
    "foreignOrders",
    ["Orders of others", "So many of them within the time below make a writer wait."],
    times("orders"),
    {
      under: "isForeignOrderLimited"
    }
  ),
  safety("foreignOrderMinutes", ["Time in which they count", "Older tries are forgotten."], minutes, {
    under: "isForeignOrderLimited"
  }),
  safety("foreignOrderCoolOffMinutes", ["Wait after them", "So long such a writer waits."], minutes, {
    under: "isForeignOrderLimited"
  }),
  safety(
    "isAbuseSuspended",
    [
      "Suspend for abusive words",
      "A customer who writes one of your words is suspended until you enable him again."
    ],
    tick
  ),
  safety(
    "abuseWords",
    ["Abusive words", "Whole words or phrases that suspend a customer."],
    { kind: "words", most: 500, shortest: 2, longest: 60 },
    { under: "isAbuseSuspended" }
  )
]

/** Customers: who they are, and what keeps them in bounds. */
export const customerEntries: ReadonlyArray<RuleEntry> = [...people, ...limits]
