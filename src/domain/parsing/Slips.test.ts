import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseMessage } from "../Command.ts"
import { readingOf } from "../fixtures/readingOf.ts"
import { commandOf } from "./Meaning.ts"
import { forgivenSlips, slipReader, slipsBetween } from "./Slips.ts"
import { ownWords } from "./OwnWords.ts"
import { builtInWords } from "./Words.ts"

const letters = "abcdefghijklmnopqrstuvwxyz"

/** Every word that is one slip away and keeps its first letter. */
const slipsOf = (word: string): ReadonlyArray<string> =>
  Array.from({ length: word.length }, (_, index) => index + 1).flatMap((at) => {
    const [head, tail] = [word.slice(0, at), word.slice(at)]
    const first = tail[0]
    const second = tail[1]
    return [
      ...Array.from(letters, (letter) => head + letter + tail),
      ...(first === undefined ? [] : [head + tail.slice(1)]),
      ...(first === undefined ? [] : Array.from(letters, (letter) => head + letter + tail.slice(1))),
      ...(first === undefined || second === undefined ? [] : [head + second + first + tail.slice(2)])
    ]
  })

interface Known {
  readonly word: string
  /** The order command it asks for, if any. */
  readonly asked: string | null
}

const latinWords = Array.from(builtInWords).flatMap(
  ([word, { command, topic, traits }]): ReadonlyArray<Known> => {
    if (!/^[a-z]{5,}$/.test(word)) return []
    if (command !== null) return [{ word, asked: command.asked }]
    return topic === null && traits.size === 0 ? [] : [{ word, asked: null }]
  }
)
const commandWords = latinWords.filter(({ asked }) => asked !== null)

const askedIn = (text: string): ReadonlyArray<string> => parseMessage(text).commands.map(({ asked }) => asked)

describe("OR-01 misspellings", () => {
  it("counts letters put in, left out, replaced and swapped", () => {
    expect(slipsBetween("refill", "refill", 2)).toBe(0)
    expect(slipsBetween("refil", "refill", 2)).toBe(1)
    expect(slipsBetween("reflil", "refill", 2)).toBe(1)
    expect(slipsBetween("rexill", "refill", 2)).toBe(1)
    expect(slipsBetween("cancelations", "cancellation", 2)).toBe(2)
    expect(slipsBetween("status", "speedup", 2)).toBe(3)
  })

  it("forgives none below five letters, one up to seven, two from eight on", () => {
    expect([4, 5, 7, 8, 12].map((length) => forgivenSlips("x".repeat(length), "y".repeat(12)))).toEqual([
      0, 1, 1, 2, 2
    ])
    expect(forgivenSlips("x".repeat(9), "y".repeat(6))).toBe(1)
  })

  it("agrees with a count that tries everything", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 })
    const tryAll = (left: string, right: string): number => {
      if (left === "" || right === "") return left.length + right.length
      const isSame = left[0] === right[0]
      const rest = [
        tryAll(left.slice(1), right.slice(1)) + (isSame ? 0 : 1),
        tryAll(left.slice(1), right) + 1,
        tryAll(left, right.slice(1)) + 1
      ]
      const isSwap = left.length > 1 && left[0] === right[1] && left[1] === right[0]
      return Math.min(...rest, ...(isSwap ? [tryAll(left.slice(2), right.slice(2)) + 1] : []))
    }
    fc.assert(
      fc.property(word, word, (left, right) => {
        expect(slipsBetween(left, right, 2)).toBe(Math.min(3, tryAll(left, right)))
      }),
      { numRuns: 300 }
    )
  })

  it("reads nothing when two commands are within reach", () => {
    const read = slipReader(
      [
        { word: "refunled", meaning: "refund" },
        { word: "refulled", meaning: "refill" }
      ],
      [{ word: "requeued", meaning: "queue" }],
      (left, right) => left === right
    )
    expect(read("refuiled")).toBe(null)
    expect(read("refunmmled")).toBe("refund")
    expect(read("requnled")).toBe(null)
    expect(readingOf("12345 refunled")).toEqual([])
  })

  it("never turns a command into another: every single slip of every word of a command means that command or nothing", () => {
    const wrong = commandWords.flatMap(({ asked, word }) =>
      slipsOf(word)
        .filter((slip) => askedIn(`12345 ${slip}`).some((read) => read !== asked))
        .map((slip) => `${word} → ${slip} → ${askedIn(`12345 ${slip}`).join()}`)
    )
    expect(wrong).toEqual([])
  })

  it("never turns a command into another with two slips in a long word", () => {
    const long = commandWords.filter(({ word }) => word.length >= 8)
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), fc.nat(), ({ asked, word }, first, second) => {
        const once = slipsOf(word)
        const twice = slipsOf(once[first % once.length] ?? word)
        for (const read of askedIn(`12345 ${twice[second % twice.length]}`)) expect(read).toBe(asked)
      }),
      { numRuns: 3000 }
    )
  })

  it("never makes a command of a word the parser knows, nor of one that lies beside it", () => {
    for (const { asked, word } of latinWords)
      if (asked === null) expect([word, askedIn(`12345 ${word}`)]).toEqual([word, []])
  })

  it("never makes the other command of a pair, a refund not even a cancel", () => {
    for (const { asked, word } of commandWords) {
      for (const slip of slipsOf(word)) {
        const { commands } = parseMessage(`12345 ${slip}`)
        for (const { name } of commands) expect(name).toBe(commandOf(asked as "refund"))
      }
    }
  })

  it("reads a slip in a line with an order, or in one that is nothing else, and nowhere else", () => {
    expect(readingOf("12345 camcel")).toEqual(["cancel 12345"])
    expect(readingOf("12345\n12346\ncamcel pls")).toEqual(["cancel 12345 12346"])
    expect(readingOf("12345camcel")).toEqual(["cancel 12345"])
    expect(readingOf("12345\n12346\nthis camcel thing")).toEqual([])
    expect(readingOf("xancel 12345")).toEqual([])
    expect(readingOf("12345 refill camcel")).toEqual(["refill 12345"])
    expect(readingOf("12345 our neighbours here shouted camcel")).toEqual([])
    expect(readingOf("don't camcel 12345")).toEqual([])
  })

  it("measures a tenant's own words too, and reads nothing between them and a built-in one", () => {
    const words = ownWords({ aliases: { fillup: "refill", concel: "refill" }, customs: [] })
    expect(readingOf("12345 filluo", words)).toEqual(["refill 12345"])
    expect(readingOf("12345 cancel", words)).toEqual(["cancel 12345"])
    expect(readingOf("12345 cincel", words)).toEqual([])
  })
})
