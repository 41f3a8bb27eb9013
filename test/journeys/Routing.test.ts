import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ProviderId } from "../../src/domain/Ids.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnWhatsApp, botWroteTo, cancelCalls, onTelegram, onWhatsApp, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

type NewProvider = Parameters<TenantSetup["Service"]["addProvider"]>[0]
type NewRoute = Parameters<TenantSetup["Service"]["addRoute"]>[0]

describe("who gets which request", () => {
  let stage: Stage
  let refills: Stage["groups"]["fastLikes"]
  let speedups: TelegramGroup
  let mate: Person
  let telegramMate: TelegramPerson
  let nextOrder = 540_000_000
  const ids = {} as Record<"fastLikes" | "boostMint" | "private" | "worded" | "bulky" | "mapped", ProviderId>

  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    const { whatsapp, telegram, bot, tenantId, panelId, providers } = stage
    refills = whatsapp.group({
      subject: "FastLikes / refills",
      participants: [gatewayNumber, stage.providerStaff.number]
    })
    speedups = telegram.group({ title: "Speed-ups", members: [bot, stage.boostMintStaff] })
    mate = whatsapp.person({ pn: "9779820202020", name: "Mate" })
    telegramMate = telegram.person({ firstName: "Mate" })
    telegramMate.write(bot, "/start")
    const onNumber = { channelId: stage.whatsappChannel, label: "x" }
    const onBot = { channelId: stage.telegramChannel, label: "x" }
    const provider = (alias: string, more: Partial<NewProvider> = {}) =>
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addProvider({
          tenantId,
          panelId,
          alias,
          name: Redacted.make(`${alias.toLowerCase()}.example`),
          ...more
        })
      )
    const route = (fields: Pick<NewRoute, "providerId" | "channelId" | "chatId"> & Partial<NewRoute>) =>
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({ tenantId, command: null, label: "x", ...fields })
      )
    await stage.run(
      Effect.gen(function* () {
        ids.fastLikes = providers[0]!
        ids.boostMint = providers[1]!
        ids.private = yield* provider("Private")
        ids.worded = yield* provider("Worded", {
          words: { cancel: "/stop", speedup: "/faster" },
          format: "{alias}@{panel} {command} {external_ids} ({order_ids})"
        })
        ids.bulky = yield* provider("Bulky", { format: "bulk" })
        ids.mapped = yield* provider("Mapped", { words: { cancel: "stop", "cancel@pending": "remove" } })
        const command = { providerId: ids.fastLikes, command: "refill" } as const
        yield* route({ ...command, ...onNumber, chatId: refills.jid })
        yield* route({ providerId: ids.boostMint, command: "speedup", ...onBot, chatId: String(speedups.id) })
        yield* route({ providerId: ids.private, ...onNumber, chatId: mate.pnJid })
        yield* route({ providerId: ids.private, ...onBot, chatId: String(telegramMate.id) })
        for (const providerId of [ids.worded, ids.bulky, ids.mapped]) {
          yield* route({ providerId, ...onNumber, chatId: stage.groups.fastLikes.jid })
        }
      })
    )
    await stage.inForce(({ routes }) => routes.length === 12, "the new routes")
  })
  afterAll(() => stage.close())

  const addOrder = (provider: string, fields: NewOrder = {}) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user: "rahim_smm", provider, externalId: `8${id}`, ...fields })
    return String(id)
  }
  const ask = (id: string, command: string) => askOnWhatsApp(stage.rahim, `${id} ${command}`)
  /** Where the gateway wrote about an order, once everything of it is done. */
  const placesOf = async (id: string) => {
    await stage.settled(id)
    const { fastLikes, fallback, boostMint } = stage.groups
    const places: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
      ["FastLikes", writtenTo(fastLikes)],
      ["refills", writtenTo(refills)],
      ["fallback", writtenTo(fallback)],
      ["BoostMint", botWroteTo(boostMint)],
      ["speedups", botWroteTo(speedups)],
      ["mate", mate.inbox.entries.filter(({ isFromGateway }) => isFromGateway).map(({ text }) => text)],
      [
        "mate on Telegram",
        stage.telegram.chat(stage.bot, telegramMate).messages.flatMap((m) => (m.isFromBot ? [m.text] : []))
      ]
    ]
    return places.flatMap(([place, texts]) =>
      texts.filter((text) => text.includes(`8${id}`)).map((text) => `${place}: ${text}`)
    )
  }
  const change = async (statement: string, parameters: ReadonlyArray<unknown>, fits: Fits, what: string) => {
    await stage.query(statement, parameters)
    await stage.inForce(fits, what)
  }
  type Fits = Parameters<Stage["inForce"]>[0]

  it("PR-06: the route for a provider and a command goes before the provider's default", async () => {
    const [cancel, refill] = [
      addOrder("fastlikes.example"),
      addOrder("fastlikes.example", { status: "completed" })
    ]
    await ask(cancel, "cancel")
    await ask(refill, "refill")
    expect(await placesOf(cancel)).toEqual([`FastLikes: 8${cancel} cancel`])
    expect(await placesOf(refill)).toEqual([`refills: 8${refill} refill`])
    const [slow, other] = [addOrder("boostmint.example"), addOrder("boostmint.example")]
    await ask(slow, "speedup")
    await ask(other, "cancel")
    expect(await placesOf(slow)).toEqual([`speedups: 8${slow} speed`])
    expect(await placesOf(other)).toEqual([`BoostMint: 8${other} cancel`])
  })

  it("PR-05, PR-06: a provider may have WhatsApp and Telegram destinations, both get the request", async () => {
    const id = addOrder("followhub.example")
    await ask(id, "speedup")
    expect(await placesOf(id)).toEqual([`FastLikes: 8${id} speed`, `BoostMint: 8${id} speed`])
  })

  it("PR-02, PR-06: a manual service and a provider nobody set up go to the fallback", async () => {
    const [manual, unknown] = [addOrder("N/A"), addOrder("brandnew.example")]
    await ask(manual, "speedup")
    await ask(unknown, "cancel")
    expect(await placesOf(manual)).toEqual([`fallback: 8${manual} speed`])
    expect(await placesOf(unknown)).toEqual([`fallback: 8${unknown} cancel`])
  })

  it("PR-06: a route that is switched off leaves the request to the next level", async () => {
    const isOff = ({ routes }: Parameters<Fits>[0], chatId: string) =>
      routes.some((route) => route.chatId === chatId && !route.isOn)
    await change(
      "update route set is_on = false where chat_id = $1",
      [refills.jid],
      (config) => isOff(config, refills.jid),
      "the route being off"
    )
    const first = addOrder("fastlikes.example", { status: "completed" })
    await ask(first, "refill")
    expect(await placesOf(first)).toEqual([`FastLikes: 8${first} refill`])
    await change(
      "update route set is_on = false where provider_id = $1",
      [ids.fastLikes],
      (config) =>
        config.routes.filter(({ providerId, isOn }) => providerId === ids.fastLikes && isOn).length === 0,
      "the provider's routes being off"
    )
    const second = addOrder("fastlikes.example")
    await ask(second, "cancel")
    expect(await placesOf(second)).toEqual([`fallback: 8${second} cancel`])
  })

  it("PR-02, PR-06: an order without an external id is not forwarded; the panel's own request is still made", async () => {
    const id = addOrder("followhub.example", { externalId: "" })
    expect(await ask(id, "cancel")).toBe(`Cancel request added for order ${id}`)
    expect((await stage.settled(id)).dispatches.map(({ kind }) => kind)).toEqual(["panel"])
    expect(cancelCalls(stage).flat()).toContain(id)
    const hurried = addOrder("followhub.example", { externalId: "" })
    expect(await ask(hurried, "speedup")).toBe(
      `Your speed-up request for order ${hurried} has been recorded and is under review.`
    )
    expect((await stage.requestsOf(hurried))[0]).toMatchObject({ status: "waiting", dispatches: [] })
  })

  it("RU-04: orders whose status has a word of its own are written in a message of their own", async () => {
    const waiting = addOrder("mapped.example", { status: "pending" })
    const [running, second] = [addOrder("mapped.example"), addOrder("mapped.example")]
    await ask([running, waiting, second].join(" "), "cancel")
    expect(await placesOf(waiting)).toEqual([`FastLikes: 8${waiting} remove`])
    expect(await placesOf(running)).toEqual([`FastLikes: 8${running}, 8${second} stop`])
  })

  it("PR-07: a provider may have words and a format of his own, or the bulk format", async () => {
    const [cancel, speedup] = [addOrder("worded.example"), addOrder("worded.example")]
    await ask(cancel, "cancel")
    await onWhatsApp(stage.groups.fastLikes, `Worded@Main /stop 8${cancel} (${cancel})`)
    await ask(speedup, "speedup")
    await onWhatsApp(stage.groups.fastLikes, `Worded@Main /faster 8${speedup} (${speedup})`)
    const [first, second] = [addOrder("bulky.example"), addOrder("bulky.example")]
    await ask(`${first} ${second}`, "cancel")
    await onWhatsApp(stage.groups.fastLikes, `Bulk Cancel Request:\nExternal IDs: 8${first}, 8${second}`)
  })

  it("PR-08: forwarding and the panel's request can be switched off for a provider", async () => {
    const provider = (config: Parameters<Fits>[0]) => config.providers.find(({ id }) => id === ids.boostMint)
    await change(
      "update provider set is_forwarded = false where id = $1",
      [ids.boostMint],
      (config) => provider(config)?.isForwarded === false,
      "forwarding being off"
    )
    const onPanel = addOrder("boostmint.example")
    await ask(onPanel, "cancel")
    expect(await placesOf(onPanel)).toEqual([])
    expect(cancelCalls(stage).flat()).toContain(onPanel)
    await change(
      "update provider set is_forwarded = true, is_panel_asked = false where id = $1",
      [ids.boostMint],
      (config) => provider(config)?.isPanelAsked === false,
      "the panel's request being off"
    )
    const inGroup = addOrder("boostmint.example")
    await ask(inGroup, "cancel")
    expect(await placesOf(inGroup)).toEqual([`BoostMint: 8${inGroup} cancel`])
    expect(cancelCalls(stage).flat()).not.toContain(inGroup)
  })

  it("PR-05: a WhatsApp number and a Telegram user are destinations too, also after they have written themselves", async () => {
    const expected = (id: string) => [`mate: 8${id} cancel`, `mate on Telegram: 8${id} cancel`]
    const first = addOrder("private.example")
    await ask(first, "cancel")
    expect(await placesOf(first)).toEqual(expected(first))
    for (const addressing of ["pn", "lid"] as const) {
      const { id } = await mate.send(gatewayNumber, "8540 cancel is done", { addressing })
      expect(await stage.handled(id)).toMatchObject({ stage: "ignored", note: "A provider's chat" })
    }
    const second = addOrder("private.example")
    await ask(second, "cancel")
    expect(await placesOf(second)).toEqual(expected(second))
    const { id } = await mate.send(gatewayNumber, "ok, and 8541 cancel too")
    expect(await stage.handled(id)).toMatchObject({ stage: "ignored", note: "A provider's chat" })
  })

  it("CH-07: a Telegram group that becomes a supergroup keeps its requests coming", async () => {
    const old = stage.telegram.group({ title: "Old group", type: "group", members: [stage.bot] })
    const { tenantId, telegramChannel: channelId } = stage
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId,
          providerId: ids.bulky,
          command: "speedup",
          channelId,
          chatId: String(old.id),
          label: "x"
        })
      )
    )
    await stage.inForce(({ routes }) => routes.some(({ chatId }) => chatId === String(old.id)), "the route")
    const before = addOrder("bulky.example")
    await ask(before, "speedup")
    await onTelegram(stage, old, `Bulk Speed-up Request:\nExternal IDs: 8${before}`)
    old.migrate()
    for (const id of [addOrder("bulky.example"), addOrder("bulky.example")]) {
      await ask(id, "speedup")
      await onTelegram(stage, old, `Bulk Speed-up Request:\nExternal IDs: 8${id}`)
    }
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    const more = ["private.example", "worded.example", "bulky.example", "brandnew.example"]
    expect(await findSecrets(stage, undefined, more)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
