import { entriesOf, hours, tick, whole } from "./RuleEntry.ts"
import type { RuleEntry } from "./RuleEntry.ts"

const command = entriesOf("Commands")
const status = entriesOf("Statuses")
const cooldown = entriesOf("Cooldown")
const guarantee = entriesOf("Guarantee and start time")

const requestCommands = ["refill", "cancel", "speedup"]

/** What is done with single orders (OR-04 to OR-09). */
export const orderEntries: ReadonlyArray<RuleEntry> = [
  command(
    "isRefillOn",
    ["Refill", "Customers can ask for refills; off, they read that it is not available."],
    tick
  ),
  command(
    "isCancelOn",
    ["Cancel and refund", "Customers can ask to cancel orders or to get a refund."],
    tick
  ),
  command("isSpeedupOn", ["Speed-up", "Customers can ask for slow orders to be sped up."], tick),
  command("isStatusOn", ["Status and details", "Customers can ask how an order stands."], tick),

  status(
    "isProcessingCancelForwarded",
    [
      "Forward cancels of orders in Processing",
      "A cancel for an order in Processing goes to the panel and the provider; off, it is only recorded for your staff."
    ],
    tick
  ),
  status(
    "isPendingRefillSpeedup",
    [
      "Refill of a pending order becomes a speed-up",
      "Who asks for a refill while the order is still pending gets a speed-up request; off, the refill is refused."
    ],
    tick,
    { under: "isSpeedupOn" }
  ),

  cooldown(
    "isCooldownOn",
    [
      "Wait between two requests",
      "The same command for the same order is taken once within a time; one request at a time is always the rule."
    ],
    tick
  ),
  cooldown(
    "cooldownHours",
    ["Time between two requests", "So long an order's next request of the same kind has to wait."],
    hours(8760),
    { under: "isCooldownOn" }
  ),
  cooldown(
    "cooldownHoursByCommand",
    ["Another time for one command", "Replaces the time above for refill, cancel or speed-up."],
    {
      kind: "per-command",
      holds: "values",
      commands: requestCommands,
      unit: "hours",
      minimum: 0,
      maximum: 8760
    },
    { under: "isCooldownOn" }
  ),
  cooldown(
    "bulkCooldownHours",
    [
      "Another time for several orders at once",
      "Replaces the times above for orders that were asked for together; empty means the same time as for one."
    ],
    hours(8760, true),
    { under: "isCooldownOn" }
  ),

  guarantee(
    "isGuaranteeChecked",
    [
      "Check the guarantee",
      "Refills are taken only while the service's guarantee runs; off, every refill is taken."
    ],
    tick
  ),
  guarantee(
    "guaranteeStartsAt",
    ["The guarantee runs from", "When the days of a guarantee begin to count."],
    {
      kind: "choice",
      choices: [
        { value: "completion", label: "the order's completion" },
        { value: "creation", label: "the day it was ordered" }
      ]
    },
    { under: "isGuaranteeChecked" }
  ),
  guarantee(
    "lifetimeDays",
    ["Length of a lifetime guarantee", "So many days a service with a lifetime guarantee is refilled."],
    whole("days", 1, 36_500),
    { under: "isGuaranteeChecked" }
  ),
  guarantee(
    "guaranteeDaysByService",
    [
      "Days by service",
      "Your own days for single services, before anything their names say; 0 means no guarantee."
    ],
    { kind: "other", page: "services" },
    { under: "isGuaranteeChecked" }
  ),
  guarantee(
    "guaranteeRules",
    [
      "Your words in service names",
      "Words, emojis and patterns of your own that promise or deny a guarantee."
    ],
    { kind: "other", page: "services" },
    { under: "isGuaranteeChecked" }
  ),
  guarantee(
    "manualGuarantee",
    ["Guarantee of manual services", "What all services promise that your staff deliver by hand."],
    { kind: "other", page: "services" },
    { under: "isGuaranteeChecked" }
  ),
  guarantee(
    "isStartTimeChecked",
    [
      "Wait for the start time",
      "A speed-up is refused until the time to start has passed that the service's name asks for, such as 0-12H."
    ],
    tick
  )
]
