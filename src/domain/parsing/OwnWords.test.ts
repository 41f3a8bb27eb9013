import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseMessage } from "../Command.ts"
import { readingOf } from "../fixtures/readingOf.ts"
import { aliasProblems } from "./AliasProblems.ts"
import type { OwnWord } from "./AliasProblems.ts"
import { canonicalWords, ownWords } from "./OwnWords.ts"

const words = ownWords({
  aliases: {
    isikan: "refill",
    "fill it up": "refill",
    "Stop-It": "cancel",
    "geld zurück": "refund",
    "तेज करो": "speedup",
    kemajuan: "status",
    butiran: "details",
    dompet: "balance",
    "akun ku": "account",
    setor: "payment",
    pranala: "link",
    keluhan: "ticket",
    tolongin: "help"
  },
  customs: [
    { name: "resume", words: ["resume", "продолжить", "start again"] },
    { name: "price list", words: ["pricelist"] },
    { name: "refill", words: ["topupnow"] }
  ]
})

describe("WF-03 own aliases", () => {
  it.each([
    ["12345 isikan", "refill 12345"],
    ["fill it up 12345, 12346", "refill 12345 12346"],
    ["12345 STOP IT", "cancel 12345"],
    ["12345 stopit"],
    ["12345 Geld zurück bitte", "refund 12345"],
    ["१२३४५ तेज करो", "speedup 12345"],
    ["12345 kemajuan", "status 12345"],
    ["butiran 12345", "details 12345"],
    ["dompet", "balance"],
    ["akun ku", "account"],
    ["setor TXN8F2K91", "payment TXN8F2K91"],
    ["pranala 12345 https://t.me/abc", "link 12345 https://t.me/abc"],
    ["keluhan 12345 nothing came", "ticket 12345 | nothing came"],
    ["tolongin", "help"],
    ["12345isikan", "refill 12345"],
    ["don't isikan 12345"],
    ["12345 isikan mat karo"],
    ["jangan isikan 12345"],
    ["не isikan 12345"],
    ["why isikan 12345"],
    ["> 12345 isikan"],
    ["12345 isikan, 12346 stop it", "refill 12345", "cancel 12346"],
    ["12345 refill", "refill 12345"]
  ])("reads %s", (text, ...expected) => {
    expect(readingOf(text, words)).toEqual(expected)
  })

  it("goes before the built-in meaning and leaves other tenants alone", () => {
    const own = ownWords({ aliases: { isi: "cancel" }, customs: [] })
    expect(readingOf("12345 isi", own)).toEqual(["cancel 12345"])
    expect(readingOf("12345 isi")).toEqual(["refill 12345"])
  })
})

describe("WF-03 custom commands", () => {
  it.each([
    ["12345 resume", "own resume 12345"],
    ["start again 12345 12346", "own resume 12345 12346"],
    ["продолжить 12345", "own resume 12345"],
    ["resume", "own resume"],
    ["pricelist please", "own price list"],
    ["my friend got the pricelist from another seller"],
    ["don't resume 12345"],
    ["12345 resume, 12346 cancel", "cancel 12346", "own resume 12345"],
    ["12345 topupnow\n12345 refill", "refill 12345", "own refill 12345"],
    ["12345 cancel or resume", "own resume 12345"],
    ["12345 resumme", "own resume 12345"]
  ])("reads %s", (text, ...expected) => {
    expect(readingOf(text, words)).toEqual(expected)
  })

  it("is like a command", () => expect(parseMessage("resume", words).isCommandLike).toBe(true))
})

