import { expect, it } from "vitest"
import { backOffMillis } from "./backOff.ts"

it("doubles from half a second to fifteen seconds, and never waits less than half of that", () => {
  expect(backOffMillis(0, 1)).toBe(500)
  expect(backOffMillis(0, 0)).toBe(250)
  expect(backOffMillis(3, 1)).toBe(4000)
  expect(backOffMillis(50, 1)).toBe(15_000)
  expect(backOffMillis(50, 0)).toBe(7500)
})
