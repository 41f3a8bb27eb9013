import { describe, expect, it } from "vitest"
import { makeJoiner, split } from "./Parts.ts"

const texts = [
  "",
  "short",
  "x".repeat(2_600),
  "x".repeat(2_601),
  "नमस्ते ".repeat(3_000),
  `x${"😀".repeat(9_000)}`,
  `{"a":"b c"}\n${'{"d":"e"}\n'.repeat(2_000)}`
]

describe("texts for PostgreSQL's notifications", () => {
  it.each(texts.map((text) => [text.length, text] as const))(
    "of %s characters come whole from parts that it can carry",
    (_, text) => {
      const parts = split("one:1", text)
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThan(8_000)
      const whole: Array<string> = []
      const join = makeJoiner((text) => whole.push(text))
      // As they come: each by itself as UTF-8.
      for (const part of parts) join(Buffer.from(part).toString())
      expect(whole).toEqual([text])
    }
  )

  it("of several processes do not mix, and what is not a part is left out", () => {
    const whole: Array<string> = []
    const join = makeJoiner((text) => whole.push(text))
    const [a, b] = [split("a:1", "a".repeat(6_000)), split("b:1", "b".repeat(6_000))]
    join("nonsense")
    for (let n = 0; n < a.length; n += 1) {
      join(b[n]!)
      join(a[n]!)
    }
    expect(whole).toEqual(["b".repeat(6_000), "a".repeat(6_000)])
  })
})
