import { expect, it } from "vitest"
import { dayEnd, dayStart } from "./zoneDay.ts"

it("a day begins and ends when the zone's clocks say so, also when they are changed", () => {
  expect(dayStart("2026-11-21", "Asia/Kathmandu")).toBe(Date.UTC(2026, 10, 20, 18, 15))
  expect(dayEnd("2026-11-21", "Asia/Kathmandu")).toBe(Date.UTC(2026, 10, 21, 18, 15))
  expect(dayStart("2026-03-29", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 28, 23))
  expect(dayEnd("2026-03-29", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 29, 22))
  expect(dayStart("2026-03-30", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 29, 22))
})

it("what is no day is none", () => {
  expect(dayStart("", "UTC")).toBe(null)
  expect(dayEnd("2026-13-01", "UTC")).toBe(null)
  expect(dayStart("today", "UTC")).toBe(null)
})
