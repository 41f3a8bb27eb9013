import { entriesOf, tick, whole } from "./RuleEntry.ts"
import type { RuleEntry } from "./RuleEntry.ts"

const bulk = entriesOf("Bulk")
const followUp = entriesOf("Follow-up")

/** Several orders in one message (BU-01 to BU-03), and what follows an accepted request (OR-11). */
export const bulkEntries: ReadonlyArray<RuleEntry> = [
  bulk(
    "maxBulkSize",
    [
      "Orders in one message",
      "A message with more orders is refused as a whole, and the answer names this limit."
    ],
    whole("orders", 1, 500)
  ),
  bulk("replyMode", ["Answer to several orders", "How the outcome of several orders is written."], {
    kind: "choice",
    choices: [
      { value: "auto", label: "Detailed up to a number of orders, compact above it" },
      { value: "detailed", label: "Always detailed: every refused order with its reason" },
      { value: "compact", label: "Always compact: the orders and one sentence" },
      { value: "separate", label: "One message per order" }
    ]
  }),
  bulk(
    "detailedUpTo",
    ["Detailed up to", "With more orders than this the automatic answer becomes compact."],
    whole("orders", 1, 500)
  ),
  bulk(
    "singleOnly",
    ["One order at a time", "Ticked commands are not taken for several orders in one message."],
    {
      kind: "per-command",
      holds: "ticks",
      commands: ["refill", "cancel", "speedup", "status"],
      unit: null,
      minimum: 0,
      maximum: 0
    }
  ),
  bulk(
    "isBulkDetailed",
    [
      "Keep what became of each order",
      "The list of bulk requests shows each order's outcome; off, only the numbers."
    ],
    tick
  ),
  bulk(
    "providerWindowMillis",
    [
      "Gather for a provider",
      "What several customers ask of one provider within this time becomes one message; 0 sends each at once."
    ],
    whole("ms", 0, 5_000)
  ),
  bulk(
    "whatsappGapMillis",
    [
      "Gap between WhatsApp messages",
      "A number sends its messages about this far apart, a little irregularly; a larger gap makes answers slower."
    ],
    whole("ms", 0, 5_000)
  ),

  followUp(
    "isFollowedUp",
    ["Follow up accepted requests", "Accepted requests are watched until the panel shows their result."],
    tick
  ),
  followUp(
    "followUpHours",
    ["Follow up for", "After this time a request without a result goes to your list of open ends."],
    whole("hours", 1, 720),
    { under: "isFollowedUp" }
  ),
  followUp(
    "isClosingMessageSent",
    ["Tell the customer the result", "The customer gets one message when the result is there."],
    tick,
    { under: "isFollowedUp" }
  )
]
