import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { Services } from "../../src/ports/Services.ts"
import { askOnWhatsApp } from "./Chats.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const hour = 3_600_000
const day = 24 * hour

describe("what a service's name promises", () => {
  let stage: Stage
  let nextOrder = 540_000_000
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = (serviceName: string, fields: NewOrder = {}) => {
    const id = ++nextOrder
    const order = { user: "rahim_smm", provider: "fastlikes.example", externalId: `8${id}`, ...fields }
    stage.panel.addOrder({ ...order, id, serviceName })
    return String(id)
  }
  const completed = (daysAgo: number): NewOrder => {
    const at = new Date(Date.now() - daysAgo * day)
    return { status: "completed", created: at, lastUpdate: at }
  }
  const ask = (text: string) => askOnWhatsApp(stage.rahim, text)
  const noGuarantee = "This service does not include a guarantee. Refill not possible."

  it("OR-08: the owner's own words count like the built-in ones, and the rule for manual services like a name", async () => {
    await stage.setRules({
      guaranteeRules: [
        { kind: "word", pattern: "gold", gives: { days: 90 } },
        { kind: "regex", pattern: "care (\\d+)", gives: { days: 1 } },
        { kind: "emoji", pattern: "💣", gives: "none" }
      ],
      manualGuarantee: { days: 10 }
    })
    const gold = addOrder("Followers GOLD", completed(60))
    expect(await ask(`${gold} refill`)).toBe(`Refill request added for order ${gold}`)
    const care = addOrder("Followers care 40", completed(60))
    expect(await ask(`${care} refill`)).toBe(`Guarantee period expired for order ${care}`)
    expect(await ask(`${addOrder("Followers | R90 💣", completed(1))} refill`)).toBe(noGuarantee)
    const manual = addOrder("Hand made | R30", { ...completed(20), provider: "N/A" })
    expect(await ask(`${manual} refill`)).toBe(`Guarantee period expired for order ${manual}`)
  })

  it("OR-09: a speed-up waits for the promised start where the owner wants it", async () => {
    const name = "Views | Start Time: 0-12H | R30"
    const fields = { status: "pending", created: new Date(Date.now() - 10 * hour) } as const
    const free = addOrder(name, fields)
    expect(await ask(`${free} speedup`)).toBe(`Speed-up request added for order ${free}`)
    await stage.setRules({ isStartTimeChecked: true })
    const early = addOrder(name, fields)
    expect(await ask(`${early} speedup`)).toMatch(
      new RegExp(
        `^This service starts within 12 hours, so order ${early} can be sped up in (?:2 hours|1 hour 59 minutes)\\.$`
      )
    )
    const late = addOrder(name, { ...fields, created: new Date(Date.now() - 13 * hour) })
    expect(await ask(`${late} speedup`)).toBe(`Speed-up request added for order ${late}`)
  })

  it("OR-08: the owner's list learns services from the orders that customers ask about", async () => {
    const id = addOrder("Learned | R30 | 5K/D", { status: "in_progress" })
    await ask(`${id} status`)
    const { items } = await stage.until(
      "the learned service",
      Effect.flatMap(Services, (services) =>
        services.list(stage.tenantId, {
          before: null,
          limit: 50,
          filter: "all",
          search: "learned",
          panelId: null
        })
      ),
      (page) => page.items.length > 0
    )
    expect(items).toMatchObject([
      { name: "Learned | R30 | 5K/D", panelId: stage.panelId, isListed: false, isManual: false }
    ])
  })
})
