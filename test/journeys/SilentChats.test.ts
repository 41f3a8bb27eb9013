import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Group } from "../../simulators/telegram/Group.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ConversationId } from "../../src/domain/Ids.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

describe("CH-10: a chat is switched silent, and on again", () => {
  let stage: WholeStage
  let owner: Asking
  let nextOrder = 670_000_000
  beforeAll(async () => {
    stage = await openWholeStage({ requestsPerSecond: 500 })
    owner = await stage.person("owner", "owner")
    await stage.link()
  })
  afterAll(() => stage.close())

  const addOrder = (user: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "nobody.example", externalId: `8${id}` })
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const isAnswer = (
    { isFromBot, text }: { readonly isFromBot: boolean; readonly text: string },
    id: string
  ) => isFromBot && text === added(id)
  const setSilent = async (id: string, isSilent: boolean) => {
    const { status } = await owner("PUT", `/api/conversations/${id}/settings`, { isSilent })
    expect(status).toBe(204)
  }
  const chatAt = async (chatId: string) =>
    await waitFor(async () => {
      const rows = await stage.query<{ id: ConversationId; title: string }>(
        "select id::text as id, title from conversation where chat_id = $1",
        [chatId]
      )
      return rows[0]
    })
  /** What became of a message, once the gateway has finished with it. */
  const endOf = (text: string) =>
    waitFor(async () => {
      const rows = await stage.query<{ stage: string; note: string | null }>(
        "select stage, note from message where text = $1 and direction = 'in' and stage <> 'received'",
        [text]
      )
      return rows[0]
    })
  const shown = async (id: string) => {
    const { json } = await owner("GET", `/api/conversations/${id}/messages?limit=50`)
    return (json as { readonly items: ReadonlyArray<{ readonly text: string }> }).items.map(
      ({ text }) => text
    )
  }

  it("nothing is answered, staff see what was written, and only what comes after the switch back is answered", async () => {
    const { rahim } = stage
    const [spoken, unspoken, again] = [addOrder("rahim_smm"), addOrder("rahim_smm"), addOrder("rahim_smm")]
    await rahim.send(gatewayNumber, `${spoken} cancel`)
    await rahim.waitFor(({ text }) => text === added(spoken), 15_000)
    const { id } = await chatAt(rahim.lidJid)
    await setSilent(id, true)
    await rahim.send(gatewayNumber, `${unspoken} cancel`)
    expect(await endOf(`${unspoken} cancel`)).toEqual({
      stage: "done",
      note: "The bot is silent in this chat"
    })
    expect(await shown(id)).toContain(`${unspoken} cancel`)
    const listed = await owner("GET", "/api/conversations?filter=all&limit=50")
    expect(JSON.stringify(listed.json)).toContain(`${unspoken} cancel`)
    // The person writes on while the chat is silent, and once more at the moment of the switch.
    await setSilent(id, false)
    await rahim.send(gatewayNumber, `${again} cancel`)
    await rahim.waitFor(({ text }) => text === added(again), 15_000)
    const heard = rahim.inbox.entries.filter(({ isFromGateway }) => isFromGateway).map(({ text }) => text)
    expect(heard).toEqual([added(spoken), added(again)])
    expect(await stage.query("select 1 from request where order_id = $1", [unspoken])).toEqual([])
  })

  describe("a Telegram forum", () => {
    let forum: Group
    let group: string
    let old: number
    beforeAll(async () => {
      forum = stage.telegram.group({
        title: "Forum",
        isForum: true,
        type: "supergroup",
        members: [stage.bot, stage.aarav]
      })
      stage.aarav.write(forum, "hello")
      group = (await chatAt(String(forum.id))).id
      old = forum.topic("Old")
      await say("good morning", old)
    })
    const say = async (text: string, threadId?: number) => {
      stage.aarav.write(forum, text, { threadId })
      return await endOf(text)
    }
    const silentEnd = { stage: "done", note: "The bot is silent in this chat" }
    const topicId = async (threadId: number) => (await chatAt(`${forum.id}/${threadId}`)).id
    const answered = async (threadId: number) => {
      const id = addOrder(stage.aaravUsername)
      stage.aarav.write(forum, `${id} cancel`, { threadId })
      const answer = await stage.telegram.waitFor((message) => isAnswer(message, id), 15_000)
      expect(answer.threadId).toBe(threadId)
    }
    const unanswered = async (threadId: number) => {
      const id = addOrder(stage.aaravUsername)
      expect(await say(`${id} cancel`, threadId)).toEqual(silentEnd)
      expect(forum.messages.some((message) => isAnswer(message, id))).toBe(false)
    }

    it("is silent in the topics that exist and in those that come, and speaks in all of them again", async () => {
      await answered(old)
      await setSilent(group, true)
      await unanswered(old)
      const young = forum.topic("Young")
      await unanswered(young)
      const { json } = await owner("GET", `/api/audit?limit=20`)
      expect(JSON.stringify(json)).toContain("With its group")
      await setSilent(group, false)
      await answered(old)
      await answered(young)
    })

    it("leaves a topic silent that was silenced alone, and lets one speak alone", async () => {
      const [quiet, loud] = [forum.topic("Quiet"), forum.topic("Loud")]
      await say("one", quiet)
      await say("two", loud)
      await setSilent(await topicId(quiet), true)
      await unanswered(quiet)
      await answered(loud)
      await setSilent(group, true)
      await unanswered(loud)
      await setSilent(await topicId(loud), false)
      await answered(loud)
      await setSilent(group, false)
      await unanswered(quiet)
      await answered(old)
    })

    it("in a race of the switch and the first words of topics, none of them is left to speak", async () => {
      const topics = Array.from({ length: 12 }, (_, n) => forum.topic(`Race ${n}`))
      const orders = topics.map(() => addOrder(stage.aaravUsername))
      const writing = topics.map((threadId, n) => {
        stage.aarav.write(forum, `race ${n}`, { threadId })
        return n === 5 ? setSilent(group, true) : Promise.resolve()
      })
      await Promise.all(writing)
      for (const [n] of topics.entries()) await endOf(`race ${n}`)
      const speaking = await stage.query(
        "select chat_id from conversation where chat_id like $1 and not is_silent",
        [`${forum.id}%`]
      )
      expect(speaking).toEqual([])
      topics.forEach((threadId, n) => stage.aarav.write(forum, `${orders[n]} cancel`, { threadId }))
      for (const id of orders) expect(await endOf(`${id} cancel`)).toEqual(silentEnd)
      await setSilent(group, false)
    })
  })

  it("nothing failed meanwhile", () => {
    expect(stage.capture.logs.filter((line) => /level=(ERROR|FATAL)/.test(line))).toEqual([])
  })
})
