import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnWhatsApp, botWroteTo, cancelCalls, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** The next answer, also on a machine that has much else to do. */
const answerTo = async (person: Person, text: string): Promise<string> => {
  const before = person.inbox.entries.length
  await person.send(gatewayNumber, text)
  const reply = await person.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > before, 60_000)
  return reply.text
}

const idsIn = (texts: ReadonlyArray<string>) => texts.flatMap((text) => text.match(/\d{5,}/g) ?? [])

describe("many customers at the same time, a panel that takes 300 ms and 5 requests a second", () => {
  let stage: Stage
  let nextOrder = 760_000_000
  beforeAll(async () => {
    stage = await openStage({ panelLatencyMs: 300, requestsPerSecond: 5 })
  })
  afterAll(() => stage.close())

  const addOrder = (user: string, provider: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, status: "in_progress", provider, externalId: `5${id}` })
    return String(id)
  }
  /** New customers with a WhatsApp number each. */
  const addCustomers = (count: number, from: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const username = `crowd_${from + n}`
        const person: Person = stage.whatsapp.person({
          pn: `97798400${String(from + n).padStart(5, "0")}`,
          name: username,
          addressing: n % 2 === 0 ? "lid" : "pn"
        })
        const { tenantId, panelId } = stage
        const contacts = [{ lid: person.lidJid, pn: person.pnJid, telegramId: null }]
        await stage.run(
          Effect.flatMap(TenantSetup, (setup) => setup.addCustomer({ tenantId, panelId, username, contacts }))
        )
        return { username, person }
      })
    )
  /** External ids in the order in which their requests were accepted, for one chat. */
  const acceptedFor = async (chatId: string, ids: ReadonlyArray<string>) =>
    (
      await stage.query<{ id: string }>(
        `select d.external_id as id from dispatch d where d.chat_id = $1 and d.order_id = any($2)
         order by d.next_at, d.id`,
        [chatId, ids]
      )
    ).map(({ id }) => id)

  /** How many windows a chat's requests may take: a machine that has much else to do reads them over a longer time. */
  const windowsOf = async (chatId: string, ids: ReadonlyArray<string>, millis: number) => {
    const [spread] = await stage.query<{ millis: number }>(
      `select extract(epoch from max(next_at) - min(next_at))::float8 * 1000 as millis from dispatch
       where chat_id = $1 and order_id = any($2)`,
      [chatId, ids]
    )
    return Math.floor(spread!.millis / millis) + 1
  }

  it("BU-05, DI-01: twenty customers' cancels become one message in each provider chat and few panel calls, and everyone is answered", async () => {
    await stage.setRules({ providerWindowMillis: 5_000, confirmationWaitMillis: 10_000 })
    const customers = await addCustomers(20, 0)
    const orders = customers.map(({ username }) => addOrder(username, "followhub.example"))
    const callsBefore = cancelCalls(stage).length
    const began = performance.now()
    const replies = await Promise.all(
      customers.map(({ person }, n) => answerTo(person, `${orders[n]} cancel`))
    )
    const took = Math.round(performance.now() - began)
    expect(replies).toEqual(orders.map((id) => `Cancel request added for order ${id}`))
    const { boostMint, fastLikes } = stage.groups
    const wanted = await acceptedFor(fastLikes.jid, orders)
    expect(wanted.toSorted()).toEqual(orders.map((id) => `5${id}`).toSorted())
    for (const id of orders) expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
    const onBot = await acceptedFor(String(boostMint.id), orders)
    expect(idsIn(writtenTo(fastLikes))).toEqual(wanted)
    expect(idsIn(botWroteTo(boostMint))).toEqual(onBot)
    const messages = [writtenTo(fastLikes).length, botWroteTo(boostMint).length]
    const calls = cancelCalls(stage).slice(callsBefore)
    console.log(
      `BU-05: 20 customers answered in ${took} ms; ${calls.length} panel calls, ${messages.join(" and ")} messages`
    )
    expect(idsIn(calls.flat()).toSorted()).toEqual(orders.toSorted())
    expect(calls.length).toBeLessThanOrEqual(10)
    expect(messages[0]).toBeLessThanOrEqual(await windowsOf(fastLikes.jid, orders, 5_000))
    expect(messages[1]).toBeLessThanOrEqual(await windowsOf(String(boostMint.id), orders, 5_000))
  }, 180_000)

  it("OR-06, BU-05: an answer that the panel confirms does not wait for the window", async () => {
    const timed = async () => {
      const id = addOrder("rahim_smm", "fastlikes.example")
      const began = performance.now()
      expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toBe(`Cancel request added for order ${id}`)
      return performance.now() - began
    }
    const median = async () => {
      const times = [await timed(), await timed(), await timed()].toSorted((a, b) => a - b)
      return times[1]!
    }
    await stage.setRules({ providerWindowMillis: 0 })
    const at0 = await median()
    await stage.setRules({ providerWindowMillis: 5_000 })
    const at5000 = await median()
    console.log(`reply with no window ${Math.round(at0)} ms, with a window of 5 s ${Math.round(at5000)} ms`)
    expect(at5000).toBeLessThan(2_400)
    await stage.setRules({ providerWindowMillis: 0 })
  }, 180_000)

  it("DI-01, BU-05, CH-11: 500 requests over 20 providers reach their chats once each and in order, in few messages", async () => {
    await stage.setRules({ providerWindowMillis: 400, confirmationWaitMillis: 10_000 })
    const { panelId, tenantId } = stage
    const chats = Array.from({ length: 20 }, (_, n) => {
      const isWhatsApp = n % 2 === 0
      const name = `burst${n}.example`
      const title = `Burst ${n}`
      if (isWhatsApp) {
        const group = stage.whatsapp.group({
          subject: title,
          participants: [gatewayNumber, stage.providerStaff.number]
        })
        return { name, title, isWhatsApp, chatId: group.jid, written: () => writtenTo(group) }
      }
      const group = stage.telegram.group({ title, members: [stage.bot, stage.boostMintStaff] })
      return { name, title, isWhatsApp, chatId: String(group.id), written: () => botWroteTo(group) }
    })
    await stage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        for (const { chatId, isWhatsApp, name, title } of chats) {
          const providerId = yield* setup.addProvider({
            tenantId,
            panelId,
            alias: title,
            name: Redacted.make(name)
          })
          const channelId = isWhatsApp ? stage.whatsappChannel : stage.telegramChannel
          yield* setup.addRoute({ tenantId, providerId, command: null, channelId, chatId, label: title })
        }
      })
    )
    await stage.inForce(({ providers }) => providers.length === 23, "twenty more providers")
    const customers = await addCustomers(50, 100)
    // Ten orders of ten different providers in each message.
    const asked = customers.map(({ username }, c) =>
      Array.from({ length: 10 }, (_, n) => addOrder(username, chats[(c + n * 2) % 20]!.name))
    )
    const orders = asked.flat()
    const callsBefore = cancelCalls(stage).length
    const began = performance.now()
    const replies = await Promise.all(
      customers.map(({ person }, c) => answerTo(person, `${asked[c]!.join(" ")} cancel`))
    )
    const answered = Math.round(performance.now() - began)
    expect(replies.every((text) => text.includes("Support request added successfully."))).toBe(true)
    await stage.until(
      "500 requests that are done",
      Effect.promise(() =>
        stage.query("select 1 from request where status = 'done' and order_id = any($1)", [orders])
      ),
      (rows) => rows.length === 500,
      60
    )
    const drained = Math.round(performance.now() - began)
    for (const { chatId, title, written } of chats) {
      const wanted = await acceptedFor(chatId, orders)
      expect(wanted, title).toHaveLength(25)
      expect(idsIn(written()), title).toEqual(wanted)
    }
    const counts = chats.map(({ written }) => written().length)
    const calls = cancelCalls(stage).slice(callsBefore)
    expect(calls.flat().toSorted()).toEqual(orders.toSorted())
    console.log(
      `500 requests: answered in ${answered} ms, all done in ${drained} ms, ${counts.reduce((a, b) => a + b, 0)} messages in 20 chats (${counts.join(" ")}), ${calls.length} panel calls`
    )
    for (const { chatId, title, written } of chats) {
      expect(written().length, title).toBeLessThanOrEqual(await windowsOf(chatId, orders, 400))
    }
  }, 360_000)

  it("SE-02: nothing of it went wrong unseen", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
