import { expect, it } from "vitest"
import { auditSentence, proofWords } from "./auditWords.ts"

it("says what was done in words, also what it does not know by name", () => {
  expect(auditSentence({ action: "customer.contact_added" })).toBe("Added a number of customer")
  expect(auditSentence({ action: "route.changed" })).toBe("Changed route")
  expect(auditSentence({ action: "thing.somethingNew" })).toBe("Something New thing")
})

it("says whether the log is as it was written", () => {
  const whole = { checked: 3, from: 1, last: 3, hash: "a", broken: null }
  expect(proofWords(whole)).toContain("3 entries, number 1 to 3")
  const broken = { number: 2, entryId: null, reason: "changed" } as const
  expect(proofWords({ ...whole, broken })).toContain("Entry 2 is not as it was written")
})
