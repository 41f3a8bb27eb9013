import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnWhatsApp, botWroteTo, onTelegram } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const everything = {
  state: "dead",
  kind: null,
  command: null,
  providerId: null,
  panelId: null,
  destination: null,
  since: null
} as const

describe("a provider's group that the bot was thrown out of", () => {
  let stage: Stage
  let nextOrder = 780_000_000
  beforeAll(async () => {
    stage = await openStage({
      requestsPerSecond: 500,
      rules: { confirmationWaitMillis: 500, providerWindowMillis: 0 }
    })
  })
  afterAll(() => stage.close())

  const refill = async (provider: string) => {
    const id = ++nextOrder
    const fields = { user: "rahim_smm", status: "completed", provider, externalId: `8${id}` } as const
    stage.panel.addOrder({ id, ...fields })
    const text = await askOnWhatsApp(stage.rahim, `${id} refill`)
    return { id: String(id), text }
  }
  const letters = <A, E>(use: (service: DeadLetters["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.orDie(Effect.flatMap(DeadLetters, use)))
  const list = () => letters((port) => port.list(stage.tenantId, everything, { before: null, limit: 50 }))

  it("DI-02: is asked once and not for every message, while the bot's other chats go on; the owner hears of it once, and a retry of all brings everything in order", async () => {
    const { boostMint } = stage.groups
    const other = stage.telegram.group({ title: "Quick", members: [stage.bot, stage.boostMintStaff] })
    const { panelId, tenantId } = stage
    await stage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        const name = Redacted.make("quick.example")
        const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "Quick", name })
        const [chatId, channelId] = [String(other.id), stage.telegramChannel]
        yield* setup.addRoute({ tenantId, providerId, command: null, channelId, chatId, label: "Quick" })
      })
    )
    await stage.inForce(({ providers }) => providers.length === 4, "the fourth provider")
    boostMint.kick(stage.bot)
    const first = await refill("boostmint.example")
    expect(first.text).toBe(`We recorded your request for order ${first.id}. Our team will look at it.`)
    const waiting = [await refill("boostmint.example"), await refill("boostmint.example")]
    for (const { id, text } of waiting) {
      expect(text).toBe(`Your refill request for order ${id} has been recorded and is under review.`)
    }
    const quick = await refill("quick.example")
    expect(quick.text).toBe(`Refill request added for order ${quick.id}`)
    const { counts, items } = await list()
    expect(counts).toMatchObject({ dead: 1 })
    expect(items).toMatchObject([
      {
        orderId: first.id,
        safeText: "The bot is no longer in this group.",
        destination: { title: "BoostMint / Main Support", pausedUntil: expect.any(Number) }
      }
    ])
    const told = await stage.until(
      "the alert",
      Effect.promise(() =>
        stage.query<{ text: string }>("select text from log_line where area = 'system' and level = 'error'")
      ),
      (rows) => rows.length > 0
    )
    expect(told.map(({ text }) => text)).toEqual([
      "Messages to a chat could not be sent: The bot is no longer in this group. Others for it wait and are tried one by one; the Requests page shows what failed."
    ])

    const tries = stage.telegram.calls.filter(
      ({ method, parameters }) =>
        method.toLowerCase() === "sendmessage" && String(parameters["chat_id"]) === String(boostMint.id)
    )
    expect(tries).toHaveLength(1)

    boostMint.add(stage.bot)
    const before = botWroteTo(boostMint).length
    const retried = await letters((port) =>
      port.retryMany(tenantId, everything, { by: "sita", isConfirmed: false })
    )
    expect(retried).toEqual({ retried: 1, unconfirmed: 0, isMore: false })
    const all = [first, ...waiting].map(({ id }) => `8${id} refill`)
    await onTelegram(stage, boostMint, all[2]!)
    expect(botWroteTo(boostMint).slice(before)).toEqual(all)
    for (const { id } of [first, ...waiting]) {
      expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    }
    const [dispatch] = (await stage.requestsOf(first.id))[0]!.dispatches
    const attempts = await letters((port) => port.attempts(tenantId, dispatch!.id))
    expect(attempts).toMatchObject({
      value: [
        { number: 1, outcome: "dead", safeText: "The bot is no longer in this group." },
        { number: 2, outcome: "done" }
      ]
    })
    expect(await findSecrets(stage, undefined, ["quick.example"])).toEqual([])
    expect(troubles(stage)).toEqual([])
  }, 180_000)
})
