import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { askOnTelegram } from "./Chats.ts"
import { troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("CH-07, CH-11: a bot within Telegram's limits", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500, settings: { TELEGRAM_PACE: "on" } })
    stage.telegram.limits.isOn = true
  })
  afterAll(() => stage.close())

  const refusals = () =>
    stage.telegram.calls.filter(({ method, outcome }) => method === "sendMessage" && outcome === 429)
  const answersTo = (person: Stage["aarav"]) =>
    stage.telegram.chat(stage.bot, person).messages.filter(({ isFromBot }) => isFromBot)

  it("answers eight quick questions of one person in order, a second apart, and others at once", async () => {
    const { aarav, bot, telegram } = stage
    const tashi = telegram.person({ firstName: "Tashi" })
    const questions = Array.from({ length: 8 }, (_, n) => aarav.write(bot, `${660_000_000 + n} status`))
    await telegram.waitFor(({ isFromBot, chat }) => isFromBot && chat === questions[0]!.chat, 15_000)
    const asked = performance.now()
    await askOnTelegram(stage, tashi, "hello")
    expect(performance.now() - asked).toBeLessThan(3_000)
    await expect.poll(() => answersTo(aarav).length, { timeout: 30_000 }).toBe(8)
    const ids = answersTo(aarav).map(({ text }) => /\d{9}/.exec(text)?.[0])
    expect(ids).toEqual(questions.map((_, n) => String(660_000_000 + n)))
    expect(refusals()).toEqual([])
  })

  it("a chat that Telegram refuses for a while waits alone, and its message is sent once", async () => {
    const { aarav, bot, telegram } = stage
    const tashi = telegram.person({ firstName: "Tashi" })
    const before = answersTo(aarav).length
    telegram.faults.add({ kind: "retry-after", method: "sendMessage", chatId: aarav.id, seconds: 3 })
    aarav.write(bot, "660000100 status")
    await telegram.waitForCall(({ outcome }) => outcome === 429)
    await askOnTelegram(stage, tashi, "hello")
    expect(answersTo(aarav)).toHaveLength(before)
    await expect.poll(() => answersTo(aarav).length, { timeout: 15_000 }).toBe(before + 1)
    expect(troubles(stage)).toEqual([])
  })
})
