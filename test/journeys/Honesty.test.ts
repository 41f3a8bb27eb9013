import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { DispatchId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnWhatsApp, botWroteTo, cancelCalls, onTelegram, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const write = "/orders/request-cancel"

describe("recorded, added, done: what is said is true", () => {
  let stage: Stage
  let nextOrder = 550_000_000
  beforeAll(async () => {
    stage = await openStage({
      requestsPerSecond: 500,
      rules: { confirmationWaitMillis: 700, providerWindowMillis: 0 }
    })
  })
  afterAll(() => stage.close())

  const addOrder = (provider: string, fields: NewOrder = {}) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user: "rahim_smm", provider, externalId: `8${id}`, ...fields })
    return String(id)
  }
  const ask = (text: string) => askOnWhatsApp(stage.rahim, text)
  const callsFor = (id: string) => cancelCalls(stage).filter((ids) => ids.includes(id))
  const dispatchesOf = async (id: string) =>
    Object.fromEntries((await stage.requestsOf(id))[0]!.dispatches.map((one) => [one.kind, one]))
  /** The log is written in batches: waits until it has a line that begins so. */
  const logged = (beginning: string) =>
    stage.until(
      `a log line "${beginning}"`,
      Effect.flatMap(Desk, (desk) => desk.logs(stage.tenantId, { before: null, limit: 200, area: null })),
      ({ items }) => items.some(({ level, text }) => `${level}: ${text}`.startsWith(beginning))
    )

  it('OR-06: the panel refuses but the provider has it: "added"', async () => {
    stage.panel.faults.add({ kind: "error-code", path: write, code: 102, message: "Not possible" })
    const id = addOrder("fastlikes.example")
    expect(await ask(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    const { panel, provider } = await dispatchesOf(id)
    expect(panel).toMatchObject({ state: "dead", attempts: 1, label: "Panel API" })
    expect(provider).toMatchObject({ state: "done", label: "FastLikes · Main" })
  })

  it('OR-06: the panel has it and the provider cannot be told: "added"', async () => {
    stage.whatsapp.faults.add({ kind: "nack", number: gatewayNumber, error: 463, times: 1 })
    const id = addOrder("fastlikes.example")
    expect(await ask(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
  })

  it('OR-06, DI-01: the panel is slow and the provider\'s channel is down: "recorded" first, and both have it in the end, once', async () => {
    await stage.telegram.down()
    stage.panel.faults.add({ kind: "latency", path: write, ms: 2_000 })
    const id = addOrder("boostmint.example")
    expect(await ask(`${id} cancel`)).toBe(
      `Your cancel request for order ${id} has been recorded and is under review.`
    )
    expect((await stage.requestsOf(id))[0]).toMatchObject({ status: "open", stage: "recorded" })
    expect(callsFor(id)).toEqual([])
    await stage.panel.waitForWrite(({ body }) => body["ids"] === id)
    await stage.telegram.up()
    await onTelegram(stage, stage.groups.boostMint, `8${id} cancel`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    expect(callsFor(id)).toHaveLength(1)
    expect(botWroteTo(stage.groups.boostMint)).toEqual([`8${id} cancel`])
  })

  it("OR-06, DI-02, SE-07: both failed for good: the safe text, an alert, a dead letter that can be retried, then done", async () => {
    const stop = stage.panel.faults.add({
      kind: "error-code",
      path: write,
      code: 102,
      message: `fastlikes.example refused, key ${stage.panel.adminKey}`,
      times: "always"
    })
    // No external id: nobody but the panel can be told.
    const id = addOrder("fastlikes.example", { externalId: "" })
    expect(await ask(`${id} cancel`)).toBe(
      `We recorded your request for order ${id}. Our team will look at it.`
    )
    expect(await stage.settled(id)).toMatchObject({ status: "failed", stage: "failed" })
    const dead = (await dispatchesOf(id))["panel"]!
    expect(dead).toMatchObject({ state: "dead" })
    expect(dead.safeText).toBeTruthy()
    await logged(`error: Panel API, cancel ${id}`)
    await logged("error: The panel did not take some requests:")

    expect(await stage.retryDispatch(dead.id)).toBe("retried")
    expect(await stage.settled(id)).toMatchObject({ status: "failed" })
    stage.panel.faults.remove(stop.id)
    expect(await stage.retryDispatch(dead.id)).toBe("retried")
    await stage.panel.waitForWrite(({ body }) => body["ids"] === id)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    expect((await dispatchesOf(id))["panel"]).toMatchObject({ state: "done", safeText: null })
    expect(await stage.retryDispatch(dead.id)).toBe("notRetryable")
    expect(callsFor(id)).toHaveLength(1)
    expect(await stage.retryDispatch("0190a000-0000-7000-8000-00000000000a" as DispatchId)).toBe("notFound")
  })

  it("DI-03: a panel call whose answer was lost is looked up before it is made again", async () => {
    stage.panel.faults.add({ kind: "drop-after", path: write })
    const id = addOrder("fastlikes.example")
    expect(await ask(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    expect(callsFor(id)).toHaveLength(1)
    expect((await dispatchesOf(id))["panel"]).toMatchObject({ state: "done", attempts: 2 })
  })

  it("DI-02: a panel call that failed on the way is made again, once in effect", async () => {
    stage.panel.faults.add({ kind: "status", status: 502, path: write })
    const id = addOrder("fastlikes.example")
    expect(await ask(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    expect(callsFor(id)).toHaveLength(1)
  })

  it("CH-12, DI-03: a provider message that WhatsApp took without saying so is repeated under its id, and read once", async () => {
    const { log } = stage.groups.fastLikes
    const id = addOrder("fastlikes.example", { status: "completed" })
    stage.whatsapp.faults.add({ kind: "dropOnMessage", number: gatewayNumber, ms: 0, times: 1 })
    await stage.rahim.send(gatewayNumber, `${id} refill`)
    await log.waitFor(({ text, copies }) => text === `8${id} refill` && copies > 1, 20_000)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    expect(writtenTo(stage.groups.fastLikes).filter((text) => text.includes(id))).toHaveLength(1)
  })

  it("CH-12: a Telegram message whose fate is unknown is not repeated but shown as uncertain, and a person may repeat it", async () => {
    const { groups, telegram } = stage
    telegram.faults.add({ kind: "drop", method: "sendMessage", chatId: groups.boostMint.id })
    const id = addOrder("boostmint.example", { status: "completed" })
    await ask(`${id} refill`)
    expect(await stage.settled(id)).toMatchObject({ status: "waiting", stage: "recorded" })
    const { provider } = await dispatchesOf(id)
    expect(provider).toMatchObject({ state: "uncertain" })
    expect(botWroteTo(groups.boostMint)).not.toContain(`8${id} refill`)
    expect(await stage.retryDispatch(provider!.id)).toBe("retried")
    await onTelegram(stage, groups.boostMint, `8${id} refill`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
  })

  it("DI-02: a Telegram group that asks to slow down gets the message later, once", async () => {
    const { groups, telegram } = stage
    telegram.faults.add({
      kind: "retry-after",
      seconds: 1,
      method: "sendMessage",
      chatId: groups.boostMint.id
    })
    const id = addOrder("boostmint.example", { status: "completed" })
    await ask(`${id} refill`)
    await onTelegram(stage, groups.boostMint, `8${id} refill`)
    expect(botWroteTo(groups.boostMint).filter((text) => text.includes(id))).toHaveLength(1)
  })

  it("DI-02: a bot that was thrown out of the group leaves a dead letter in plain words, retryable when it is back", async () => {
    const { boostMint } = stage.groups
    boostMint.kick(stage.bot)
    const id = addOrder("boostmint.example", { status: "completed" })
    expect(await ask(`${id} refill`)).toBe(
      `We recorded your request for order ${id}. Our team will look at it.`
    )
    const { provider } = await dispatchesOf(id)
    expect(provider).toMatchObject({ state: "dead", safeText: "The bot is no longer in this group." })
    boostMint.add(stage.bot)
    expect(await stage.retryDispatch(provider!.id)).toBe("retried")
    await onTelegram(stage, boostMint, `8${id} refill`)
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
  })

  it("SE-07: a panel that is away for a moment is waited for, and the late answer is a real one", async () => {
    await stage.panel.down()
    const id = addOrder("fastlikes.example")
    const before = stage.rahim.inbox.entries.length
    const { id: message } = await stage.rahim.send(gatewayNumber, `${id} cancel`)
    await stage.until(
      "the stored message",
      Effect.promise(() => stage.query("select 1 from message where network_id = $1", [message])),
      (rows) => rows.length === 1
    )
    await stage.panel.up()
    const reply = await stage.rahim.waitFor(({ seq, isFromGateway }) => seq > before && isFromGateway, 20_000)
    expect(reply.text).toBe(`Cancel request added for order ${id}`)
  })

  it("SE-07: a panel that rejects our key is answered for in safe words, and nothing is recorded", async () => {
    const key = stage.panel.adminKeys.get(stage.panel.adminKey)!
    key.isRevoked = true
    const id = addOrder("fastlikes.example")
    expect(await ask(`${id} cancel`)).toBe(
      `We could not check these orders right now: ${id}. Please try again in a few minutes.`
    )
    key.isRevoked = false
    expect(await stage.requestsOf(id)).toEqual([])
  })

  it("OR-06: no route at all and nothing the panel can do: recorded for staff", async () => {
    const { tenantId, panelId } = stage
    const name = Redacted.make("lonely.example")
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) => setup.addProvider({ tenantId, panelId, alias: "Lonely", name }))
    )
    await stage.query("update route set is_on = false where provider_id is null")
    await stage.inForce(
      ({ providers, routes }) =>
        providers.length === 4 && routes.every(({ providerId, isOn }) => providerId !== null || !isOn),
      "no fallback"
    )
    const id = addOrder("lonely.example")
    expect(await ask(`${id} speedup`)).toBe(
      `Your speed-up request for order ${id} has been recorded and is under review.`
    )
    expect((await stage.requestsOf(id))[0]).toMatchObject({ status: "waiting", dispatches: [] })
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret, not even when the panel said it", async () => {
    expect(await findSecrets(stage, undefined, ["lonely.example"])).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
