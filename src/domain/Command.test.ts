import { describe, expect, it } from "vitest"
import { parseMessage } from "./Command.ts"
import { phraseBooks } from "./fixtures/phrases.ts"
import { readingOf } from "./fixtures/readingOf.ts"
import { defaultTemplates } from "./Templates.ts"

describe.each(phraseBooks)("OR-01 $language, $source: $about", ({ phrases }) => {
  it.each(phrases.map(([text, ...expected]) => ({ text, expected })))("reads $text", ({ text, expected }) => {
    expect(readingOf(text)).toEqual(expected)
  })
})

describe("OR-01 the collection of messages", () => {
  const languages = Map.groupBy(
    phraseBooks.flatMap(({ language, phrases }) => phrases.map((phrase) => ({ language, phrase }))),
    ({ language }) => language
  )

  it("has each message once", () => {
    const texts = phraseBooks.flatMap(({ phrases }) => phrases.map(([text]) => text))
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
  })

  it.each([
    "English",
    "Hinglish",
    "Urdu",
    "Bengali",
    "Indonesian",
    "Nepali",
    "Arabic",
    "Turkish",
    "Portuguese",
    "Spanish",
    "Russian"
  ])("has at least twelve messages in %s, some of them harmless, some with two commands", (language) => {
    const all = (languages.get(language) ?? []).map(({ phrase }) => phrase)
    expect(all.length).toBeGreaterThanOrEqual(12)
    expect(all.filter((phrase) => phrase.length === 1).length).toBeGreaterThanOrEqual(3)
    expect(all.filter((phrase) => phrase.length > 2).length).toBeGreaterThanOrEqual(1)
  })
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
    "help",
    "payment",
    "link 12345",
    "https://t.me/abc link",
    "please change the link of my order 12345",
    "payment TXN8F2K91 and TXN8F2K92"
  ])("is like a command: %s", (text) => expect(parseMessage(text).isCommandLike).toBe(true))
  it.each([
    "hello",
    "thanks bro",
    "",
    "   \n",
    "👍",
    "don't cancel 12345",
    "12345 বাতিল করবেন না",
    "my number is +977 980-1234567",
    "> 12345 cancel",
    "thank you so much for your help sir",
    "https://t.me/abc"
  ])("is small talk: %s", (text) => expect(parseMessage(text).isCommandLike).toBe(false))
})

describe("OR-07 refund", () => {
  it("is a cancel that keeps the customer's word", () => {
    expect(parseMessage("12345 refund").commands).toEqual([
      { name: "cancel", asked: "refund", orderIds: ["12345"] }
    ])
  })
})

describe("OR-01 details", () => {
  it("is a status that keeps the customer's word", () => {
    expect(parseMessage("details 123").commands).toEqual([
      { name: "status", asked: "details", orderIds: ["123"] }
    ])
  })
})

describe("OR-01 the gateway's own replies", () => {
  const filled = Object.entries(defaultTemplates)
    // The help text shows how commands are written, a line each; the words stand alone.
    .filter(([key]) => key !== "help" && !key.startsWith("word."))
    .map(([key, text]) => ({
      key,
      text: text.replace(/\{([a-z_]+)\}/g, (_, name: string) => (name.includes("order") ? "7463677" : "5"))
    }))

  it.each(filled)("asks for nothing when $key comes back: $text", ({ text }) => {
    expect(readingOf(text)).toEqual([])
  })
})