describe("WF-03 compiling own words", () => {
  it("leaves out what may not be saved, and never throws", () => {
    const own = ownWords({
      aliases: {
        "": "refill",
        please: "cancel",
        not: "cancel",
        "12": "cancel",
        dua: "nothing",
        a1: "cancel"
      },
      customs: [{ name: "x", words: ["and", " ", "one two three four five"] }]
    })
    for (const text of ["12345 please", "not 12345", "12 12345", "12345 dua", "12345 and", "a1 12345"])
      expect(readingOf(text, own)).toEqual([])
    expect(readingOf("don't cancel 12345", own)).toEqual([])
    const text = fc.string({ unit: "binary", maxLength: 80 })
    fc.assert(
      fc.property(
        fc.dictionary(text, fc.constantFrom(...canonicalWords)),
        fc.array(text),
        text,
        (aliases, list, said) => {
          const own = ownWords({ aliases, customs: [{ name: "own", words: list }] })
          expect(() => readingOf(said, own)).not.toThrow()
        }
      )
    )
  })

  it("reads every alias that has no problem as what it stands for", () => {
    const word = fc
      .array(fc.string({ unit: fc.constantFrom(..."qxzjkwvůжщऋপظ"), minLength: 3, maxLength: 8 }), {
        minLength: 1,
        maxLength: 4
      })
      .map((parts) => parts.join(" "))
    const target = fc.constantFrom("refill", "cancel", "refund", "speedup", "status", "details")
    fc.assert(
      fc.property(word, target, (word, target) => {
        fc.pre(aliasProblems([{ word, target, kind: "alias" }]).length === 0)
        const own = ownWords({ aliases: { [word]: target }, customs: [] })
        expect(readingOf(`7463677 ${word}`, own)).toEqual([`${target} 7463677`])
        expect(readingOf(`don't ${word} 7463677`, own)).toEqual([])
      })
    )
  })
})

const problemOf = (word: string, target = "refill", kind: OwnWord["kind"] = "alias"): string | undefined =>
  aliasProblems([{ word, target, kind }])[0]?.problem

describe("WF-03 problems with own words", () => {
  it.each([
    ["", /empty/],
    ["   ", /empty/],
    ["x".repeat(61), /longer than 60/],
    ["one two three four five", /More than 4 words/],
    ["12345", /Only digits/],
    ["١٢٣", /Only digits/],
    ["r30", /without digits/],
    ["♻️", /letters/],
    ["two\nlines", /one line/],
    ["r", /One letter/],
    ["please", /cannot be a command/],
    ["PLEASE", /cannot be a command/],
    ["don't", /turns a command down/],
    ["jangan", /turns a command down/],
    ["why", /asks/],
    ["rs", /price/],
    ["and", /joins/],
    ["thanks", /thanks/],
    ["cancel", /already means cancel/],
    ["Batalkan", /already means cancel/],
    ["balance", /already means balance/]
  ])("refuses %j for refill", (word, sentence) => expect(problemOf(word)).toMatch(sentence))

  it.each(["isikan", "fill it up", "補充", "तेज करो", "Nachfüllen", "refil", "menu"])(
    "takes %s for refill",
    (word) => expect(problemOf(word)).toBeUndefined()
  )

  it("names the commands there are when the target is none", () => {
    expect(problemOf("isikan", "delete")).toMatch(/no command.*refill, cancel/)
  })

  it("refuses one word for two targets, however it is written, and one that is both alias and custom", () => {
    const own = (word: string, target: string, kind: OwnWord["kind"] = "alias"): OwnWord => ({
      word,
      target,
      kind
    })
    expect(aliasProblems([own("isikan", "refill"), own("ISIKAN", "cancel")])).toEqual([
      { word: "ISIKAN", problem: '"ISIKAN" is given twice: for refill and for cancel.' }
    ])
    expect(aliasProblems([own("isikan", "refill"), own("isikan", "isikan", "custom")])).toHaveLength(1)
    expect(aliasProblems([own("isikan", "refill"), own("fill it up", "refill")])).toEqual([])
  })

  it("refuses a built-in word for a custom command, and a custom command without a name", () => {
    expect(problemOf("status", "my status", "custom")).toMatch(/already means status/)
    expect(problemOf("pricelist", " ", "custom")).toMatch(/no name/)
  })

  it("refuses more words than are read", () => {
    const letters = (index: number) =>
      index.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "")
    const many = Array.from({ length: 301 }, (_, index): OwnWord => ({
      word: `zz${letters(index + 1000)}`,
      target: "refill",
      kind: "alias"
    }))
    expect(aliasProblems(many).map(({ problem }) => problem)).toEqual(["More than 300 words."])
  })
})
