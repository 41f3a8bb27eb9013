import { describe, expect, it } from "vitest"
import { defaultRules } from "../../../src/domain/Rules.ts"
import { ruleCatalogue } from "../../../src/domain/rules/RuleCatalogue.ts"
import type { RuleEntry } from "../api/Rules.ts"
import { changedKeys, findRules, isSame, riskOf, type RuleGroup, ruleTree, valueWords } from "./ruleTree.ts"

const catalogue = ruleCatalogue as ReadonlyArray<RuleEntry>
const tree = ruleTree(catalogue)
const keys = (groups: ReadonlyArray<RuleGroup>) =>
  groups.flatMap(({ nodes }) =>
    nodes.flatMap(({ entry, under }) => [entry.key, ...under.map((child) => child.entry.key)])
  )
const entry = (key: string) => catalogue.find((one) => one.key === key) as RuleEntry

describe("the tick list", () => {
  it("RU-01 shows every rule once, settings under the switch of their group", () => {
    expect(keys(tree).toSorted()).toEqual(catalogue.map(({ key }) => key).toSorted())
    const cooldown = tree.find(({ name }) => name === "Cooldown")?.nodes
    expect(cooldown?.map((node) => node.entry.key)).toEqual(["isCooldownOn"])
    expect(cooldown?.[0]?.under.map((node) => node.entry.key)).toContain("cooldownHours")
    const statuses = tree.find(({ name }) => name === "Statuses")?.nodes
    expect(statuses?.map((node) => node.entry.key)).toContain("isPendingRefillSpeedup")
  })

  it("a search finds labels and meanings, and brings the switch of what it finds", () => {
    expect(keys(findRules(tree, "LIFETIME guarantee"))).toEqual(["isGuaranteeChecked", "lifetimeDays"])
    expect(keys(findRules(tree, "", ({ key }) => key === "proofHours"))).toEqual([
      "isRegistrationOn",
      "proofHours"
    ])
    expect(findRules(tree, "no such rule anywhere")).toEqual([])
  })

  it("RU-02 knows what is risky: a switch that goes on, and single answers", () => {
    expect(riskOf(entry("isAccountShown"), true)).toContain("money")
    expect(riskOf(entry("isAccountShown"), false)).toBeNull()
    expect(riskOf(entry("registration"), "trust")).toContain("take that account")
    expect(riskOf(entry("registration"), "approval")).toBeNull()
  })

  it("says values in words and knows what was changed", () => {
    expect(valueWords(entry("cooldownHours"), 12)).toBe("12 hours")
    expect(valueWords(entry("bulkCooldownHours"), null)).toBe("empty")
    expect(valueWords(entry("abuseWords"), [])).toBe("no word")
    expect(valueWords(entry("guaranteeRules"), [1, 2])).toBe("2 entries")
    expect(isSame({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true)
    expect(isSame([], {})).toBe(false)
    const rules = { ...defaultRules, cooldownHours: 6 }
    expect(changedKeys({ rules, defaults: defaultRules, catalogue })).toEqual(new Set(["cooldownHours"]))
  })
})
