import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseMessage } from "./Command.ts"
import { free, harmless, languages, plain } from "./fixtures/phrases.ts"
import type { Phrase } from "./fixtures/phrases.ts"
import { digitOf } from "./parsing/Characters.ts"

const show = (text: string): ReadonlyArray<string> =>
  parseMessage(text).commands.map((command) => [command.asked, ...command.orderIds].join(" "))

const readsAll = (phrases: ReadonlyArray<Phrase>): void =>
  it.each(phrases.map(([text, ...expected]) => ({ text, expected })))("reads $text", ({ text, expected }) => {
    expect(show(text)).toEqual(expected)
  })

describe("OR-01 phrases seen in the documents and in use", () => readsAll(plain))
describe("OR-01 aliases, slips and sentences", () => readsAll(free))
describe("OR-01 other languages", () => readsAll(languages))
describe("OR-01 what must not trigger", () => {
  it.each(harmless.map((text) => ({ text })))("does nothing for $text", ({ text }) =>
    expect(show(text)).toEqual([])
  )
})

describe("OR-01 what deserves the wrong-command text", () => {
  it.each([
    "12345",
    "cancel",
    "cancl",
    "7631350 pls",
    "how to cancel 12345?",
    "cancel 1k",
    "balance",
    "help"
  ])("is like a command: %s", (text) => expect(parseMessage(text).isCommandLike).toBe(true))
  it.each([
    "hello",
    "thanks bro",
    "",
    "   \n",
    "👍",
    "don't cancel 12345",
    "my number is +977 980-1234567",
    "> 12345 cancel"
  ])("is small talk: %s", (text) => expect(parseMessage(text).isCommandLike).toBe(false))
})

describe("OR-07 refund", () => {
  it("is a cancel that keeps the customer's word", () => {
    expect(parseMessage("12345 refund").commands).toEqual([
      { name: "cancel", asked: "refund", orderIds: ["12345"] }
    ])
  })
})

const id = fc.integer({ min: 10_000, max: 999_999_999_999 }).map(String)
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 40 })
const separator = fc.constantFrom(", ", ",", " ", "\n", ";", " #", "، ", "; ", " ,\n", ".\n")
const word = fc.constantFrom("refill", "cancel", "refund", "speedup", "status")
const script = fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10)

const inScript = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))

describe("OR-01 properties", () => {
  it("reads back what was written, in both orders, with every separator and script of digits", () => {
    fc.assert(
      fc.property(ids, separator, word, script, fc.boolean(), (ids, separator, word, zero, isPrefix) => {
        const list = inScript(ids.join(separator), zero)
        expect(show(isPrefix ? `${word} ${list}` : `${list} ${word}`)).toEqual([`${word} ${ids.join(" ")}`])
      })
    )
  })

  it("reads several commands, a line each", () => {
    const words = fc.uniqueArray(fc.constantFrom("refill", "cancel", "speedup", "status"), { minLength: 1 })
    fc.assert(
      fc.property(
        words,
        fc.uniqueArray(id, { minLength: 8, maxLength: 12 }),
        fc.boolean(),
        (words, all, isPrefix) => {
          const commands = words.map((word, index) => ({ word, ids: all.slice(index * 2, index * 2 + 2) }))
          const text = commands.map(({ word, ids }) =>
            isPrefix ? `${word} ${ids.join(",")}` : `${ids.join(",")} ${word}`
          )
          expect(show(text.join("\n"))).toEqual(commands.map(({ word, ids }) => `${word} ${ids.join(" ")}`))
        }
      )
    )
  })

  it("never throws and invents no id, keeps their order and says none twice", () => {
    const scrap = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(
        "cancel",
        "refill",
        "don't",
        "or",
        "and",
        "\n",
        ",",
        ".",
        "-",
        "+",
        "$",
        ">",
        "phone",
        "not",
        "all",
        "\u200f",
        "١٢٣",
        "1k"
      ),
      fc.integer({ min: 0, max: 10_000_000 }).map(String)
    )
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 30 }), fc.constantFrom("", " ", "\n"), (scraps, glue) => {
        const text = scraps.join(glue)
        const digits = text.replace(/\p{Nd}/gu, (digit) => `${digitOf(digit.codePointAt(0) ?? 0)}`)
        for (const { orderIds } of parseMessage(text).commands) {
          let from = 0
          for (const orderId of orderIds) {
            expect(orderId).toMatch(/^[1-9]\d{2,11}$/)
            from = digits.indexOf(orderId, from)
            expect(from).toBeGreaterThanOrEqual(0)
          }
          expect(new Set(orderIds).size).toBe(orderIds.length)
        }
      }),
      { numRuns: 1000 }
    )
  })
})

describe("OR-01 hostile texts", () => {
  it.each([
    "1,",
    "1-",
    "+1 ",
    "cancel ",
    "cancel x ",
    "cancel or ",
    "not ",
    "please ",
    "why ",
    "12345 cancel, ",
    "12345\ncancel\n",
    "A",
    "www.a/",
    "a\u0301\u0316",
    "\n",
    "ﷺ",
    "cancel refill ",
    "12345 ",
    "phone id id 12345 "
  ])("takes at most half a second of processor time for 64 KB of %j", (piece) => {
    const text = piece.repeat(Math.ceil(65_536 / piece.length))
    const started = process.cpuUsage()
    parseMessage(text)
    expect(process.cpuUsage(started).user).toBeLessThan(500_000)
  })
})
