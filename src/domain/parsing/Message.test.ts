import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseMessage } from "../Command.ts"
import { readingOf } from "../fixtures/readingOf.ts"
import { digitOf } from "./Characters.ts"
import { ownWords } from "./OwnWords.ts"
import { builtInWords } from "./Words.ts"

const id = fc.integer({ min: 10_000, max: 999_999_999_999 }).map(String)
const separator = fc.constantFrom(
  ", ",
  ",",
  " ",
  "\n",
  ";",
  " #",
  "، ",
  "; ",
  " ,\n",
  ".\n",
  " & ",
  " and ",
  " | "
)
/** ASCII, Arabic-Indic, Persian, Devanagari, Bengali, full width. */
const zero = fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10)

const inScript = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))

/** Every word and phrase that asks for an order command and cannot be a report, by what it asks for. */
const askingWords = Array.from(builtInWords).flatMap(([word, { command }]) =>
  command === null || command.isPast
    ? []
    : [{ word, asked: command.asked, isSure: command.strength !== "weak" }]
)
const anyWord = fc.constantFrom(...askingWords)
const sureWord = fc.constantFrom(...askingWords.filter(({ isSure }) => isSure))
const layout = fc.constantFrom(
  "before",
  "after",
  "above",
  "below",
  "glued",
  "colon",
  "polite",
  "slash",
  "order"
)

/** A command as a customer may write it. */
const render = (word: string, list: string, layout: string): string => {
  switch (layout) {
    case "before":
      return `${word} ${list}`
    case "after":
      return `${list} ${word}`
    case "above":
      return `${word}\n${list}`
    case "below":
      return `${list}\n${word}`
    case "glued":
      return `${list}, ${word}.`
    case "colon":
      return `${word}: ${list}.`
    case "polite":
      return `Hello sir, please ${word} ${list} thanks`
    case "slash":
      return `/${word} ${list}`
    default:
      return `order ${list} - ${word} pls`
  }
}

describe("OR-01 what is written is read back", () => {
  it("for every word of every language, digit script, separator and layout", () => {
    fc.assert(
      fc.property(
        anyWord,
        fc.uniqueArray(id, { minLength: 1, maxLength: 40 }),
        separator,
        zero,
        layout,
        ({ asked, word }, ids, separator, zero, layout) => {
          const text = render(word, inScript(ids.join(separator), zero), layout)
          expect([text, readingOf(text)]).toEqual([text, [`${asked} ${ids.join(" ")}`]])
        }
      ),
      { numRuns: 3000 }
    )
  })

  it("for several commands, a line each", () => {
    const words = fc.uniqueArray(sureWord, {
      minLength: 1,
      maxLength: 4,
      selector: ({ asked }) => (asked === "refund" ? "cancel" : asked === "details" ? "status" : asked)
    })
    fc.assert(
      fc.property(
        words,
        fc.uniqueArray(id, { minLength: 8, maxLength: 12 }),
        separator.filter((text) => !text.includes("\n")),
        zero,
        fc.constantFrom("before", "after", "colon", "order"),
        fc.constantFrom("\n", "\n\n", "\r\n", "\u2028"),
        (words, all, separator, zero, layout, end) => {
          const commands = words.map((word, index) => ({ ...word, ids: all.slice(index * 2, index * 2 + 2) }))
          const text = commands
            .map(({ ids, word }) => render(word, inScript(ids.join(separator), zero), layout))
            .join(end)
          expect([text, readingOf(text)]).toEqual([
            text,
            commands.map(({ asked, ids }) => `${asked} ${ids.join(" ")}`)
          ])
        }
      ),
      { numRuns: 2000 }
    )
  })

  it("for payments, links and tickets", () => {
    // Letters between digits, none of them a word: "…ID…" or "…RF…" beside digits may be an order.
    const isNoWord = (letters: string): boolean => !builtInWords.has(letters.toLowerCase())
    const code = fc
      .stringMatching(/^[A-Z0-9]{8,40}$/)
      .filter((text) => /\d[A-Z]+\d/.test(text) && (text.match(/[A-Z]{2,}/g) ?? []).every(isNoWord))
    const path = fc.stringMatching(/^[a-z0-9_/]{1,30}$/)
    fc.assert(
      fc.property(code, path, id, fc.constantFrom("payment", "verify", "txn"), (code, path, id, word) => {
        const url = `https://example.com/${path}`
        expect(readingOf(`${word} ${code}`)).toEqual([`payment ${code}`])
        expect(readingOf(`${code} ${word}`)).toEqual([`payment ${code}`])
        expect(readingOf(`link ${id} ${url}`)).toEqual([`link ${id} ${url}`])
        expect(readingOf(`${id} ${url} link`)).toEqual([`link ${id} ${url}`])
        expect(readingOf(`ticket ${id} ${path.replaceAll(/[^a-z]/g, "")}x`)[0]).toMatch(`ticket ${id} | `)
      })
    )
  })
})

