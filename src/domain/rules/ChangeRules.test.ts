import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { defaultRules } from "../Rules.ts"
import { changeRules } from "./ChangeRules.ts"
import type { RuleProblem } from "./ChangeRules.ts"
import { rulesWarnings } from "./RuleChecks.ts"

const change = (set: Readonly<Record<string, unknown>>, stored: Readonly<Record<string, unknown>> = {}) =>
  changeRules(stored, { set, reset: [] })

const problems = (set: Readonly<Record<string, unknown>>, stored = {}): ReadonlyArray<RuleProblem> => {
  const outcome = change(set, stored)
  return Result.isFailure(outcome) ? outcome.failure : []
}
const made = (outcome: ReturnType<typeof changeRules>) => Result.getOrThrow(outcome)
const texts = (set: Readonly<Record<string, unknown>>) => problems(set).map(({ text }) => text)

describe("RU-01 changing rules", () => {
  it("keeps only what differs from the default, and what only a newer version knows", () => {
    const stored = { isCancelOn: false, cooldownHours: 6, fromTomorrow: [1] }
    const outcome = made(change({ isCancelOn: true, lifetimeDays: 400, replyMode: "auto" }, stored))
    expect(outcome.stored).toEqual({ cooldownHours: 6, lifetimeDays: 400, fromTomorrow: [1] })
    expect(outcome.changed).toEqual(["isCancelOn", "lifetimeDays"])
    expect(outcome.rules).toEqual({ ...defaultRules, cooldownHours: 6, lifetimeDays: 400 })
  })

  it("takes rules back to their default, and lets a new value win over that", () => {
    const stored = { cooldownHours: 6, isCancelOn: false }
    expect(made(changeRules(stored, { set: {}, reset: ["cooldownHours"] })).stored).toEqual({
      isCancelOn: false
    })
    expect(
      made(changeRules(stored, { set: { cooldownHours: 3 }, reset: ["cooldownHours"] })).stored
    ).toMatchObject({
      cooldownHours: 3
    })
  })

  it("finds no change where only the order of keys differs", () => {
    const stored = { templates: { not_owned: "{order_id}?", not_found: "{order_id}!" } }
    expect(
      made(change({ templates: { not_found: "{order_id}!", not_owned: "{order_id}?" } }, stored)).changed
    ).toEqual([])
  })

  it("says what to write instead", () => {
    expect(problems({ cooldownHours: -1, isCancelOn: "yes", replyMode: "loud" })).toEqual([
      { field: "isCancelOn", item: null, text: "Cancel and refund: switch it on or off." },
      {
        field: "cooldownHours",
        item: null,
        text: "Time between two requests: write a number from 0 to 8760."
      },
      { field: "replyMode", item: null, text: "Answer to several orders: choose one of the answers." }
    ])
    expect(texts({ lifetimeDays: 1.5 })).toEqual([
      "Length of a lifetime guarantee: write a whole number from 1 to 36500."
    ])
    expect(texts({ supportNumber: "x".repeat(101) })).toEqual([
      "Support number: write at most 100 characters."
    ])
    expect(texts({ abuseWords: ["x"] })).toEqual([
      "Abusive words: at most 500 words of 2 to 60 characters each."
    ])
  })

  it("refuses what is no rule, user validation first of all", () => {
    expect(problems({ isUserValidated: false, constructor: 1 })).toEqual([
      { field: "isUserValidated", item: null, text: 'There is no rule called "isUserValidated".' },
      { field: "constructor", item: null, text: 'There is no rule called "constructor".' }
    ])
    expect(Result.isFailure(changeRules({}, { set: {}, reset: ["nothing"] }))).toBe(true)
  })

  it.each([
    [
      { cooldownHoursByCommand: { status: 3 } },
      '"status" has no waiting time. Choose one of: refill, cancel, speedup.'
    ],
    [{ bulkCooldownHours: -3 }, "Write hours from 0 to 8760, or leave it empty."],
    [{ guaranteeDaysByService: { "7": -1 } }, "Service 7: write whole days from 0 to 36500."],
    [{ guaranteeDaysByService: { "7": 1.5 } }, "Service 7: write whole days from 0 to 36500."],
    [{ guaranteeDaysByService: { " ": 3 } }, "Write the service's id as the panel shows it."],
    [{ guaranteeRules: [{ kind: "regex", pattern: "(", gives: "none" }] }, /^The pattern cannot be read/],
    [{ abuseWords: [".."] }, '".." holds no letter, so it fits no message.'],
    [{ language: "nepali language" }, "Write a code such as en, bn or pt-BR."],
    [{ templatesByLanguage: { "?": {} } }, '"?" is no language. Write a code such as en, bn or pt-BR.']
  ])("refuses %j", (set, text) => {
    expect(texts(set)).toEqual([typeof text === "string" ? text : expect.stringMatching(text)])
  })
})

