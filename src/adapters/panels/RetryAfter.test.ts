import { assert, describe, it } from "@effect/vitest"
import { retryAfterMillis } from "./RetryAfter.ts"

const now = Date.UTC(2026, 10, 21, 6, 0, 0)
const cases: ReadonlyArray<
  readonly [what: string, headers: Record<string, string>, millis: number | undefined]
> = [
  ["seconds", { "retry-after": " 30 " }, 30_000],
  ["no time at all", { "retry-after": "0" }, 0],
  ["a date", { "retry-after": "Sat, 21 Nov 2026 06:00:07 GMT" }, 7_000],
  ["a date that is past", { "retry-after": "Sat, 21 Nov 2026 05:00:00 GMT" }, 0],
  [
    "a date by a clock that is an hour ahead",
    { "retry-after": "Sat, 21 Nov 2026 07:00:07 GMT", date: "Sat, 21 Nov 2026 07:00:02 GMT" },
    5_000
  ],
  ["nothing", {}, undefined],
  ["a negative number", { "retry-after": "-5" }, undefined],
  ["words", { "retry-after": "soon" }, undefined],
  ["a year", { "retry-after": "2026" }, 2_026_000],
  ["a date that is none", { "retry-after": "Sat, 99 Nov 2026 06:00:07 GMT" }, undefined]
]

describe("retryAfterMillis", () => {
  for (const [what, headers, millis] of cases) {
    it(`understands ${what}`, () => assert.strictEqual(retryAfterMillis(headers, now), millis))
  }
})
