import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { storeBroadcast } from "../contracts/StoredBroadcasts.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import { troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** More than would fit into the time of the questions, were they sent as everything else is. */
const recipients = 600

describe("CH-11: broadcasts never delay replies, over both networks", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500, settings: { TELEGRAM_PACE: "on" } })
  })
  afterAll(() => stage.close())

  const waiting = async (channelId: string) => {
    const [row] = await stage.query<{ n: number }>(
      "select count(*)::int as n from message where channel_id = $1 and author = 'broadcast' and stage = 'queued'",
      [channelId]
    )
    return row!.n
  }

  it("WhatsApp: customers are answered while a broadcast goes to hundreds one by one, some of them in the same chats", async () => {
    const { rahim, tenantId, whatsapp, whatsappChannel: channelId } = stage
    const people = Array.from({ length: recipients }, (_, n) =>
      whatsapp.person({ pn: `97798${30_000_000 + n}`, name: `Reader ${n}` })
    )
    const chats = [rahim, ...people].map(({ pnJid }) => pnJid)
    const begun = performance.now()
    await storeBroadcast(stage.query, { tenantId, channelId, chats, text: "New services" })
    for (let n = 0; n < 10; n += 1) {
      expect(await askOnWhatsApp(rahim, `${660_000_000 + n} status`)).toContain(String(660_000_000 + n))
    }
    // The first has reached its reader; how many more is bound by the clock, whatever the machine does.
    const news = () =>
      [rahim, ...people].flatMap(({ inbox }) => inbox.entries.filter(({ text }) => text === "New services"))
    await expect.poll(() => news().length, { timeout: 20_000 }).toBeGreaterThan(1)
    expect(news().length).toBeLessThanOrEqual(1 + (performance.now() - begun) / 2_000)
    expect(await waiting(channelId)).toBeGreaterThan(recipients / 2)
    expect(news().every(({ copies }) => copies === 1)).toBe(true)
    expect(troubles(stage)).toEqual([])
  })

  it("Telegram: a bot answers as if none waited, and the limits of Telegram are kept", async () => {
    const { aarav, bot, telegram, telegramChannel: channelId, tenantId } = stage
    telegram.limits.isOn = true
    const people = Array.from({ length: recipients }, (_, n) => telegram.person({ firstName: `Reader ${n}` }))
    for (const person of people) telegram.chat(bot, person)
    const begun = performance.now()
    const chats = people.map(({ id }) => String(id))
    await storeBroadcast(stage.query, { tenantId, channelId, chats, text: "New services" })
    expect(await askOnTelegram(stage, aarav, "660000100 status")).toContain("660000100")
    const news = () =>
      telegram.calls.filter(({ method, outcome }) => method === "sendMessage" && outcome !== 429)
    await expect.poll(() => news().length, { timeout: 20_000 }).toBeGreaterThan(5)
    // One answer among them.
    expect(news().length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 125)
    expect(telegram.calls.filter(({ outcome }) => outcome === 429)).toEqual([])
    expect(await waiting(channelId)).toBeGreaterThan(recipients / 2)
    expect(troubles(stage)).toEqual([])
  })
})
