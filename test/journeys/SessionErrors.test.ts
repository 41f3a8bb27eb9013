import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

const alert =
  "Main: WhatsApp has ended the session with an error 5 times in a row. It is tried again and again; if that goes on, unlink the number and link it anew."

describe("CH-03: WhatsApp answers a session with 500 again and again", () => {
  let stage: WholeStage
  let owner: Asking
  beforeAll(async () => {
    stage = await openWholeStage()
    owner = await stage.person("owner", "owner")
    await stage.link()
  })
  afterAll(() => stage.close())

  const logins = () =>
    stage.whatsapp.stats().numbers.find(({ number }) => number === gatewayNumber)?.logins ?? 0
  /** Each login works, and the session then ends with an error. */
  const failOnce = async () => {
    await stage.phone.waitForOnline(60_000)
    const before = logins()
    stage.whatsapp.faults.add({ kind: "streamError", number: gatewayNumber, code: 500 })
    await waitFor(async () => (stage.phone.isOnline ? undefined : true))
    await waitFor(async () => (logins() > before ? true : undefined), 60)
  }
  const alerts = async () => {
    const { json } = await owner("GET", "/api/logs?area=system&limit=200")
    return (
      json as { readonly items: ReadonlyArray<{ readonly text: string; readonly level: string }> }
    ).items
      .filter(({ text }) => text.includes("with an error"))
      .map(({ level, text }) => ({ level, text }))
  }

  it("four times is passing trouble; with the fifth the owner reads what to do, in his log and as a notice", async () => {
    await stage.query("update contact set trusted_as = 'Boss', gets_notices = true where telegram_id = $1", [
      String(stage.aarav.id)
    ])
    stage.aarav.write(stage.bot, "1 status")
    await stage.telegram.waitFor(({ isFromBot }) => isFromBot, 15_000)
    for (let times = 1; times <= 4; times += 1) await failOnce()
    expect(await alerts()).toEqual([])
    await failOnce()
    await waitFor(async () => ((await alerts()).length > 0 ? true : undefined))
    await stage.telegram.waitFor(({ isFromBot, text }) => isFromBot && text.includes(alert), 15_000)
    expect(await alerts()).toEqual([{ level: "error", text: alert }])
    const history = await owner("GET", `/api/channels/${stage.whatsappChannel}/history?limit=50`)
    expect(history.text).toContain("WhatsApp reported a session error")
  }, 720_000)
})
