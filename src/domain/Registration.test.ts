import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { codeAlphabet, codeLength, codesIn, readIdentity, shownCode } from "./Registration.ts"

const letters = [..."abcdefghijklmnopqrstuvwxyz"]
const inner = [...letters, ...letters.map((letter) => letter.toUpperCase()), ..."0123456789._-"]

/** Names no one greets with: a digit stands in them. */
const username = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.array(fc.constantFrom(...inner), { maxLength: 30 }),
    fc.constantFrom(..."0123456789")
  )
  .map(([first, middle, last]) => `${first}${middle.join("")}${last}`)
const email = fc
  .tuple(username, username, fc.constantFrom("com", "np", "example"))
  .map(([name, domain, end]) => `${name}@${domain}.${end}`)
const code = fc
  .array(fc.constantFrom(...codeAlphabet), { minLength: codeLength, maxLength: codeLength })
  .map((signs) => signs.join(""))

describe("readIdentity", () => {
  const named: ReadonlyArray<readonly [text: string, username: string]> = [
    ["ravi77", "ravi77"],
    ["  Ravi.77\n", "Ravi.77"],
    ["my username is ravi77", "ravi77"],
    ["My username is: ravi77.", "ravi77"],
    ["username:ravi77", "ravi77"],
    ["Username = ravi77", "ravi77"],
    ["username - ravi77", "ravi77"],
    ["user-name ravi77", "ravi77"],
    ["panel username ravi77", "ravi77"],
    ["hi, i'm ravi77!", "ravi77"],
    ["hello sir this is ravi77", "ravi77"],
    ["ravi77 is my username", "ravi77"],
    ["ravi77 please", "ravi77"],
    ['my name is "ravi77"', "ravi77"],
    ["*ravi77*", "ravi77"],
    ["@ravi77", "ravi77"],
    ["_ravi_", "_ravi_"],
    ["Hello\nravi77", "ravi77"],
    ["\u200eravi77\u200f", "ravi77"],
    ["ｒａｖｉ７７", "ravi77"],
    ["রবি", "রবি"],
    // Words of an introduction within a name belong to the name.
    ["id.ravi", "id.ravi"],
    ["user-77", "user-77"],
    ["my.name", "my.name"],
    ["the.king", "the.king"],
    ["username: user-77", "user-77"],
    ["hi-tech", "hi-tech"]
  ]
  it.each(named)("CU-03: reads %j as the username %s", (text, expected) => {
    expect(readIdentity(text)).toEqual({ _tag: "Username", username: expected })
  })

  const mailed: ReadonlyArray<readonly [text: string, email: string]> = [
    ["Ravi@Mail.Example", "ravi@mail.example"],
    ["my email is ravi@mail.example.", "ravi@mail.example"],
    ["e-mail address: ravi@mail.example", "ravi@mail.example"],
    ["<ravi@mail.example>", "ravi@mail.example"],
    // Words of an introduction before the sign belong to the address.
    ["hello@shop.example", "hello@shop.example"],
    ["mail@shop.example", "mail@shop.example"],
    ["my email is user@shop.example", "user@shop.example"],
    ["id: account@shop.example", "account@shop.example"]
  ]
  it.each(mailed)("CU-03: reads %j as the address %s", (text, expected) => {
    expect(readIdentity(text)).toEqual({ _tag: "Email", email: expected })
  })

  const nothing = [
    "",
    "hi",
    "Hello!",
    "thanks",
    "help",
    "username",
    "my username is",
    "492007588 cancel",
    "I need help with my order",
    "good morning",
    "x",
    "Username: ravi77\nPlease check 492007588",
    "ravi77\nsita22",
    "a".repeat(65),
    `${"ravi ".repeat(100)}`,
    "?!…"
  ]
  it.each(nothing)("CU-03: reads nobody in %j", (text) => {
    expect(readIdentity(text)).toBeNull()
  })

  it("CU-03: every username and address is read as it stands, alone and introduced", () => {
    const before = fc.constantFrom("", "my username is ", "hi, ", "ID: ", "user name - ", "It is ")
    const after = fc.constantFrom("", ".", "!", " please", " ")
    fc.assert(
      fc.property(before, username, after, (start, name, end) => {
        expect(readIdentity(`${start}${name}${end}`)).toEqual({ _tag: "Username", username: name })
      })
    )
    fc.assert(
      fc.property(before, email, after, (start, address, end) => {
        expect(readIdentity(`${start}${address}${end}`)).toEqual({
          _tag: "Email",
          email: address.toLowerCase()
        })
      })
    )
  })

  it("never throws, and gives one word of sane length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const found = readIdentity(text)
        const word = found === null ? "" : found._tag === "Email" ? found.email : found.username
        expect(word).toMatch(/^\S{0,260}$/u)
      })
    )
  })

  it("takes time in proportion to the text, whatever it holds", () => {
    const long = ["my username is ", "hi, ", "id - ", " please", "user", ". "].map((piece) =>
      piece.repeat(20_000)
    )
    const started = performance.now()
    for (const text of long) {
      readIdentity(text)
      readIdentity(text.slice(0, 300))
      codesIn(text)
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe("codesIn", () => {
  it("CU-05: finds a code however people write it", () => {
    const written = fc.constantFrom(
      (sign: string) => shownCode(sign),
      (sign: string) => `my code: rd-${sign.toLowerCase()}!`,
      (sign: string) => `RD ${sign}`,
      (sign: string) => `(RD${sign})`,
      (sign: string) => `Rd – ${sign}, thanks`,
      (sign: string) => `RD—${sign}\nRD-${sign}`
    )
    fc.assert(
      fc.property(code, written, (sign, write) => {
        expect(codesIn(write(sign))).toEqual([sign])
      })
    )
  })

  it("CU-05: takes no part of something longer, and nothing with signs that are easily mistaken", () => {
    expect(codesIn("RD-ABCDEFGHJ xRD-ABCDEFGH RD-ABCDEFG RD-ABCDEFGO RD-ABCDEFG1 ABCDEFGH")).toEqual([])
    expect(codesIn("https://panel.example/tickets/RD-ABCDEFGH?x=1")).toEqual(["ABCDEFGH"])
  })

  it("CU-05: takes at most 20, each once", () => {
    fc.assert(
      fc.property(fc.array(code, { maxLength: 40 }), (signs) => {
        const found = codesIn(signs.map(shownCode).join(" "))
        expect(found).toEqual([...new Set(signs)].slice(0, 20))
      })
    )
  })
})
