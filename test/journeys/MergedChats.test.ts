import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { cancelCalls } from "./Chats.ts"
import { troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** How long the panel is busy with an order while the chat goes away. */
const busyMillis = 2_000

describe("CH-06, RT-02: a chat becomes one with another while its command is worked on", () => {
  let stage: Stage
  let nextOrder = 660_000_000
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500, rules: { isAccountStatusChecked: false } })
  })
  afterAll(() => stage.close())

  const addOrder = (user: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "nobody.example", externalId: `8${id}` })
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const requestChats = (ids: ReadonlyArray<string>) =>
    stage.query<{ chat: string; times: number }>(
      `select conversation_id::text as chat, count(*)::int as times from request
       where order_id = any($1::text[]) group by 1`,
      [ids]
    )
  const holdPanel = (ms = busyMillis) =>
    stage.panel.faults.add({ kind: "latency", ms, path: "/orders", method: "GET", times: 1 })
  /** The chat of a message that the look at what is unfinished does not find: who is not woken for it never answers. */
  const chatOf = async (networkId: string, text: string) => {
    const [message] = await stage.until(
      `message ${networkId}`,
      Effect.promise(() =>
        stage.query<{ chat: string }>(
          `update message set created_at = now() + interval '1 hour'
           where network_id = $1 and text = $2 and stage = 'received' returning conversation_id::text as chat`,
          [networkId, text]
        )
      ),
      (rows) => rows.length > 0
    )
    return message!.chat
  }

  /** His chat as one that only his number is known of, beside another under his LID; then the network says that they are one. */
  const unite = async (chat: string, person: Stage["rahim"]) => {
    await stage.query("update conversation set chat_id = $2, chat_pn = null where id = $1", [
      chat,
      person.pnJid
    ])
    const [kept] = await stage.query<{ id: string }>(
      `insert into conversation (id, tenant_id, channel_id, chat_id, kind, last_at, contact_id)
       select gen_random_uuid(), tenant_id, channel_id, $2, kind, last_at, contact_id from conversation
       where id = $1 returning id::text`,
      [chat, person.lidJid]
    )
    await stage.run(
      Effect.flatMap(Conversations, (all) => all.unite(stage.tenantId, person.lidJid, person.pnJid))
    )
    expect(await stage.query("select 1 from conversation where id = $1", [chat])).toEqual([])
    return kept!.id
  }

  it.each([
    ["one order", 1],
    ["several orders", 3]
  ])(
    "%s: a person's chat under his number goes into the one under his LID, and he is answered at once",
    async (_, count) => {
      const { rahim } = stage
      const ids = Array.from({ length: count }, () => addOrder("rahim_smm"))
      const before = rahim.inbox.entries.length
      holdPanel()
      const text = `${ids.join(" ")} cancel`
      const { id } = await rahim.send(gatewayNumber, text)
      const kept = await unite(await chatOf(id, text), rahim)
      const reply = await rahim.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > before, 30_000)
      for (const order of ids) expect(reply.text).toContain(order)
      expect(await requestChats(ids)).toEqual([{ chat: kept, times: count }])
      await stage.quiet()
      expect(
        cancelCalls(stage)
          .flat()
          .filter((order) => ids.includes(order))
          .toSorted()
      ).toEqual(ids)
      expect(await stage.handled(id)).toMatchObject({ stage: "done", conversation: kept })
      expect(rahim.inbox.entries.slice(before).filter(({ isFromGateway }) => isFromGateway)).toHaveLength(1)
    }
  )

  it("a command in a supergroup whose upgrade is learnt from the refusal of an earlier answer is answered at once", async () => {
    const { aarav, aaravUsername, bot, telegram } = stage
    const group = telegram.group({ title: "Moving desk", type: "group", members: [bot, aarav] })
    const [first, second] = [addOrder(aaravUsername), addOrder(aaravUsername)]
    // The answer to the first comes when the group has moved, untold, and the second is worked on in the new chat.
    holdPanel(busyMillis / 2)
    const earlier = aarav.write(group, `${first} cancel`)
    const old = await chatOf(String(earlier.messageId), earlier.text)
    bot.updates.allow(["callback_query"])
    group.migrate()
    bot.updates.allow(["message", "edited_message", "my_chat_member"])
    holdPanel(3 * busyMillis)
    const later = aarav.write(group, `${second} cancel`)
    expect(await chatOf(String(later.messageId), later.text)).not.toBe(old)
    await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(first), 30_000)
    await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(second), 30_000)
    expect(await requestChats([first, second])).toEqual([{ chat: old, times: 2 }])
    const said = group.messages.filter(({ isFromBot }) => isFromBot).map(({ text }) => text)
    expect(said.toSorted()).toEqual([added(first), added(second)])
  })

  it("rule 9: what could not be written under the old chat is logged once, and nothing else has failed", () => {
    const said = troubles(stage)
    expect(said.filter((line) => !line.includes("bulk_conversation_id_fkey"))).toEqual([])
    expect(said.length).toBeLessThanOrEqual(1)
  })
})
