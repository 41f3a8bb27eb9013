import * as fc from "fast-check"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { GuaranteeRules } from "./GuaranteeRules.ts"
import type { GuaranteeRule } from "./GuaranteeRules.ts"
import { guaranteeRuleProblems, ownGuarantee } from "./OwnGuarantee.ts"
import { defaultRules } from "./Rules.ts"
import { serviceGuarantee } from "./ServiceGuarantee.ts"
import type { ReadingRules, ServiceFacts } from "./ServiceGuarantee.ts"

const word = (pattern: string, gives: GuaranteeRule["gives"]): GuaranteeRule => ({
  kind: "word",
  pattern,
  gives
})
const emoji = (pattern: string, gives: GuaranteeRule["gives"]): GuaranteeRule => ({
  kind: "emoji",
  pattern,
  gives
})
const regex = (pattern: string, gives: GuaranteeRule["gives"]): GuaranteeRule => ({
  kind: "regex",
  pattern,
  gives
})

const read = (serviceName: string, rules: Partial<ReadingRules> = {}, service: Partial<ServiceFacts> = {}) =>
  serviceGuarantee(
    { serviceId: "7", serviceName, isRefillOffered: null, isManual: false, ...service },
    { ...defaultRules, ...rules }
  )
const own = (serviceName: string, ...guaranteeRules: ReadonlyArray<GuaranteeRule>) =>
  read(serviceName, { guaranteeRules })
const promised = (name: string, rule: GuaranteeRule) => ownGuarantee(name, [rule]).promised?.gives ?? null

describe("OR-08 the owner's own words", () => {
  it.each([
    ["Likes GOLD quality", true],
    ["gold", true],
    ["[𝐆𝐎𝐋𝐃] likes", true],
    ["Likes-gold-", true],
    ["Marigold likes", false],
    ["golden likes", false],
    ["gold2 likes", false],
    ["marigold and gold", true]
  ])("finds a whole word whatever its case and alphabet: %s is %s", (name, isFound) => {
    expect(promised(name, word("Gold", { days: 30 }))).toEqual(isFound ? { days: 30 } : null)
  })

  it("takes several words with any space between them, and words that end in signs", () => {
    expect(promised("Likes  top\u00a0 tier", word("Top Tier", "lifetime"))).toBe("lifetime")
    expect(promised("Likes VIP+", word("vip+", "lifetime"))).toBe("lifetime")
    expect(promised("Likes VIPs", word("vip", "lifetime"))).toBeNull()
  })

  it.each([
    ["Likes 💎 real", "💎", true],
    ["Likes ♻", "♻️", true],
    ["Likes ♻️", "♻", true],
    ["Likes 🇳🇵", "🇳🇵", true],
    ["Likes 🇮🇳🇵🇰", "🇳🇵", false],
    ["Family 👨‍👩‍👧", "👨", false],
    ["Likes 👍🏽", "👍", false],
    ["Likes 💎 🔥", "💎🔥", true],
    ["Likes 🔥💎", "💎🔥", false]
  ])("finds an emoji by its code points, never as a part of another: %s, %s: %s", (name, mark, isFound) => {
    expect(promised(name, emoji(mark, { days: 60 }))).toEqual(isFound ? { days: 60 } : null)
  })

  it("takes the days from a regex's only group, and its own where there is no such number", () => {
    const rule = regex("warr?anty (\\d+)?", { days: 10 })
    expect(promised("Likes Warranty 45", rule)).toEqual({ days: 45 })
    expect(promised("Likes WARANTY none", rule)).toEqual({ days: 10 })
    expect(promised("Likes warranty 9999", rule)).toEqual({ days: 10 })
    expect(promised("Likes", rule)).toBeNull()
    expect(promised("Likes PLUS9", regex("plus\\d", "lifetime"))).toBe("lifetime")
  })

  it.each([
    [regex("(", "none"), /cannot be read/],
    [regex("(a)\\1", "none"), /cannot be read/],
    [regex("(a)(b)", "none"), /more than one group/],
    [regex("(?:x{60}){15}", "none"), /too large|cannot be read/],
    [regex("x*", "none"), /fits every name/],
    [emoji("gold", "none"), /no emoji/],
    [word("  ", "none"), /empty/]
  ] as const)("tells the owner what is wrong with %j, and reads on without it", (rule, problem) => {
    const rules = [word("gold", "none"), rule, regex("R(\\d+)X", { days: 1 })]
    const problems = guaranteeRuleProblems(rules)
    expect(problems).toEqual([{ index: 1, problem: expect.stringMatching(problem) }])
    expect(ownGuarantee("Likes R12x", rules).promised?.gives).toEqual({ days: 12 })
    expect(ownGuarantee("(", [rule])).toEqual({ denied: null, promised: null })
  })

  it("takes 100 rules at most, days of at most ten years and patterns of at most 200 characters", () => {
    const isValid = Schema.is(GuaranteeRules)
    expect(isValid(Array.from({ length: 100 }, () => word("x", "none")))).toBe(true)
    expect(isValid(Array.from({ length: 101 }, () => word("x", "none")))).toBe(false)
    expect(isValid([word("x", { days: 3651 })])).toBe(false)
    expect(isValid([word("x", { days: 0 })])).toBe(false)
    expect(isValid([word("x".repeat(201), "none")])).toBe(false)
    expect(isValid([word("", "none")])).toBe(false)
  })

  it("reads with as many regexes as can be read quickly, and says which are too many", () => {
    const rules = Array.from({ length: 100 }, (_, n) => regex(`a.{0,100}${n}b`, { days: 1 }))
    const problems = guaranteeRuleProblems(rules)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems[0]?.problem).toMatch(/together/)
    const started = process.cpuUsage()
    for (let n = 0; n < 20; n++) ownGuarantee("a 1".repeat(5_000), rules)
    expect(process.cpuUsage(started).user / 20).toBeLessThan(100_000)
  })
})

