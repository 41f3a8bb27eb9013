import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { ConversationId, MessageId, ProviderId, RequestId, RouteId } from "../../src/domain/Ids.ts"
import type { AnswerVerdict } from "../../src/domain/answers/AnswerSense.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { FollowUps } from "../../src/ports/FollowUps.ts"
import { ProviderAnswers, type ProviderMessageSeen } from "../../src/ports/ProviderAnswers.ts"
import { type Asked, type FollowedStorage, openFollowed } from "./FollowedRequests.ts"
import { received } from "./Rows.ts"
import type { SmallTenant } from "./TestStorage.ts"

const hour = 3_600_000

describe("what providers answer, and reminders", () => {
  let storage: FollowedStorage
  let tenant: SmallTenant
  let lastChat = 0
  beforeAll(async () => {
    storage = await openFollowed()
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    await storage.reset()
    tenant = await storage.tenant()
  })

  const newChat = () => `${++lastChat}@g.us`
  /** Requests that were sent to a provider's chat, with the message that carries them. */
  const sentTo = async (chatId: string, count = 1, of = tenant) => {
    const dispatch = {
      kind: "provider" as const,
      routeId: newId() as RouteId,
      channelId: of.whatsapp,
      chatId
    }
    const asked = await storage.ask(of, null, {
      count,
      command: "refill",
      dispatches: [dispatch],
      chat: `${newId()}@lid`
    })
    await storage.run(Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 10_000, 1_000)))
    const [message] = await storage.query<{ id: string; conversation: ConversationId; networkId: string }>(
      `select m.id, m.conversation_id as conversation, m.network_id as "networkId" from message m
       where m.id in (select message_id from dispatch where request_id in (
         select id from request where order_id = any($1)))`,
      [asked.ids]
    )
    await storage.query("update message set stage = 'sent' where id = $1", [message!.id])
    await storage.query("update dispatch set state = 'done', settled_at = now() where message_id = $1", [
      message!.id
    ])
    await storage.query(
      "update request set status = 'done', stage = 'added', watch_at = null where order_id = any($1)",
      [asked.ids]
    )
    const { conversation, id: messageId, networkId } = message!
    return { ...asked, conversation, networkId, chatId, messageId }
  }
  const nobody = { lid: "999@lid", pn: null, telegramId: null, name: null }
  const lookUp = (seen: Partial<ProviderMessageSeen> & { conversationId: ConversationId }, of = tenant) =>
    storage.run(
      Effect.flatMap(ProviderAnswers, (answers) =>
        answers.lookUp(
          of.tenantId,
          {
            messageId: newId() as MessageId,
            channelId: of.whatsapp,
            sender: nobody,
            // What was sent to it left ten seconds from now.
            sentAt: Date.now() + 10_000,
            quotedId: null,
            ids: [],
            ...seen
          },
          Date.now() - hour
        )
      )
    )
  const idOf = async (asked: Pick<Asked, "id">) => (await storage.rowOf(asked.id)).id
  /** A provider's message in the chat, kept as an answer. */
  const answer = async (chatId: string, requestId: RequestId, verdict: AnswerVerdict) => {
    const { messageId } = await storage.run(received(tenant, { chatId, chatPn: null, networkId: newId() }))
    return { messageId, keep: keep(messageId, requestId, verdict) }
  }
  const keep = (messageId: MessageId, requestId: RequestId, verdict: AnswerVerdict) =>
    Effect.flatMap(ProviderAnswers, (answers) =>
      answers.keep(tenant.tenantId, messageId, [{ requestId, verdict, link: "id" }], Date.now())
    )
  const answersTo = (requestId: RequestId) =>
    storage.query<{ verdict: string }>("select verdict from provider_answer where request_id = $1", [
      requestId
    ])
  const remind = (ids: ReadonlyArray<RequestId>, atMost = 1) =>
    Effect.flatMap(FollowUps, (followUps) => followUps.remind(tenant.tenantId, ids, atMost, Date.now()))
  const remindersIn = async (conversation: ConversationId) =>
    (await storage.saidIn(conversation)).filter((text) => text.startsWith("Reminder"))

  it("PR-10: a quote finds its whole message, an id what was sent to this chat alone, whoever else has it", async () => {
    const sent = await sentTo(newChat(), 3)
    const other = await sentTo(newChat())
    const conversationId = sent.conversation
    const quoted = await lookUp({ conversationId, quotedId: sent.networkId })
    expect(quoted.quoted?.map(({ orderId }) => orderId)).toEqual(sent.ids)
    const ids = [...sent.ids, ...other.ids].map((id) => `8${id}`)
    const named = await lookUp({ conversationId, ids })
    expect(named.named.map(({ orderId }) => orderId).toSorted()).toEqual([...sent.ids])
    const elsewhere = await lookUp({ conversationId, quotedId: other.networkId })
    expect(elsewhere).toMatchObject({ quoted: [], named: [], only: null })
    const stranger = await storage.tenant()
    expect(await lookUp({ conversationId, ids }, stranger)).toMatchObject({ named: [] })
  })

  it("PR-10: the one open request of a chat is found while it is young, and none when there are two", async () => {
    const sent = await sentTo(newChat())
    const conversationId = sent.conversation
    expect((await lookUp({ conversationId })).only?.orderId).toBe(sent.id)
    expect((await lookUp({ conversationId, ids: ["77"] })).only).toBeNull()
    const second = await sentTo(sent.chatId)
    expect((await lookUp({ conversationId })).only).toBeNull()
    await storage.query("update request set result = 'done' where order_id = $1", [second.id])
    expect((await lookUp({ conversationId })).only?.orderId).toBe(sent.id)
    await storage.query("update message set sent_at = now() - interval '2 hours' where id = $1", [
      sent.messageId
    ])
    expect((await lookUp({ conversationId })).only).toBeNull()
  })

  it("PR-10: a plain word that was written before we asked, or that another answered before, is no answer", async () => {
    const sent = await sentTo(newChat())
    const conversationId = sent.conversation
    expect((await lookUp({ conversationId, sentAt: Date.now() - 60_000 })).only).toBeNull()
    const { keep, messageId } = await answer(sent.chatId, await idOf(sent), "done")
    await storage.run(keep)
    expect((await lookUp({ conversationId })).only).toBeNull()
    // The process ended before the request did: heard again, the same message still ends it.
    expect((await lookUp({ conversationId, messageId })).only?.orderId).toBe(sent.id)
  })

  it("PR-10: who asked for it, and the owner's own people, answer nothing", async () => {
    const sent = await sentTo(newChat())
    const conversationId = sent.conversation
    const ids = [`8${sent.id}`]
    const contact = newId()
    await storage.query("insert into contact (id, tenant_id, lid) values ($1, $2, '999@lid')", [
      contact,
      tenant.tenantId
    ])
    await storage.query(
      "insert into customer_contact (tenant_id, customer_id, contact_id, linked_by) values ($1, $2, $3, 'owner')",
      [tenant.tenantId, sent.customerId, contact]
    )
    expect(await lookUp({ conversationId, ids })).toMatchObject({ isOurs: false, named: [] })
    await storage.query("update contact set trusted_as = 'The boss' where id = $1", [contact])
    expect(await lookUp({ conversationId, ids })).toMatchObject({ isOurs: true, named: [] })
  })

  it("PR-10: a message answers a request once, however often it is heard at once", async () => {
    const sent = await sentTo(newChat())
    const requestId = await idOf(sent)
    const { messageId } = await answer(sent.chatId, requestId, "done")
    await storage.race(12, () => keep(messageId, requestId, "done"))
    expect(await answersTo(requestId)).toEqual([{ verdict: "done" }])
  })

  it("OR-11: two answers and what the panel shows at once end a request once, with one closing message", async () => {
    const sent = await sentTo(newChat())
    const requestId = await idOf(sent)
    const ending = (result: "done" | "rejected", line: string) =>
      Effect.flatMap(FollowUps, (followUps) =>
        followUps.end(tenant.tenantId, sent.conversationId, [{ requestId, result, line }], Date.now())
      )
    const ends = await storage.race(15, (n) =>
      n % 3 === 0 ? ending("rejected", "no") : ending("done", "yes")
    )
    expect(ends.filter(({ ids }) => ids.length > 0)).toHaveLength(1)
    expect(await storage.saidIn(sent.conversationId)).toHaveLength(1)
  })

  it("OR-11: a reminder names everything that is open in the chat, once, whoever says so at once", async () => {
    const sent = await sentTo(newChat(), 3)
    const ids = await Promise.all(sent.ids.map((id) => idOf({ id })))
    await storage.race(10, () => remind(ids))
    const text = `Reminder: ${sent.ids.map((id) => `8${id}`).join(", ")} refill`
    expect(await remindersIn(sent.conversation)).toEqual([text])
    await storage.run(remind(ids))
    expect(await remindersIn(sent.conversation)).toHaveLength(1)
    await storage.run(remind(ids, 2))
    expect(await remindersIn(sent.conversation)).toEqual([text, text])
    const [reminder] = await storage.query<{ networkId: string }>(
      `select network_id as "networkId" from message where text = $1 order by id desc`,
      [text]
    )
    await storage.query("update message set stage = 'sent' where network_id = $1", [reminder!.networkId])
    const quoted = await lookUp({ conversationId: sent.conversation, quotedId: reminder!.networkId })
    expect(quoted.quoted?.map(({ orderId }) => orderId)).toEqual(sent.ids)
  })

  it("OR-11: what has ended or was answered is not reminded of, and what was not understood is", async () => {
    const chat = newChat()
    const [ended, answered, unclear] = [await sentTo(chat), await sentTo(chat), await sentTo(chat)]
    await storage.query("update request set result = 'done' where order_id = $1", [ended.id])
    await storage.run((await answer(chat, await idOf(answered), "in_progress")).keep)
    await storage.run((await answer(chat, await idOf(unclear), "unknown")).keep)
    const ids = await Promise.all([ended, answered, unclear].map(idOf))
    await storage.run(remind(ids))
    expect(await remindersIn(ended.conversation)).toEqual([`Reminder: 8${unclear.id} refill`])
  })

  it("OR-11: reminders come by themselves when their time is, where the owner wants them", async () => {
    const rules = { isProviderReminded: true, providerReminderHours: 3 }
    for (const [owned, expected] of [
      [await storage.tenant(rules), 1],
      [await storage.tenant(), 0]
    ] as const) {
      const chat = newChat()
      const [first, second] = [await sentTo(chat, 1, owned), await sentTo(chat, 1, owned)]
      const both = [first.id, second.id]
      const at = (hours: number) =>
        storage.query(
          "update request set accepted_at = now() - make_interval(hours => $2) where order_id = any($1)",
          [both, hours]
        )
      await at(2)
      await storage.due(both)
      await storage.look()
      expect(await remindersIn(first.conversation)).toEqual([])
      await at(4)
      for (let n = 0; n < 3; n++) {
        await storage.due(both)
        await storage.look(n % 2)
      }
      expect(await remindersIn(first.conversation)).toHaveLength(expected)
    }
  })

  it("OR-11: a refill whose provider's API says that it is done ends so, and one that it does not know goes on", async () => {
    const [done, unknown] = [
      await storage.ask(tenant, null, { command: "refill" }),
      await storage.ask(tenant, null, { command: "refill", chat: "300@lid" })
    ]
    for (const { id } of [done, unknown]) {
      await storage.query(
        `update dispatch set kind = 'provider_api', state = 'done', provider_ref = 'r' || order_id, provider_id = $2
         where order_id = $1`,
        [id, await aProvider()]
      )
    }
    storage.refills.set(`r${done.id}`, "completed")
    await storage.look()
    expect(await storage.rowOf(done.id)).toMatchObject({ result: "done" })
    expect(await storage.saidIn(done.conversationId)).toEqual([`The refill of order ${done.id} is done.`])
    expect(await storage.rowOf(unknown.id)).toMatchObject({ result: null })
  })

  const aProvider = async () => {
    const id = newId() as ProviderId
    await storage.query(
      `insert into provider (id, tenant_id, panel_id, alias, mark, sealed_name) values ($1, $2, $3, $4, $4, '')`,
      [id, tenant.tenantId, tenant.panelId, id]
    )
    return id
  }
})