const scraps = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(...builtInWords.keys()),
    fc.constantFrom(
      ...'\n,.-+$>:/?!"[]'.split(""),
      "https://a.b/1",
      "١٢٣",
      "1k",
      "\u200f",
      "TXN8F2K91",
      "fillo"
    ),
    fc.integer({ min: 0, max: 10_000_000 }).map(String)
  ),
  { maxLength: 30 }
)
const own = ownWords({
  aliases: { fillo: "refill", "the bot": "cancel" },
  customs: [{ name: "x", words: ["zoom"] }]
})

describe("OR-01 any text at all", () => {
  it("never throws and invents no id, keeps their order and says none twice", () => {
    fc.assert(
      fc.property(scraps, fc.constantFrom("", " ", "\n"), (scraps, glue) => {
        const text = scraps.join(glue)
        const digits = text.replace(/./gsu, (character) => {
          const digit = digitOf(character.codePointAt(0) ?? 0)
          return digit < 0 ? character : `${digit}`
        })
        const { accountCommands, commands, customs } = parseMessage(text, own)
        const lists = [...commands, ...customs].map(({ orderIds }) => orderIds)
        for (const command of accountCommands) {
          if (command._tag === "Ticket") lists.push(command.orderIds)
          if (command._tag === "Link") lists.push([command.orderId])
          if (command._tag === "Link") expect(text.replaceAll(/\p{Cf}/gu, "")).toContain(command.url)
          if (command._tag === "Payment")
            expect(digits.replaceAll(/\p{Cf}/gu, "")).toContain(command.transactionId)
        }
        for (const orderIds of lists) {
          let from = 0
          for (const orderId of orderIds) {
            expect(orderId).toMatch(/^[1-9]\d{2,11}$/)
            from = digits.indexOf(orderId, from)
            expect(from).toBeGreaterThanOrEqual(0)
          }
          expect(new Set(orderIds).size).toBe(orderIds.length)
        }
      }),
      { numRuns: 2000 }
    )
  })

  it("gives no order to a command that is turned down, in any language", () => {
    const negation = Array.from(builtInWords).flatMap(([word, { traits }]) =>
      traits.has("negation") && word !== "no" ? [word] : []
    )
    fc.assert(
      fc.property(fc.constantFrom(...negation), sureWord, id, zero, (negation, { word }, id, zero) => {
        const text = `${inScript(id, zero)} ${negation} ${word}`
        expect([text, readingOf(text)]).toEqual([text, []])
        expect(readingOf(`${negation} ${word} ${id}`)).toEqual([])
      }),
      { numRuns: 1000 }
    )
  })

  it("does nothing for quoted and copied lines, whatever they ask", () => {
    const head = fc.constantFrom(
      "> ",
      "  >",
      "» ",
      "│ ",
      "[10:30, 5/6/2024] John: ",
      "06/05/2024, 10:30 - John: "
    )
    fc.assert(
      fc.property(head, sureWord, id, (head, { word }, id) => {
        expect(readingOf(`${head}${id} ${word}`)).toEqual([])
        expect(readingOf(`${head}${word} ${id}\nrefill 54321`)).toEqual(["refill 54321"])
      })
    )
  })
})

/** User time of a run in microseconds, the least of several: what disturbs only adds. */
const cpuTime = (text: string): number =>
  Math.min(
    ...Array.from({ length: 4 }, () => {
      const started = process.cpuUsage()
      parseMessage(text, own)
      return process.cpuUsage(started).user
    })
  )

describe("OR-01 hostile texts", () => {
  it.each([
    "1,",
    "1-",
    "+1 ",
    "cancel ",
    "cancel x ",
    "cancel or ",
    "not ",
    "না ",
    "please ",
    "why ",
    "thanks ",
    "12345 cancel, ",
    "12345 cancel যাবে ",
    "12345\ncancel\n",
    "A",
    "a1",
    "a1-",
    "www.a/",
    "a\u0301\u0316",
    "\n",
    "ﷺ",
    "cancel refill ",
    "cancelx 12345 refilx ",
    "12345 ",
    "12345 fast ",
    "phone id id 12345 ",
    "the bot is the ",
    "ticket ",
    "ticket 12345 x\n",
    "link 12345 https://t.me/a ",
    "payment TXN8F2K91 ",
    "payment\n",
    '"123 a" ',
    '"',
    "[1:00] a: ",
    "a, [1.1.2024 1:00]\n",
    "> ",
    "balance and "
  ])("takes time that grows with the text only, for %j", (piece) => {
    const ofLength = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
    const [short, long] = [cpuTime(ofLength(16_384)), cpuTime(ofLength(65_536))]
    // Four times the text; a quadratic reading would take sixteen times the time.
    expect(long).toBeLessThan(10 * Math.max(short, 8_000))
    expect(long).toBeLessThan(1_000_000)
  })
})