describe("WF-01 checking texts", () => {
  it("refuses texts nobody reads, empty ones and ones that are too long", () => {
    expect(problems({ templates: { "no.such": "x", not_owned: " " } })).toEqual([
      { field: "templates", item: "no.such", text: 'There is no text called "no.such".' },
      {
        field: "templates",
        item: "not_owned",
        text: "An empty text cannot be sent. Reset it to get the usual one."
      }
    ])
    expect(problems({ templates: { not_owned: "x".repeat(4001) } })).toEqual([
      { field: "templates", item: "not_owned", text: expect.stringContaining("at most 4000") }
    ])
    expect(problems({ templatesByLanguage: { bn: { "no.such": "x" } } })).toHaveLength(1)
  })

  it("lets an old text stand that nobody reads any more", () => {
    const stored = { templates: { "no.such": "x" } }
    expect(problems({ templates: { "no.such": "x", not_owned: "{order_id}?" } }, stored)).toEqual([])
  })

  it("takes a text for one status", () => {
    expect(problems({ templates: { "cancel.added.pending": "{order_id}!" } })).toEqual([])
    expect(problems({ templates: { "cancel.added.completed": "{order_id}!" } })).toHaveLength(1)
  })

  it("warns without refusing", () => {
    const { rules } = made(
      change({
        supportNumber: "1",
        templates: { not_owned: "Not yours" },
        templatesByLanguage: { bn: { not_owned: "{order_id} {x}" } },
        customCommands: [{ name: "rates", words: ["rates"], reply: "{price}" }]
      })
    )
    expect(rulesWarnings(rules).map(({ field, item }) => [field, item])).toEqual([
      ["templates", "not_owned"],
      ["templatesByLanguage", "bn not_owned"],
      ["customCommands", "rates"]
    ])
    expect(rulesWarnings(defaultRules).map(({ field }) => field)).toEqual(["supportNumber"])
    const unused = { ...rules, language: "bn" }
    expect(rulesWarnings(unused)).toContainEqual({
      field: "templatesByLanguage",
      item: "bn",
      text: "These texts are not used: customers of your own language get your own texts."
    })
  })
})

describe("WF-03 checking words", () => {
  const custom = (name: string, ...words: ReadonlyArray<string>) => ({ name, words, reply: "Hello" })

  it("refuses aliases the parser cannot take", () => {
    expect(problems({ aliases: { "123": "cancel" } })).toMatchObject([{ field: "aliases", item: "123" }])
    expect(texts({ aliases: { storno: "delete" } })[0]).toMatch(/^"delete" is no command/)
    expect(problems({ aliases: { storno: "cancel" } })).toEqual([])
  })

  it("refuses one word for two commands, wherever the other stands", () => {
    const stored = { aliases: { rates: "help" } }
    expect(problems({ customCommands: [custom("Rates", "rates")] }, stored)).toMatchObject([
      { text: '"rates" is given twice: for help and for Rates.' }
    ])
    expect(texts({ customCommands: [custom("A", "rates"), custom("B", "rates")] })).toEqual([
      '"rates" is given twice: for A and for B.'
    ])
    expect(texts({ customCommands: [custom("A", "cancel")] })).toEqual(['"cancel" already means cancel.'])
  })

  it("refuses two commands of one name, and one without an answer", () => {
    expect(texts({ customCommands: [custom("A", "rates"), custom("a ", "bazaar")] })).toEqual([
      'There are two commands called "a ". Rename one.'
    ])
    expect(texts({ customCommands: [{ name: "A", words: ["rates"], reply: " " }] })).toEqual([
      'Write what "A" is answered with.'
    ])
  })
})
