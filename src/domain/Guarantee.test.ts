import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { heldOutServices } from "./fixtures/heldOutServices.ts"
import { panelDisagreements } from "./fixtures/panelDisagreements.ts"
import type { CollectedService } from "./fixtures/panelDisagreements.ts"
import { guaranteeEnds, readGuarantee } from "./Guarantee.ts"
import { defaultRules } from "./Rules.ts"
import { guaranteeDays } from "./ServiceGuarantee.ts"

interface Row extends CollectedService {
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

  it.each(heldOutServices)("reads a name that the reader was not written from: %s is %s", (name, wanted) => {
    const reading = readGuarantee(name)
    expect(reading.kind === "days" ? reading.days : reading.kind).toBe(wanted)
  })

  it("differs from what the panels say by themselves, and says how often", () => {
    const { flags, periods } = panelDisagreements(rows)
    console.log(`panel flags ${JSON.stringify(flags)}, panel periods ${JSON.stringify(periods)}`)
    expect(flags.rows).toBe(rows.filter((row) => row.api_refill !== undefined).length)
    expect(flags.agree + flags.isPromisedButOff + flags.isDeniedButOn + flags.isNotInName).toBe(flags.rows)
    expect(periods.rows).toBe(rows.filter((row) => row.panel_refill_days !== undefined).length)
    expect(periods.agree + periods.differ + periods.isNotInName).toBe(periods.rows)
    // No name denies what its panel offers: such a reading would cost a customer his refill.
    expect(flags.isDeniedButOn).toBe(0)
  })
})

const days = (count: number) => ({ kind: "days", days: count })

