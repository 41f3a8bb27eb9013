import { Effect, Result } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { RequestCommand } from "../../src/domain/CommandName.ts"
import { OrderId, type RouteId } from "../../src/domain/Ids.ts"
import type { RoutePlaceBody } from "../../src/http/api/RouteBodies.ts"
import { makeChatNews } from "../../src/http/routes/ChatNews.ts"
import { makeExplain } from "../../src/http/routes/Explain.ts"
import { makeRoutePlaces } from "../../src/http/routes/RoutePlaces.ts"
import { ChannelControl } from "../../src/ports/ChannelControl.ts"
import { type DestinationQuery, Destinations } from "../../src/ports/Destinations.ts"
import { type RouteFields, type RouteFor, Routes } from "../../src/ports/Routes.ts"
import { askOnWhatsApp, botWroteTo, cancelCalls, onTelegram, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const page = { before: null, limit: 100, search: null }

describe("the owner picks destinations and says what they are for", () => {
  let stage: Stage
  let specialists: Stage["groups"]["fastLikes"]
  let refills: TelegramGroup
  let mate: Person
  let telegramMate: TelegramPerson
  let specialService = ""
  let nextOrder = 710_000_000

  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    const { whatsapp, telegram, bot } = stage
    specialists = whatsapp.group({
      subject: "Specialists",
      participants: [gatewayNumber, stage.providerStaff.number, stage.fallbackStaff.number]
    })
    refills = telegram.group({ title: "Refills", members: [bot, stage.boostMintStaff] })
    mate = whatsapp.person({ pn: "9779820303030", name: "Mate" })
    telegramMate = telegram.person({ firstName: "Tara", lastName: "Mate" })
    telegramMate.write(bot, "/start")
    const { serviceId } = stage.panel.addOrder({ id: ++nextOrder, serviceName: "Special service" })
    specialService = String(serviceId)
  })
  afterAll(() => stage.close())

  const list = async (query: Partial<DestinationQuery> = {}) => {
    const everything = { ...page, channelId: null, kind: null, use: null, ...query }
    const { items } = await stage.run(
      Effect.gen(function* () {
        const notAsked = yield* (yield* makeChatNews)(stage.tenantId, null)
        expect(notAsked).toEqual([])
        return yield* Effect.orDie((yield* Destinations).list(stage.tenantId, everything))
      })
    )
    return items
  }
  /** What the form's two steps come to: the place is checked, the route is added. */
  const add = (what: RouteFor, place: RoutePlaceBody, more: Partial<RouteFields> = {}) =>
    stage.run(
      Effect.gen(function* () {
        const fields = { for: what, command: null, label: null, isOn: true, ...more }
        const checked = yield* (yield* makeRoutePlaces)(stage.tenantId, place)
        return yield* (yield* Routes).add(stage.tenantId, { ...fields, place: checked }, "owner")
      }).pipe(Effect.result)
    )
  const added = async (...how: Parameters<typeof add>) => {
    const result = await add(...how)
    if (Result.isFailure(result)) throw result.failure
    return result.success
  }
  const routes = () => stage.run(Effect.flatMap(Routes, (all) => all.list(stage.tenantId)))
  const setOn = async (ids: ReadonlyArray<RouteId>, isOn: boolean) => {
    expect(
      await stage.run(Effect.flatMap(Routes, (all) => all.setOn(stage.tenantId, ids, isOn, "owner")))
    ).toBe(true)
    await stage.inForce(
      (config) => config.routes.every((route) => !ids.includes(route.id) || route.isOn === isOn),
      "the switched routes"
    )
  }
  const explain = (orderId: string, command: RequestCommand) =>
    stage.run(
      Effect.flatMap(makeExplain, (ask) =>
        ask(stage.tenantId, { orderId: OrderId.make(orderId), command, panelId: null })
      )
    )
  const addOrder = (provider: string, fields: NewOrder = {}) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user: "rahim_smm", provider, externalId: `8${id}`, ...fields })
    return String(id)
  }
  /** Where the gateway wrote about an order, once everything of it is done. */
  const placesOf = async (id: string) => {
    await stage.settled(id)
    const { fastLikes, fallback, boostMint } = stage.groups
    const places: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
      [fastLikes.subject, writtenTo(fastLikes)],
      ["Specialists", writtenTo(specialists)],
      [fallback.subject, writtenTo(fallback)],
      ["BoostMint / Main Support", botWroteTo(boostMint)],
      ["Refills", botWroteTo(refills)],
      ["+9779820303030", mate.inbox.entries.filter((m) => m.isFromGateway).map((m) => m.text)],
      [
        "Tara Mate",
        stage.telegram.chat(stage.bot, telegramMate).messages.flatMap((m) => (m.isFromBot ? [m.text] : []))
      ]
    ]
    return places.flatMap(([place, texts]) =>
      texts.filter((text) => text.includes(`8${id}`)).map((text) => `${place}: ${text}`)
    )
  }
  /** Asks for it, and the explanation given before is what then happens. */
  const comesTrue = async (id: string, command: RequestCommand) => {
    const told = await explain(id, command)
    await askOnWhatsApp(stage.rahim, `${id} ${command}`)
    const real = await placesOf(id)
    const [request] = await stage.requestsOf(id)
    expect(
      told.acts.flatMap(({ place, text }) => (text === null ? [] : [`${place}: ${text}`])).toSorted()
    ).toEqual(real.toSorted())
    expect(told.acts.map(({ kind }) => kind).toSorted()).toEqual(
      request!.dispatches.map(({ kind }) => kind).toSorted()
    )
    return real
  }

  it("PR-05, CH-10: groups are listed before anybody wrote there, with members, kind and channel", async () => {
    const groups = await list({ kind: "group" })
    expect(groups.find(({ title }) => title === "Specialists")).toMatchObject({
      channelId: stage.whatsappChannel,
      channelName: "Main",
      channelKind: "whatsapp",
      chatId: specialists.jid,
      kind: "group",
      title: "Specialists",
      number: null,
      members: 3,
      isGone: false,
      isSupport: false,
      customer: null,
      isSilent: false,
      routes: []
    })
    const [used] = await list({ search: "fastlikes /" })
    expect(used!.routes.map(({ alias, target }) => [alias, target])).toEqual([
      ["FastLikes", "provider"],
      ["FollowHub", "provider"]
    ])
  })

  it("CH-07: a bot's group is listed when it was let in, also after a restart, and marked when it was put out", async () => {
    const quiet = stage.telegram.group({ title: "Quiet group", members: [stage.bot] })
    const find = async () => (await list({ search: "quiet group" }))[0]
    // Nobody has listed anything yet: it is kept by the update alone.
    await expect
      .poll(() => stage.query("select title from known_chat where chat_id = $1", [String(quiet.id)]))
      .toEqual([{ title: "Quiet group" }])
    await stage.restart()
    expect(await find()).toMatchObject({
      chatId: String(quiet.id),
      channelKind: "telegram",
      isGone: false
    })
    quiet.kick(stage.bot)
    await expect.poll(find).toMatchObject({ isGone: true })
    const refused = await add({ kind: "any" }, { channelId: stage.telegramChannel, chatId: String(quiet.id) })
    expect(Result.isFailure(refused) && refused.failure).toMatchObject({ reason: "UnknownChat" })
  })

  it("PR-05: a number is asked for on WhatsApp; one that is not there and a chat of nobody are refused", async () => {
    const channelId = stage.whatsappChannel
    const unknown = await add({ kind: "any" }, { channelId, number: "+977 982 999 9999" })
    expect(Result.isFailure(unknown) && unknown.failure).toMatchObject({
      message: "+977 982 999 9999 is not on WhatsApp."
    })
    const stranger = await add({ kind: "any" }, { channelId, chatId: "123@g.us" })
    expect(Result.isFailure(stranger) && stranger.failure).toMatchObject({ reason: "UnknownChat" })
    const customers = await add({ kind: "any" }, { channelId, number: stage.rahim.number })
    expect(Result.isFailure(customers) && customers.failure).toMatchObject({ reason: "CustomersChat" })
  })

  it("PR-05, PR-06: each level gets what is its own, on WhatsApp and Telegram, groups and people", async () => {
    const { panelId, whatsappChannel, telegramChannel, providers } = stage
    const [fastLikes] = providers
    const service = { kind: "service", panelId, serviceId: specialService } as const
    await added(service, { channelId: whatsappChannel, chatId: specialists.jid })
    await added(service, { channelId: whatsappChannel, number: "+977 982 030 3030" })
    await expect.poll(() => list({ search: "Tara" })).toHaveLength(1)
    await added(
      { kind: "manual", panelId: null },
      { channelId: telegramChannel, chatId: String(telegramMate.id) }
    )
    await expect.poll(() => list({ search: "Refills" })).toHaveLength(1)
    await added(
      { kind: "provider", providerId: fastLikes! },
      { channelId: telegramChannel, chatId: String(refills.id) },
      { command: "refill" }
    )
    expect((await routes()).map(({ label, isChecked }) => [label, isChecked]).slice(-4)).toEqual([
      ["Specialists", true],
      ["+9779820303030", true],
      ["Tara Mate", true],
      ["Refills", true]
    ])
    await stage.inForce((config) => config.routes.length === 9, "the new routes")

    const special = addOrder("fastlikes.example", { serviceName: "Special service" })
    expect(await comesTrue(special, "cancel")).toEqual([
      `Specialists: 8${special} cancel`,
      `+9779820303030: 8${special} cancel`
    ])
    const manual = addOrder("N/A")
    expect(await comesTrue(manual, "speedup")).toEqual([`Tara Mate: 8${manual} speed`])
    const refill = addOrder("fastlikes.example", { status: "completed" })
    expect(await comesTrue(refill, "refill")).toEqual([`Refills: 8${refill} refill`])
    const usual = addOrder("fastlikes.example")
    expect(await comesTrue(usual, "cancel")).toEqual([`FastLikes / Main Support: 8${usual} cancel`])
    const unknown = addOrder("brandnew.example")
    expect(await comesTrue(unknown, "cancel")).toEqual([`Manual orders: 8${unknown} cancel`])
    const twice = addOrder("followhub.example")
    expect(await comesTrue(twice, "cancel")).toHaveLength(2)
  })

  it("PR-06: a route that is switched off while requests are open: those still go there, new ones do not", async () => {
    const { telegramChannel, tenantId } = stage
    const [boostMint] = (await routes()).filter(({ providerAlias }) => providerAlias === "BoostMint")
    const control = (order: "enable" | "disable") =>
      stage.run(Effect.flatMap(ChannelControl, (channels) => channels[order](tenantId, telegramChannel)))
    await control("disable")
    const open = addOrder("boostmint.example")
    await askOnWhatsApp(stage.rahim, `${open} cancel`)
    const off = await explain(open, "cancel")
    expect(off.acts.find(({ kind }) => kind === "provider")!.problems).toEqual([
      "The channel “Bot” is switched off: messages wait until it is on."
    ])
    await setOn([boostMint!.id], false)
    await control("enable")
    await stage.channelState(telegramChannel, "Open")
    await onTelegram(stage, stage.groups.boostMint, `8${open} cancel`)
    const later = addOrder("boostmint.example")
    const told = await explain(later, "cancel")
    expect(told.notDone).toEqual([
      { kind: "provider", place: "BoostMint / Main Support", why: "the route for the provider is off" }
    ])
    expect(await comesTrue(later, "cancel")).toEqual([`Manual orders: 8${later} cancel`])
    const [request] = await stage.requestsOf(later)
    expect(request!.trace.at(-1)).toEqual({
      check: "route",
      input: "Panel API, Manual orders; the route for the provider is off",
      outcome: "passed"
    })
    await setOn([boostMint!.id], true)
  })

  it("PR-08: commands are switched off one by one, for forwarding and for the panel's request", async () => {
    const [fastLikes] = stage.providers
    const change = async (forward: ReadonlyArray<string>, panel: ReadonlyArray<string>) => {
      await stage.query(
        "update provider set off_forward = $1::text[], off_panel = $2::text[] where id = $3",
        [forward, panel, fastLikes]
      )
      await stage.inForce(({ providers }) => {
        const provider = providers.find(({ id }) => id === fastLikes)
        return provider?.offForward.join() === forward.join() && provider.offPanel.join() === panel.join()
      }, "the provider's switches")
    }
    await change(["cancel"], [])
    const onPanel = addOrder("fastlikes.example")
    expect(await comesTrue(onPanel, "cancel")).toEqual([])
    expect(cancelCalls(stage).flat()).toContain(onPanel)
    expect((await explain(onPanel, "cancel")).notDone).toEqual([
      {
        kind: "provider",
        place: "FastLikes / Main Support",
        why: "forwarding of cancels is off for FastLikes"
      }
    ])
    const speedup = addOrder("fastlikes.example")
    expect(await comesTrue(speedup, "speedup")).toEqual([`FastLikes / Main Support: 8${speedup} speed`])
    await change([], ["cancel"])
    const inGroup = addOrder("fastlikes.example")
    expect(await comesTrue(inGroup, "cancel")).toEqual([`FastLikes / Main Support: 8${inGroup} cancel`])
    expect(cancelCalls(stage).flat()).not.toContain(inGroup)
  })

  it("PR-03: the explanation names no provider by what the panel calls him", async () => {
    const id = addOrder("fastlikes.example")
    const told = JSON.stringify(await explain(id, "cancel"))
    expect(told).toContain("FastLikes")
    expect(told).not.toContain("fastlikes.example")
    expect(JSON.stringify([await routes(), await list()])).not.toContain("fastlikes.example")
    expect(await findSecrets(stage, undefined, ["brandnew.example"])).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
