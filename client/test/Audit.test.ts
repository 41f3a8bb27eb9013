import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeCustomers } from "./FakeCustomers.ts"
import { newId } from "./Seed.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const entry = (actor: string, action: string, subject: string, values: object = {}) => ({
  id: newId(),
  at: Date.now() - 60_000,
  actor,
  action,
  subjectKind: action.split(".")[0] ?? "",
  subjectId: "1",
  subject,
  reason: null,
  before: null,
  after: null,
  ...values
})

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(async () => {
  client.gateway.customers = new FakeCustomers()
  client.gateway.customers.audit.length = 0
  client.gateway.customers.audit.push(
    entry("system", "customer.suspended", "rahim_smm", { reason: "5 wrong order ids in 10 minutes" }),
    entry("sita", "route.changed", "FastLikes", { before: { isOn: true }, after: { isOn: false } }),
    entry("manoj", "rules.changed", "Rules", { before: { cooldownHours: 12 }, after: { cooldownHours: 24 } })
  )
  ;({ page, complaints } = await client.open("/audit", { reducedMotion: "reduce" }))
})
afterEach(() => page.context().close())

describe("SE-06: the audit page", () => {
  it("says who changed what, from what to what, and why", async () => {
    const list = page.getByRole("region", { name: "Changes" }).getByRole("listitem")
    await list.first().waitFor()
    const lines = await list.allInnerTexts()
    expect(lines[0]).toContain("manoj")
    expect(lines[0]).toContain("Changed the rules")
    expect(lines[0]).toContain("cooldownHours: 12 → 24")
    expect(lines[1]).toContain("isOn: on → off")
    expect(lines[2]).toContain("The gateway")
    expect(lines[2]).toContain("5 wrong order ids in 10 minutes")
    expect(complaints).toEqual([])
  })

  it("is narrowed by who and what, and the address keeps it", async () => {
    const list = page.getByRole("region", { name: "Changes" }).getByRole("listitem")
    await page.getByLabel("Who", { exact: true }).selectOption("sita")
    await expect.poll(() => list.count(), { timeout: 10_000 }).toBe(1)
    expect(new URL(page.url()).search).toBe("?who=sita")
    await page.getByLabel("What kind").selectOption("customer")
    await page.getByText("Nothing fits this filter.").waitFor()
    await page.getByRole("button", { name: "Show all" }).click()
    await expect.poll(() => list.count(), { timeout: 10_000 }).toBe(3)
  })

  it("proves the log, and says what is wrong with a changed one", async () => {
    await page.getByRole("button", { name: "Verify" }).click()
    await page.getByText("2 entries, number 1 to 2: each is as it was written, none is missing.").waitFor()
    const broken = { number: 2, entryId: "x", reason: "changed" }
    client.gateway.customers.proof = { checked: 2, from: 1, last: 2, hash: "", broken }
    await page.getByRole("button", { name: "Verify" }).click()
    await page.getByText("Entry 2 is not as it was written.").waitFor()
  })

  it("is clean for everybody", async () => {
    await page.getByRole("button", { name: "Verify" }).click()
    await page.getByText("none is missing").waitFor()
    if (process.env["SHOTS"] !== undefined) {
      for (const width of [1440, 768, 360]) {
        await page.setViewportSize({ width, height: 900 })
        await page.screenshot({ path: `${process.env["SHOTS"]}/audit-${width}.png` })
      }
    }
    await expectAccessible(page)
  })
})
