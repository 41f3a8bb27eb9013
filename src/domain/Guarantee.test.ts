import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readGuarantee } from "./Guarantee.ts"

interface Row {
  readonly name: string
  readonly reading: string
  readonly guarantee_days: number | "lifetime" | null
}

const rows = readFileSync(new URL("./fixtures/service-names.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line): Row => JSON.parse(line))

const isRight = (row: Row): boolean => {
  const reading = readGuarantee(row.name)
  return reading.kind === row.reading && (reading.kind !== "days" || reading.days === row.guarantee_days)
}

describe("OR-08 names collected from real panels", () => {
  it("reads at least 97 % of the names that state days, lifetime or none", () => {
    const stated = rows.filter((row) => ["days", "lifetime", "none"].includes(row.reading))
    const others = rows.filter((row) => !stated.includes(row))
    const misses = rows.filter((row) => !isRight(row))
    const score = stated.filter(isRight).length / stated.length
    console.log(
      `stated: ${stated.filter(isRight).length}/${stated.length}, others: ${others.filter(isRight).length}/${others.length}`
    )
    for (const row of misses)
      console.log(
        `${row.reading} ${row.guarantee_days} read as ${JSON.stringify(readGuarantee(row.name))}: ${row.name}`
      )
    expect(score).toBeGreaterThanOrEqual(0.97)
  })
})