describe("OR-08 precedence", () => {
  const offered = { isRefillOffered: true }

  it("puts the rule for the service id before everything", () => {
    const rules = { guaranteeDaysByService: { "7": 15 }, guaranteeRules: [word("likes", "none")] }
    expect(read("Likes No Refill", rules)).toMatchObject({ days: 15, from: "service_rule" })
    expect(read("R30", { guaranteeDaysByService: { "7": 0 } }, offered)).toMatchObject({
      days: 0,
      reading: { kind: "none" },
      isDisputed: false
    })
  })

  it("puts a denial, built-in or the owner's, before every promise", () => {
    expect(own("Likes No Refill gold", word("gold", { days: 30 }))).toMatchObject({ days: 0, from: "name" })
    expect(own("Likes R30 cheap", word("cheap", "none"))).toMatchObject({ days: 0, from: "own_word" })
    expect(own("Likes gold cheap", word("gold", "lifetime"), word("cheap", "none")).days).toBe(0)
  })

  it("puts the owner's promises before the built-in ones, the first of them first", () => {
    const rules = [word("gold", { days: 90 }), word("likes", { days: 5 })]
    expect(own("Likes R30 gold", ...rules)).toMatchObject({ days: 90, from: "own_word" })
    expect(own("Likes R30", ...rules).days).toBe(5)
    expect(own("Views R30", ...rules)).toMatchObject({ days: 30, from: "name" })
    expect(own("gold", word("gold", "lifetime")).days).toBe(365)
  })

  it("asks the panel's flag last", () => {
    expect(read("Likes", {}, offered)).toMatchObject({ days: null, from: "panel_flag" })
    expect(read("Likes", {}, { isRefillOffered: false })).toMatchObject({ days: 0, from: "panel_flag" })
    expect(read("Likes ♻️")).toMatchObject({ days: 0, from: "nothing", reading: { kind: "unclear" } })
  })

  it("judges manual services by their own rule, unless the service id has one", () => {
    const manual = { isManual: true, ...offered }
    expect(read("Likes R30", {}, manual).days).toBe(30)
    expect(read("Likes R30", { manualGuarantee: "none" }, manual)).toMatchObject({
      days: 0,
      from: "manual_rule"
    })
    expect(read("Likes", { manualGuarantee: "lifetime" }, manual).days).toBe(365)
    expect(read("Likes No Refill", { manualGuarantee: { days: 3 } }, manual).days).toBe(3)
    expect(read("Likes R30", { manualGuarantee: "none" }, offered).days).toBe(30)
    const both = { manualGuarantee: "none", guaranteeDaysByService: { "7": 8 } } as const
    expect(read("Likes", both, manual).days).toBe(8)
  })

  it("keeps every step that it took, the last of them decides", () => {
    const { steps } = own("Likes R30", word("gold", { days: 90 }))
    expect(steps.map(({ looked, found }) => `${looked}: ${found}`)).toEqual([
      "owner's rule for the service: nothing",
      "owner's words that deny: nothing",
      "denial in the name: nothing",
      "owner's words that promise: nothing",
      "days or lifetime in the name: 30 days"
    ])
    expect(steps.map(({ decides }) => decides)).toEqual([false, false, false, false, true])
  })

  it.each([
    ["Likes R30", false, true],
    ["Likes Lifetime Refill", false, true],
    ["Likes No Refill", true, true],
    ["Likes R30", true, false],
    ["Likes R30", null, false],
    ["Likes No Refill", false, false],
    ["Likes", true, false],
    ["Likes ♻️", false, false]
  ])("sees whether name and panel contradict each other: %s, flag %s: %s", (name, flag, isDisputed) => {
    expect(read(name, {}, { isRefillOffered: flag }).isDisputed).toBe(isDisputed)
  })
})

describe("OR-08 hostile names", () => {
  const rules = [word("gold", "none"), emoji("💎", { days: 3 }), regex("(?:r|g)+(\\d+)d*", { days: 3 })]
  const pieces = [
    "refill ",
    "30",
    " days",
    "no ",
    "♻️",
    "💎",
    "gold",
    "‍",
    "\u{1f1f3}",
    "start 0-",
    "h",
    "&#x",
    "\ud800"
  ]
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 10_000 }),
    fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 40 })
      .map((parts) => parts.join("").repeat(200).slice(0, 10_000))
  )

  it("reads any text of 10 000 characters without a throw and in little time", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const started = process.cpuUsage()
        serviceGuarantee(
          { serviceId: name, serviceName: name, isRefillOffered: null, isManual: true },
          { ...defaultRules, guaranteeRules: rules }
        )
        expect(process.cpuUsage(started).user).toBeLessThan(150_000)
      }),
      { numRuns: 200 }
    )
  })

  it("reads with any pattern without a throw and in little time", () => {
    const pattern = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200 }),
      fc
        .array(fc.constantFrom("(", ")", "a", "b", "*", "+", "{0,90}", "|", ".", "?", "\\d", "[^x]"), {
          minLength: 1,
          maxLength: 40
        })
        .map((parts) => parts.join(""))
    )
    fc.assert(
      fc.property(pattern, fc.constantFrom("word", "emoji", "regex"), (pattern, kind) => {
        const started = process.cpuUsage()
        ownGuarantee("ab1 ".repeat(2_500), [{ kind, pattern, gives: { days: 1 } }])
        expect(process.cpuUsage(started).user).toBeLessThan(300_000)
      }),
      { numRuns: 300 }
    )
  })
})
