import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { botWroteTo, cancelCalls, writtenTo } from "../journeys/Chats.ts"
import { findSecrets, troubles } from "../journeys/Secrets.ts"
import { openStage, type Stage } from "../journeys/Stage.ts"

quietLibsignal()

const order = "492007588"
const added = `Cancel request added for order ${order}`
const inProgress = `These support requests are already in progress: ${order}. For each order, you can request support once every 12 hours.`

/** Must be shown, item 2 of the first issue. */
describe("100 senders ask for the same cancel at once, over three kinds of chat and two networks", () => {
  let stage: Stage
  let direct: ReadonlyArray<Person>
  let inGroup: ReadonlyArray<Person>
  let onTelegram: ReadonlyArray<TelegramPerson>
  let group: Stage["groups"]["support"]
  let telegramGroup: TelegramGroup

  beforeAll(async () => {
    stage = await openStage()
    const { whatsapp, telegram, tenantId, panelId } = stage
    const people = Array.from({ length: 67 }, (_, n) =>
      whatsapp.person({
        pn: `97798300000${String(n).padStart(2, "0")}`,
        name: `Agent ${n}`,
        addressing: n % 3 === 0 ? "pn" : "lid"
      })
    )
    direct = people.slice(0, 34)
    inGroup = people.slice(34)
    group = whatsapp.group({
      subject: "Agency support",
      participants: [gatewayNumber, ...inGroup.map(({ number }) => number)]
    })
    onTelegram = Array.from({ length: 33 }, (_, n) => telegram.person({ firstName: `Agent ${n}` }))
    telegramGroup = telegram.group({ title: "Agency support", members: [stage.bot, ...onTelegram] })
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addCustomer({
          tenantId,
          panelId,
          username: "agency",
          contacts: [
            ...people.map(({ lidJid: lid, pnJid: pn }) => ({ lid, pn, telegramId: null })),
            ...onTelegram.map(({ id }) => ({ lid: null, pn: null, telegramId: String(id) }))
          ]
        })
      )
    )
    stage.panel.addOrder({
      id: Number(order),
      user: "agency",
      status: "in_progress",
      provider: "followhub.example",
      externalId: "8847283"
    })
  })
  afterAll(() => stage.close())

  it("OR-04, DI-01, DI-03: one request is accepted, the panel asked once, each provider group told once, and every asker answered once", async () => {
    const text = `${order} cancel`
    const started = performance.now()
    const asked = direct.map((person) => person.send(gatewayNumber, text))
    const inGroups = inGroup.map((person) => person.sendToGroup(group.jid, text))
    const questions = onTelegram.map((person) => person.write(telegramGroup, text))
    await Promise.all(asked)
    const groupIds = (await Promise.all(inGroups)).map(({ id }) => id)

    const answers = [
      ...(await Promise.all(
        direct.map((person) => person.waitFor(({ isFromGateway, group }) => isFromGateway && !group, 60_000))
      )),
      ...(await Promise.all(
        groupIds.map((id) => group.log.waitFor(({ quotedId }) => quotedId === id, 60_000))
      )),
      ...(await Promise.all(
        questions.map(({ messageId }) =>
          stage.telegram.waitFor(
            ({ chat, isFromBot, replyTo }) =>
              isFromBot && chat === telegramGroup.chat && replyTo === messageId,
            60_000
          )
        )
      ))
    ].map((answer) => answer.text)
    console.log(`race: 100 askers answered within ${Math.round(performance.now() - started)} ms`)

    expect(answers).toHaveLength(100)
    expect(answers.filter((answer) => answer === added)).toHaveLength(1)
    expect(answers.filter((answer) => answer === inProgress)).toHaveLength(99)
    expect(await stage.settled(order)).toMatchObject({ status: "done", stage: "added" })
    expect(await stage.requestsOf(order)).toHaveLength(1)
    expect(cancelCalls(stage)).toEqual([[order]])
    expect(writtenTo(stage.groups.fastLikes)).toEqual(["8847283 cancel"])
    expect(botWroteTo(stage.groups.boostMint)).toEqual(["8847283 cancel"])
  }, 360_000)

  it("CH-12, RT-02: nobody was answered twice, on the wire neither", () => {
    expect(
      direct.map(({ inbox }) => inbox.entries.filter((m) => m.isFromGateway && !m.group).length)
    ).toEqual(direct.map(() => 1))
    expect(group.log.entries.filter(({ isFromGateway }) => isFromGateway)).toHaveLength(inGroup.length)
    expect(telegramGroup.messages.filter(({ isFromBot }) => isFromBot)).toHaveLength(onTelegram.length)
    for (const { inbox } of direct) expect(inbox.duplicated.size).toBe(0)
    expect(group.log.duplicated.size).toBe(0)
  })

  it("BU-04, LD-04: 100 questions cost a few reads of the panel, not 100, and the counts of unread messages are exact", async () => {
    expect(stage.panel.requests.filter(({ method }) => method === "GET").length).toBeLessThanOrEqual(25)
    const [counted] = await stage.query<{ unread: number; stored: number }>(
      `select (select sum(unread) from conversation)::int as unread,
        (select count(*) from message where direction = 'in')::int as stored`
    )
    expect(counted).toEqual({ unread: 100, stored: 100 })
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
