import { describe, expect, it } from "vitest"
import { abusiveWord } from "./Abuse.ts"

const words = ["badword", "very bad", "गधा", "c++"]

describe("abusiveWord", () => {
  const said: ReadonlyArray<readonly [text: string, word: string]> = [
    ["badword", "badword"],
    ["you BADWORD!", "badword"],
    ["492007588 cancel,badword", "badword"],
    ["this is very   bad", "very bad"],
    ["very-bad", "very bad"],
    ["ｂａｄｗｏｒｄ", "badword"],
    ["bad\u200bword", "badword"],
    ["तू गधा है", "गधा"],
    [`${"x ".repeat(20_000)} badword`, "badword"]
  ]
  it.each(said)("CU-08: hears the owner's word in what is written (case %#)", (text, word) => {
    expect(abusiveWord(text, words)).toBe(word)
  })

  it.each(["badwords", "mybadword", "verybad", "bad word", "गधा1", "गधे", "", "492007588 cancel"])(
    "CU-08: leaves %j alone",
    (text) => {
      expect(abusiveWord(text, words)).toBeNull()
    }
  )

  it("CU-08: a blank word, or one of signs only, is in no text", () => {
    expect(abusiveWord("anything !!! at all", ["", "  ", "!!!"])).toBeNull()
    expect(abusiveWord("badword", [])).toBeNull()
  })

  it("CU-08: says the first of the owner's words as he wrote it", () => {
    expect(abusiveWord("very bad badword", ["Very  Bad", "badword"])).toBe("Very  Bad")
  })
})
