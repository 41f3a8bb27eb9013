import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnTelegram, askOnWhatsApp, botWroteTo, cancelCalls, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const notRegistered =
  "This number is not registered. Please enter your panel username or registered email to continue."

describe("who is writing", () => {
  let stage: Stage
  let nextOrder = 510_000_000
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = (user: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const addCustomer = (username: string, contact: Partial<Record<"lid" | "pn" | "telegramId", string>>) =>
    stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addCustomer({
          tenantId: stage.tenantId,
          panelId: stage.panelId,
          username,
          contacts: [{ lid: null, pn: null, telegramId: null, ...contact }]
        })
      )
    )
  /** What the gateway wrote to a person in the direct chat. */
  const directTo = ({ inbox }: Person) =>
    inbox.entries.filter((m) => m.isFromGateway && m.group === undefined).map(({ text }) => text)
  const added = (id: string) => `Cancel request added for order ${id}`
  const contactsOf = (person: Person) =>
    stage.query<{ lid: string | null; pn: string | null; customer: boolean }>(
      `select lid, pn, exists (select 1 from customer_contact where contact_id = contact.id) as customer
       from contact where lid = $1 or pn = $2`,
      [person.lidJid, person.pnJid]
    )
  const chatsOf = (person: Person) =>
    stage.query<{ chat: string; kind: string }>(
      "select chat_id as chat, kind from conversation where chat_id in ($1, $2) or chat_pn = $2",
      [person.lidJid, person.pnJid]
    )

  it("CH-06: a customer is known by LID, by phone number and by Telegram id", async () => {
    const [byLid, byPn, byTelegram] = [
      addOrder("rahim_smm"),
      addOrder("bikash01"),
      addOrder(stage.aaravUsername)
    ]
    expect(await askOnWhatsApp(stage.rahim, `${byLid} cancel`)).toBe(added(byLid))
    expect(await askOnWhatsApp(stage.bikash, `${byPn} cancel`)).toBe(added(byPn))
    expect(await askOnTelegram(stage, stage.aarav, `${byTelegram} cancel`)).toBe(added(byTelegram))
  })

  it("CH-06: one who is registered by number only is one contact and one direct chat, whether he writes as LID or number, in a group or directly", async () => {
    const { whatsapp, groups } = stage
    const person = whatsapp.person({ pn: "9779812121212", name: "Deepa" })
    await addCustomer("deepa_np", { pn: person.pnJid })
    whatsapp.join(groups.support, person.number)
    const [first, second, third] = [addOrder("deepa_np"), addOrder("deepa_np"), addOrder("deepa_np")]
    const { id } = await person.sendToGroup(groups.support.jid, `${first} cancel`)
    const inGroup = await groups.support.log.waitFor(({ quotedId }) => quotedId === id)
    expect(inGroup.text).toBe(added(first))
    for (const [order, addressing] of [
      [second, "pn"],
      [third, "lid"]
    ] as const) {
      const seen = person.inbox.entries.length
      await person.send(gatewayNumber, `${order} cancel`, { addressing })
      const reply = await person.waitFor(({ seq, group }) => seq > seen && group === undefined)
      expect(reply.text).toBe(added(order))
    }
    expect(await contactsOf(person)).toEqual([{ lid: person.lidJid, pn: person.pnJid, customer: true }])
    expect(await chatsOf(person)).toHaveLength(1)
  })

  it("CH-06: two rows that turn out to be one person are merged, and the customer's stays", async () => {
    const person = stage.whatsapp.person({ pn: "9779813131313", name: "Gita" })
    await stage.query(
      "insert into contact (id, tenant_id, lid, created_at) values (gen_random_uuid(), $1, $2, '2020-01-01')",
      [stage.tenantId, person.lidJid]
    )
    await addCustomer("gita_np", { pn: person.pnJid })
    const order = addOrder("gita_np")
    expect(await askOnWhatsApp(person, `${order} cancel`)).toBe(added(order))
    expect(await contactsOf(person)).toEqual([{ lid: person.lidJid, pn: person.pnJid, customer: true }])
  })

  it("CU-03, CU-09: an unregistered person is told so once a day in a direct chat", async () => {
    const stranger = stage.whatsapp.person({ pn: "9779814141414", name: "Stranger" })
    const order = addOrder("rahim_smm")
    expect(await askOnWhatsApp(stranger, `${order} cancel`)).toBe(notRegistered)
    const { id } = await stranger.send(gatewayNumber, `${order} cancel`)
    expect(await stage.handled(id)).toMatchObject({
      stage: "ignored",
      note: "Not registered, and told so today"
    })
    expect(directTo(stranger)).toEqual([notRegistered])
    await stage.query(
      `update conduct set since = since - interval '25 hours', blocked_until = blocked_until - interval '25 hours'
       where kind = 'unregistered' and contact_id = (select id from contact where lid = $1)`,
      [stranger.lidJid]
    )
    expect(await askOnWhatsApp(stranger, "hello?")).toBe(notRegistered)
    const unknown = stage.telegram.person({ firstName: "Stranger" })
    expect(await askOnTelegram(stage, unknown, `${order} cancel`)).toBe(notRegistered)
    expect(await stage.requestsOf(order)).toEqual([])
  })

  it("CU-03, OR-01: in a group strangers are not answered, and customers only when they give a command", async () => {
    const { whatsapp, telegram, groups, handled, bot } = stage
    const stranger = whatsapp.person({ pn: "9779815151515", name: "Stranger" })
    whatsapp.join(groups.support, stranger.number)
    const order = addOrder("rahim_smm")
    const unregistered = await stranger.sendToGroup(groups.support.jid, `${order} cancel`)
    expect(await handled(unregistered.id)).toMatchObject({ note: "The writer is not a customer" })
    const chatter = await stage.rahim.sendToGroup(
      groups.support.jid,
      "good morning everybody, thanks for 492007588"
    )
    expect(await handled(chatter.id)).toMatchObject({ stage: "ignored", note: "No command" })
    const unknown = telegram.person({ firstName: "Nobody" })
    const group = telegram.group({ title: "Public", members: [bot, unknown] })
    const written = unknown.write(group, `${order} cancel`)
    await handled(String(written.messageId))
    expect(botWroteTo(group)).toEqual([])
    expect(await stage.requestsOf(order)).toEqual([])
  })

  it("CU-01: a customer who is switched off gets nothing, on any network", async () => {
    const order = addOrder("priya_reels")
    const priya = stage.customers[3]!.person
    await stage.query("update customer set status = 'disabled' where username = 'priya_reels'")
    const { id } = await priya.send(gatewayNumber, `${order} cancel`)
    expect(await stage.handled(id)).toMatchObject({
      stage: "ignored",
      note: "The bot is switched off for this customer"
    })
    expect(directTo(priya)).toEqual([])
    expect(await stage.requestsOf(order)).toEqual([])
  })

  it("OR-03: another customer's order and one that does not exist are answered alike, and nothing happens for either", async () => {
    const [foreign, unknown] = [addOrder("sita.media"), "999888777"]
    await stage.quiet()
    const before = [cancelCalls(stage).length, writtenTo(stage.groups.fastLikes).length]
    for (const command of ["cancel", "refill", "speedup", "status"]) {
      for (const id of [foreign, unknown]) {
        const refusal = `Order ID does not belong to you: ${id}`
        expect(await askOnWhatsApp(stage.rahim, `${id} ${command}`)).toBe(refusal)
        expect(await askOnTelegram(stage, stage.aarav, `${id} ${command}`)).toBe(refusal)
      }
    }
    expect(await stage.requestsOf(foreign)).toEqual([])
    expect(await stage.requestsOf(unknown)).toEqual([])
    expect([cancelCalls(stage).length, writtenTo(stage.groups.fastLikes).length]).toEqual(before)
  })

  it("OR-03: the username's letters may differ in case", async () => {
    const order = addOrder("RAHIM_SMM")
    expect(await askOnWhatsApp(stage.rahim, `${order} cancel`)).toBe(added(order))
  })

  it("OR-01: what is no command is answered in a direct chat only, and only when it looks like one", async () => {
    expect(await askOnWhatsApp(stage.rahim, "492007588 please")).toBe(
      "Sorry, this command was not understood. Please send the order ID and the command, for example: 492007588 cancel"
    )
    const { id } = await stage.rahim.send(gatewayNumber, "thank you very much")
    expect(await stage.handled(id)).toMatchObject({ stage: "ignored", note: "No command" })
    const refused = await stage.rahim.send(gatewayNumber, `don't cancel ${addOrder("rahim_smm")}`)
    expect(await stage.handled(refused.id)).toMatchObject({ stage: "ignored" })
  })

  it("LD-02: a chat that a person has taken over is not answered by the bot", async () => {
    const later = stage.whatsapp.person({ pn: "9779816161616", name: "Later" })
    await addCustomer("later_np", { lid: later.lidJid })
    await stage.query(
      `insert into conversation (id, tenant_id, channel_id, chat_id, kind, controller, last_at)
       values (gen_random_uuid(), $1, $2, $3, 'direct', 'human', now())`,
      [stage.tenantId, stage.whatsappChannel, later.lidJid]
    )
    const { id } = await later.send(gatewayNumber, `${addOrder("later_np")} cancel`)
    expect(await stage.handled(id)).toMatchObject({ stage: "done", note: "A person answers this chat" })
    expect(directTo(later)).toEqual([])
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
