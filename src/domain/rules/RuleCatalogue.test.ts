import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { defaultRules, Rules } from "../Rules.ts"
import { type RuleEntry, ruleGroups } from "./catalogue/RuleEntry.ts"
import { entryOf, riskOf, ruleCatalogue } from "./RuleCatalogue.ts"
import { rulesProblems } from "./RuleChecks.ts"

const keys = Object.keys(Rules.fields)

/** Whether a rule may have this value: by its schema and by what is checked beside it. */
const isTaken = (key: string, value: unknown): boolean => {
  const decoded = Schema.decodeUnknownResult(Rules)({ [key]: value })
  return Result.isSuccess(decoded) && rulesProblems(decoded.success, defaultRules).length === 0
}

const numbers = ruleCatalogue.flatMap(({ key, control }) =>
  control.kind === "number" ? [{ key, ...control }] : []
)

describe("RU-01 the tick list", () => {
  it("has an entry for every rule, once, and none for anything else", () => {
    expect(ruleCatalogue.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
  })

  it("has no switch for user validation", () => {
    const words = ruleCatalogue.filter(({ control }) => control.kind === "switch").map(({ key }) => key)
    expect(words.filter((key) => /valid|owner|sender|trust/i.test(key))).toEqual([])
    expect(isTaken("isUserValidated", false)).toBe(true)
    expect(Schema.decodeUnknownSync(Rules)({ isUserValidated: false })).toEqual(defaultRules)
  })

  it("stands in its groups, in their order", () => {
    expect([...new Set(ruleCatalogue.map(({ group }) => group))]).toEqual(ruleGroups)
  })

  it("says of each rule in one sentence what it means", () => {
    for (const { label, meaning, risk } of ruleCatalogue) {
      expect(label.length, label).toBeLessThan(50)
      expect(meaning, label).toMatch(/^[A-Z].{10,160}\.$/)
      if (risk !== null) expect(risk, label).toMatch(/^[A-Z].{10,160}\.$/)
    }
  })

  it("has a switch for each rule that is on or off, and only for those", () => {
    for (const { key, control } of ruleCatalogue) {
      expect(control.kind === "switch", key).toBe(typeof defaultRules[key] === "boolean")
    }
  })

  it.each(numbers)("takes $key from $minimum to $maximum and nothing beyond", (number) => {
    const { key, minimum, maximum, isWhole, isOptional } = number
    expect(isTaken(key, minimum)).toBe(true)
    expect(isTaken(key, maximum)).toBe(true)
    expect(isTaken(key, minimum - 1)).toBe(false)
    expect(isTaken(key, maximum + 1)).toBe(false)
    expect(isTaken(key, minimum + 0.5)).toBe(!isWhole)
    expect(isTaken(key, null)).toBe(isOptional)
  })

  it("offers exactly the choices a rule has", () => {
    for (const { key, control } of ruleCatalogue) {
      if (control.kind !== "choice") continue
      expect(control.choices.every(({ value }) => isTaken(key, value))).toBe(true)
      expect(isTaken(key, "another")).toBe(false)
    }
  })

  it("puts a setting under a switch", () => {
    const under = ruleCatalogue.flatMap((entry) => (entry.under === null ? [] : [entry.under]))
    expect(under.filter((key) => entryOf(key)?.control.kind !== "switch")).toEqual([])
  })
})

describe("RU-02 the risky ones", () => {
  const risky = ruleCatalogue.filter((entry: RuleEntry) => entry.risk !== null)

  it("are marked, and off by default", () => {
    expect(risky.map(({ key }) => key)).toEqual(["areUsernamesShared", "isAccountShown"])
    for (const { key } of risky) expect(defaultRules[key]).toBe(false)
  })

  it("say what can go wrong when they are switched on, and nothing when they are switched off", () => {
    expect(riskOf("isAccountShown", true)).toContain("money")
    expect(riskOf("isAccountShown", false)).toBeNull()
    expect(riskOf("registration", "trust")).toContain("take that account's orders over")
    expect(riskOf("registration", "approval")).toBeNull()
    expect(riskOf("isCancelOn", true)).toBeNull()
  })
})
