import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { ConversationId, LoginId, MessageId, OrderId } from "../../src/domain/Ids.ts"
import { ChatControl } from "../../src/ports/ChatControl.ts"
import { StaffCommands } from "../../src/ports/StaffCommands.ts"
import { makeLinking, words } from "./Linking.ts"
import { networks, newcomer } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const sita = { id: LoginId.make(randomUUID()), name: "sita" }
const hari = { id: LoginId.make(randomUUID()), name: "hari" }

describe("a person takes over a chat", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500, rules: { registration: "trust" } })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())

  const chats = <A, E>(use: (control: ChatControl["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.flatMap(ChatControl, use))
  const linkedOn = async (network: (typeof networks)[number]) => {
    const person = await at.prompted(network)
    const username = at.addUser()
    expect(await person.ask(username)).toBe(words.linked(username))
    const { lid, pn, telegramId } = person.address
    const [row] = await stage.query<{ id: ConversationId }>(
      "select id from conversation where kind = 'direct' and (chat_id in ($1, $2, $3) or chat_pn in ($1, $2))",
      [lid, pn, telegramId]
    )
    return { ...person, username, chat: row!.id }
  }
  type Linked = Awaited<ReturnType<typeof linkedOn>>
  const take = ({ chat }: Linked, agent = sita, isForced = false) =>
    chats((control) => control.takeOver(stage.tenantId, chat, agent, isForced))
  const handBack = ({ chat }: Linked) => chats((control) => control.handBack(stage.tenantId, chat))
  const write = ({ chat }: Linked, text: string, agent = sita, kind: "reply" | "note" = "reply") =>
    chats((control) =>
      control.write(stage.tenantId, chat, agent, { kind, clientId: randomUUID(), text, quoted: null })
    )
  const quiet = { stage: "done", note: "A person answers this chat" }

  it.each(networks)(
    "LD-02: on %s the bot is silent from the take-over to the hand-back, and staff's words arrive",
    async (network) => {
      const person = await linkedOn(network)
      expect(await take(person)).toMatchObject({
        _tag: "Taken",
        conversation: { controller: "human", controllerName: "sita" }
      })
      const order = at.addOrder(person.username)
      expect(await person.say(`${order} cancel`)).toEqual(quiet)
      expect(await stage.requestsOf(order)).toEqual([])
      expect(await write(person, "Hello, I am looking at it")).toMatchObject({ _tag: "Written" })
      await person.hears("Hello, I am looking at it")
      expect(await handBack(person)).toBe(true)
      await at.works(person, person.username)
    }
  )

  it("LD-02: of two who press at the same time a hundred times one has the chat each time, and the other is told who", async () => {
    const person = await linkedOn("whatsapp")
    for (let round = 0; round < 100; round += 1) {
      const results = await Promise.all(
        round % 2 === 0 ? [take(person, sita), take(person, hari)] : [take(person, hari), take(person, sita)]
      )
      const taken = results.filter(({ _tag }) => _tag === "Taken")
      expect(taken).toHaveLength(1)
      const winner = taken[0]!._tag === "Taken" ? taken[0]!.conversation.controllerName : null
      expect(results.find(({ _tag }) => _tag === "Held")).toEqual({ _tag: "Held", by: winner })
      expect(await handBack(person)).toBe(true)
    }
    expect(await take(person, sita)).toMatchObject({ _tag: "Taken" })
    expect(await write(person, "mine", hari)).toEqual({ _tag: "Held", by: "sita" })
    expect(await take(person, hari, true)).toMatchObject({ _tag: "Taken" })
    expect(await write(person, "was mine", sita)).toEqual({ _tag: "Held", by: "hari" })
    expect(person.heard().filter((text) => text.includes("mine"))).toEqual([])
    await handBack(person)
  })

  it("LD-02: no reply of the bot leaves after a take-over was acknowledged, whatever it is doing at that moment", async () => {
    const [one, two] = [await linkedOn("whatsapp"), await linkedOn("telegram")]
    const late: Array<string> = []
    let answered = 0
    for (let round = 0; round < 40; round += 1) {
      const person = round % 2 === 0 ? one : two
      const before = person.heard().length
      // Several commands, and a take-over at a moment that moves through the bot's work on them.
      const sent = [1, 2, 3].map(() => person.say(`${at.addOrder(person.username)} cancel`))
      await stage.run(Effect.sleep((round * 7) % 90))
      expect(await take(person)).toMatchObject({ _tag: "Taken" })
      const acknowledged = person.heard().length
      answered += acknowledged - before
      await Promise.all(sent)
      // What staff write now comes after everything that was sent before it.
      await write(person, `round ${round}`)
      await person.hears(`round ${round}`)
      const after = person.heard().slice(acknowledged)
      late.push(...after.filter((text) => text !== `round ${round}`))
      await handBack(person)
    }
    expect(late).toEqual([])
    expect(answered).toBeGreaterThan(0)
    const [row] = await stage.query<{ count: number }>(
      "select count(*)::int as count from message where author = 'bot' and stage in ('queued', 'sending')"
    )
    expect(row!.count).toBe(0)
  })

  it("LD-02: a reply typed on the owner's own phone keeps the bot silent for the time of the rule, and staff may take over", async () => {
    await at.rules({ registration: "trust", phoneMinutes: 5 })
    const phoneFriend = stage.whatsapp.person({ pn: "9779820999001", name: "Friend" })
    await phoneFriend.send(gatewayNumber, "hello")
    await phoneFriend.waitFor(({ isFromGateway }) => isFromGateway, 15_000)
    const chatOf = () =>
      stage.query<{ id: ConversationId; controller: string; name: string | null; minutes: number | null }>(
        `select id, controller, controller_name as name, extract(epoch from controlled_until - now())::float8 / 60 as minutes
         from conversation where chat_id = $1 or chat_pn = $2`,
        [phoneFriend.lidJid, phoneFriend.pnJid]
      )
    await stage.phone.type(phoneFriend.number, "I answer this one myself")
    const [held] = await stage.until(
      "the phone's take-over",
      Effect.promise(chatOf),
      ([chat]) => chat?.controller === "human"
    )
    expect(held).toMatchObject({ name: "the phone" })
    expect(held!.minutes).toBeGreaterThan(4)
    expect(held!.minutes).toBeLessThanOrEqual(5)
    const { id } = await phoneFriend.send(gatewayNumber, "hello again")
    expect(await stage.handled(id)).toMatchObject(quiet)
    await stage.query("update conversation set controlled_until = now() where id = $1", [held!.id])
    await stage.until(
      "the end of the phone's time",
      Effect.promise(chatOf),
      ([chat]) => chat?.controller === "bot" && chat.minutes === null
    )
    await stage.phone.type(phoneFriend.number, "Me again")
    await stage.until("the phone", Effect.promise(chatOf), ([chat]) => chat?.controller === "human")
    expect(await chats((control) => control.takeOver(stage.tenantId, held!.id, sita, false))).toMatchObject({
      _tag: "Taken",
      conversation: { controllerName: "sita" }
    })
  })

  it("LD-02: a paused bot is silent until its time is over, a reply of staff to the bot's chat takes it over", async () => {
    const person = await linkedOn("whatsapp")
    expect(await chats((control) => control.pause(stage.tenantId, person.chat, sita, 30))).toMatchObject({
      _tag: "Taken",
      conversation: { controller: "paused", controllerName: "sita" }
    })
    expect(await person.say(`${at.addOrder(person.username)} cancel`)).toEqual(quiet)
    await stage.query("update conversation set controlled_until = now() where id = $1", [person.chat])
    await stage.until(
      "the end of the pause",
      Effect.promise(() =>
        stage.query<{ controller: string }>("select controller from conversation where id = $1", [
          person.chat
        ])
      ),
      ([row]) => row?.controller === "bot"
    )
    await at.works(person, person.username)
    await write(person, "Can I help?", hari)
    await person.hears("Can I help?")
    expect(await person.say(`${at.addOrder(person.username)} cancel`)).toEqual(quiet)
    await handBack(person)
  })

  it("LD-03: what the browser sends twice is one message, a note reaches nobody, and what failed can be sent again", async () => {
    const person = await linkedOn("whatsapp")
    await take(person)
    const clientId = randomUUID()
    const twice = await Promise.all(
      Array.from({ length: 20 }, () =>
        chats((control) =>
          control.write(stage.tenantId, person.chat, sita, {
            kind: "reply",
            clientId,
            text: "Only once",
            quoted: null
          })
        )
      )
    )
    expect(new Set(twice.map((one) => (one._tag === "Written" ? one.message.id : one._tag))).size).toBe(1)
    await write(person, "He is a good customer", sita, "note")
    await write(person, "After both", sita)
    await person.hears("After both")
    expect(person.heard().slice(-2)).toEqual(["Only once", "After both"])
    const [last] = await stage.query<{ id: MessageId }>(
      "select id from message where conversation_id = $1 and text = 'After both'",
      [person.chat]
    )
    // An attempt that is not written down yet would come into what is set here.
    const writtenDown = () =>
      stage.until(
        "the end of the attempt",
        Effect.promise(() =>
          stage.query<{ stage: string }>("select stage from message where id = $1", [last!.id])
        ),
        ([row]) => row?.stage === "sent" || row?.stage === "delivered" || row?.stage === "read"
      )
    await writtenDown()
    await stage.query("update message set stage = 'failed' where id = $1", [last!.id])
    const resend = (id: MessageId, isConfirmed = false) =>
      chats((control) => control.resend(stage.tenantId, id, isConfirmed))
    expect(await resend(last!.id)).toBe("resent")
    await writtenDown()
    expect(await resend(last!.id)).toBe("notFailed")
    await stage.query("update message set stage = 'uncertain' where id = $1", [last!.id])
    expect(await resend(last!.id)).toBe("unconfirmed")
    expect(await resend(MessageId.make(randomUUID()))).toBe("notFound")
    await handBack(person)
  })

  it("LD-01: staff give commands for the chat's customer, once for each press, with a note of who did; nobody is told", async () => {
    const person = await linkedOn("whatsapp")
    const order = OrderId.make(at.addOrder(person.username))
    const before = person.heard().length
    const clientId = randomUUID()
    const give = () =>
      stage.run(
        Effect.flatMap(StaffCommands, (commands) =>
          Effect.orDie(
            commands.give(stage.tenantId, person.chat, sita, {
              clientId,
              command: "cancel",
              orderIds: [order]
            })
          )
        )
      )
    const first = await give()
    expect(first.parts).toEqual([words.added(order)])
    expect((await give()).parts).toEqual([words.added(order)])
    const [request] = await stage.requestsOf(order)
    expect(request).toMatchObject({ command: "cancel", customerUsername: person.username })
    expect(await stage.requestsOf(order)).toHaveLength(1)
    expect(request!.trace[0]).toEqual({ check: "sender known", input: "staff sita", outcome: "passed" })
    const notes = await stage.query(
      "select direction, author, sender_name, text from message where conversation_id = $1 and direction = 'note'",
      [person.chat]
    )
    expect(notes).toEqual([
      { direction: "note", author: "staff", sender_name: "sita", text: `${order} cancel` }
    ])
    expect(person.heard()).toHaveLength(before)
    const foreign = await stage.run(
      Effect.flatMap(StaffCommands, (commands) =>
        Effect.flip(
          commands.give(stage.tenantId, ConversationId.make(randomUUID()), sita, {
            clientId: randomUUID(),
            command: "status",
            orderIds: [order]
          })
        )
      )
    )
    expect(foreign._tag).toBe("NoSuchChat")
  })

  it("LD-02: a take-over while the number is away is acknowledged, and what the bot had not sent stays unsent", async () => {
    const person = await linkedOn("whatsapp")
    const newer = newcomer(stage)
    await stage.query(
      `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage, next_at)
       select gen_random_uuid(), tenant_id, id, channel_id, 'out', 'bot', 'LATER', 'a late word of the bot', now(), 'queued',
         now() + interval '1 hour' from conversation where id = $1`,
      [person.chat]
    )
    expect(await take(person)).toMatchObject({ _tag: "Taken" })
    expect(await stage.query("select stage, note from message where network_id = 'LATER'")).toEqual([
      { stage: "failed", note: "Not sent: sita took over" }
    ])
    expect(newer.heard()).toEqual([])
    await handBack(person)
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
