import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("a customer cancels an order", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  it("OR-06, DI-01: reaches the panel, the provider's WhatsApp and Telegram groups, and the customer", async () => {
    const { panel, rahim, groups, telegram } = stage
    panel.addOrder({
      id: 492007588,
      user: "rahim_smm",
      status: "in_progress",
      serviceName: "Instagram Likes | Instant",
      provider: "followhub.example",
      externalId: "8847283"
    })
    await rahim.send("9779800000000", "492007588 cancel")
    const reply = await rahim.waitFor(({ isFromGateway }) => isFromGateway)
    expect(reply.text).toBe("Cancel request added for order 492007588")
    const onWhatsApp = await groups.fastLikes.log.waitFor(({ isFromGateway }) => isFromGateway)
    expect(onWhatsApp.text).toBe("8847283 cancel")
    const onTelegram = await telegram.waitFor((message) => message.isFromBot, 5_000)
    expect(onTelegram.text).toBe("8847283 cancel")
    const write = await panel.waitForWrite(({ path }) => path.endsWith("/orders/request-cancel"), 5_000)
    expect(write.body).toMatchObject({ ids: "492007588" })
    expect(panel.claims).toEqual([])
  })
})