describe("OR-08 shapes of facts §3", () => {
  it.each([
    "30 Days Refill",
    "30Days Refill",
    "30-Day Refill",
    "30D Refill",
    "Refill 30D",
    "Refill 30Day",
    "[Refill: 30 Days]",
    "[Refill - 30Days ♻️]",
    "REFILL 30 HARI",
    "30 Days ♻️",
    "R30",
    "R30♻️",
    "R30Day",
    "R30Days",
    "AR30",
    "[R30 Days",
    "G30",
    "Auto Refill 30D",
    "30 Days Auto Refill",
    "Guarantee : 30Days",
    "30d guaranted",
    "30 dayst guaranted",
    "30 Days Guarantee♻️",
    "30 Gün Garantili",
    "[الضمان: 30 يوم]",
    "refill button 30D",
    "[6H - 5K/D - R30]",
    "Likes | 30 Days   | Instant",
    "30 дней гарантия",
    "Bergaransi 30 hari",
    "30 Days Refill No login",
    "Reposição 30 dias",
    "Refill&nbsp;30&nbsp;Days",
    "𝟑𝟎 𝐃𝐀𝐘𝐒 𝐑𝐄𝐅𝐈𝐋𝐋",
    "Speed 5K/Day - 30 Days Refill",
    "Real [Non Drop] [30 Days Refill] [100K/Day]"
  ])("reads thirty days in %s", (name) => expect(readGuarantee(name)).toEqual(days(30)))

  it.each([
    ["365 Days ♻️", 365],
    ["Auto Refill 7D", 7],
    ["R10Days", 10],
    ["60 Days Guarantee♻️", 60],
    ["1 Year REFILL", 365],
    ["Garansi 1 TAHUN", 365],
    ["2Days Refill", 2],
    ["Refill 99 days", 99],
    ["130D Refill", 130],
    ["6 Months Refill", 180],
    ["R7D", 7]
  ] as const)("reads the days of %s", (name, count) => expect(readGuarantee(name)).toEqual(days(count)))

  it.each([
    "No Refill",
    "NO REFILL",
    "Non Refill",
    "Non Refil",
    "[Refill: No]",
    "No Garansi",
    "TIDAK GARANSI",
    "🛑 No Refill 🛑",
    "No Refill ⚠️",
    "الضمان: بدون تعويض",
    "Garantisiz",
    "30 Days | No Refill",
    "No Refill No Drop",
    "NoRefill",
    "Non-Refill",
    "Without Refill",
    "Telafi Yok",
    "Sem Reposição",
    "Refill Off",
    "Refill: ❌",
    "No Auto Refill",
    "𝐍𝐨 𝐑𝐞𝐟𝐢𝐥𝐥"
  ])("reads no guarantee in %s", (name) => expect(readGuarantee(name)).toEqual({ kind: "none" }))

  it.each([
    "Lifetime ♻️",
    "♻️ Lifetime Refill",
    "Life Time Refill Support",
    "[Refill: Lifetime ]",
    "Auto Refill Lifetime",
    "Lifetime guaranted",
    "الضمان مدى الحياة",
    "R∞",
    "[ Non Drop ] Lifetime"
  ])("reads a lifetime in %s", (name) => expect(readGuarantee(name)).toEqual({ kind: "lifetime" }))

  it.each([
    "Day 100K",
    "100K/Day",
    "50k /Days",
    "Per Day 5K",
    "30k Per Day",
    "Telegram Premium Members [30 Day]",
    "20-30 Days Premium",
    "Telegram Boost Channel [1 Day]",
    "18 Months subscription",
    "15 Minutes live stream",
    "CLEAR 15 HARI",
    "[5K]",
    "Drop 0-5%",
    "Speed 7D",
    "Non Drop",
    "No Drop",
    "NEVER DROP",
    "Start Time: 0-12H",
    ""
  ])("takes nothing for a guarantee in %j", (name) =>
    expect(readGuarantee(name)).toEqual({ kind: "not_stated" })
  )

  it.each([
    "[Refill] ♻️",
    "Auto Refill",
    "♻️",
    "[ Lifetime Non Drop ]",
    "30 - 90Days Refill",
    "120 - Lifetime Refill"
  ])("leaves %s open", (name) => expect(readGuarantee(name)).toEqual({ kind: "unclear" }))

  it("turns a lifetime into the owner's days when asked", () => {
    expect(readGuarantee("Lifetime Refill", { lifetimeDays: 365 })).toEqual(days(365))
  })

  it("reads a hostile name in no time", () => {
    const started = process.cpuUsage()
    for (const piece of ["30 - ", "no ", "refill ", "1", "life ", "r3", "[", "30 d"])
      readGuarantee(piece.repeat(20_000))
    expect(process.cpuUsage(started).user).toBeLessThan(500_000)
  })
})

describe("OR-08 clock and precedence", () => {
  const day = 86_400_000
  const dates = { createdAt: 10 * day, updatedAt: 20 * day }

  it("starts at completion, or at creation when the owner wants", () => {
    expect(guaranteeEnds(dates, 30, "completion")).toBe(50 * day)
    expect(guaranteeEnds(dates, 30, "creation")).toBe(40 * day)
    expect(guaranteeEnds({ createdAt: 10 * day, updatedAt: null }, 30, "completion")).toBe(40 * day)
    expect(guaranteeEnds({ createdAt: null, updatedAt: null }, 30, "completion")).toBeNull()
  })

  it("puts the owner's word before the name, the name before the panel's flag", () => {
    const order = {
      serviceId: "171",
      serviceName: "Likes | No Refill",
      isRefillOffered: true,
      providerMark: "a1"
    }
    expect(guaranteeDays(order, { ...defaultRules, guaranteeDaysByService: { "171": 15 } }).days).toBe(15)
    expect(guaranteeDays(order, defaultRules).days).toBe(0)
    expect(
      guaranteeDays({ ...order, serviceName: "Likes R60", isRefillOffered: false }, defaultRules).days
    ).toBe(60)
    expect(guaranteeDays({ ...order, serviceName: "Likes Lifetime Refill" }, defaultRules).days).toBe(365)
    expect(guaranteeDays({ ...order, serviceName: "Likes" }, defaultRules).days).toBeNull()
    expect(guaranteeDays({ ...order, serviceName: null, isRefillOffered: null }, defaultRules).days).toBe(0)
  })
})
