import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { openHooks } from "./Hooks.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** A port that nobody has at this moment. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

describe("CH-09: a Telegram bot whose updates are brought to the gateway", () => {
  let stage: Stage
  let hooks: Awaited<ReturnType<typeof openHooks>>
  beforeAll(async () => {
    const port = await freePort()
    stage = await openStage({
      settings: { TELEGRAM_WEBHOOKS: "on", PUBLIC_URL: `http://127.0.0.1:${port}` }
    })
    hooks = await openHooks(stage, port)
  })
  afterAll(async () => {
    await hooks.close()
    await stage.close()
  })

  it("answers through the same intake, from the store, without an open request", async () => {
    stage.panel.addOrder({
      id: 492007588,
      user: stage.aaravUsername,
      status: "in_progress",
      serviceName: "Instagram Likes | Instant",
      provider: "fastlikes.example",
      externalId: "8847283"
    })
    stage.aarav.write(stage.bot, "492007588 cancel")
    const reply = await stage.telegram.waitFor((message) => message.isFromBot, 20_000)
    expect(reply.text).toBe("Cancel request added for order 492007588")
    expect(stage.telegram.calls.filter(({ method }) => method.toLowerCase() === "getupdates")).toEqual([])
    const rows = await stage.query<{ kind: string; key: string }>(
      "select kind, dedupe_key as key from webhook_delivery where kind = 'telegram'"
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ key }) => key.startsWith("update:"))).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(stage.bot.token)
  })
})
