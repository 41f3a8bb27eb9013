import type { Rules } from "../Rules.ts"
import { bulkEntries } from "./catalogue/BulkEntries.ts"
import { customerEntries } from "./catalogue/CustomerEntries.ts"
import { deskEntries } from "./catalogue/DeskEntries.ts"
import { orderEntries } from "./catalogue/OrderEntries.ts"
import { providerEntries } from "./catalogue/ProviderEntries.ts"
import { type RuleEntry, ruleGroups } from "./catalogue/RuleEntry.ts"
import { textEntries } from "./catalogue/TextEntries.ts"

const entries = [
  ...orderEntries,
  ...bulkEntries,
  ...customerEntries,
  ...textEntries,
  ...providerEntries,
  ...deskEntries
]

/** The owner's tick list: every rule with its words and its control, group by group (RU-01). User validation is no rule: it cannot be switched off. */
export const ruleCatalogue: ReadonlyArray<RuleEntry> = ruleGroups.flatMap((group) =>
  entries.filter((entry) => entry.group === group)
)

/** The entry of a rule; undefined for what is no rule. */
export const entryOf = (key: string): RuleEntry | undefined => entries.find((entry) => entry.key === key)

/** What is risky in setting a rule to this value, in a sentence; null = nothing (RU-02). */
export const riskOf = (key: keyof Rules, value: unknown): string | null => {
  const entry = entryOf(key)
  if (entry?.control.kind === "choice") {
    return entry.control.choices.find((choice) => choice.value === value)?.risk ?? null
  }
  return value === true ? (entry?.risk ?? null) : null
}
