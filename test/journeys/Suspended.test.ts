import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { LoginStatus } from "../../src/ports/Logins.ts"
import { TenantControl } from "../../src/ports/TenantControl.ts"
import { Workspaces } from "../../src/ports/Workspaces.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("a suspended workspace", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  /** As the admin's button does it. */
  const set = (status: LoginStatus) =>
    stage.run(
      Effect.gen(function* () {
        const workspaces = yield* Workspaces
        const control = yield* TenantControl
        yield* workspaces.setStatus("root", [stage.tenantId], status, null)
        yield* status === "active" ? control.start(stage.tenantId) : control.stop(stage.tenantId)
      })
    )

  it("AC-06: its bots fall silent at once, and answer again when it is reactivated", async () => {
    const { whatsapp, telegram, rahim, aarav, bot, phone } = stage
    const about = (order: number) => `${order} status`
    expect(await askOnWhatsApp(rahim, about(777000001))).not.toBe("")
    expect(await askOnTelegram(stage, aarav, about(777000002))).not.toBe("")

    await set("suspended")
    await stage.channelState(stage.whatsappChannel, "Disabled")
    await stage.channelState(stage.telegramChannel, "Disabled")
    await stage.until(
      "the number's end",
      Effect.sync(() => whatsapp.phone(gatewayNumber).isOnline),
      (isOnline) => !isOnline
    )
    await stage.until(
      "the bot's last poll",
      Effect.sync(() => bot.updates.isPolled),
      (isPolled) => !isPolled
    )
    const heard = rahim.inbox.entries.length
    await rahim.send(gatewayNumber, about(777000003))
    const question = aarav.write(bot, about(777000004))
    const answers = () =>
      telegram.messages.filter(({ isFromBot, seq }) => isFromBot && seq > question.seq).length
    // Longer than the singleton that wakes channels sleeps: it must not wake these.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect([rahim.inbox.entries.length - heard, answers()]).toEqual([0, 0])
    const read = await stage.query(
      "select 1 from message where text in ('777000003 status', '777000004 status')"
    )
    expect(read).toEqual([])

    await set("active")
    await phone.waitForOnline()
    const late = await rahim.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > heard, 20_000)
    expect(late.text).not.toBe("")
    await telegram.waitFor(({ isFromBot, seq }) => isFromBot && seq > question.seq, 20_000)
    expect(await askOnWhatsApp(rahim, about(777000005))).not.toBe("")
  }, 270_000)
})
