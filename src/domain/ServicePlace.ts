import { serviceGuarantee } from "./ServiceGuarantee.ts"
import type { ReadingRules, ServiceFacts } from "./ServiceGuarantee.ts"

/** Raise it when names are read in another way than before: lists are then sorted anew. */
const readerVersion = 1

/** Where a service stands in the owner's list: 0 = name and panel contradict each other, 1 = unclear, 2 = clear. */
export const servicePlace = (service: ServiceFacts, rules: ReadingRules): 0 | 1 | 2 => {
  const { isDisputed, reading } = serviceGuarantee(service, rules)
  if (isDisputed) return 0
  return reading.kind === "unclear" ? 1 : 2
}

/** Names everything a place depends on but the service: while it stays the same, places do. */
export const readingMark = (rules: ReadingRules): string =>
  JSON.stringify([
    readerVersion,
    Object.entries(rules.guaranteeDaysByService).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    rules.guaranteeRules.map(({ gives, kind, pattern }) => [kind, pattern, gives]),
    rules.manualGuarantee
  ])
