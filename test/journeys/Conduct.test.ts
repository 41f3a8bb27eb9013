import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { conductLimit } from "../../src/domain/ConductLimits.ts"
import { ContactId } from "../../src/domain/Ids.ts"
import { defaultRules } from "../../src/domain/Rules.ts"
import { Conduct } from "../../src/ports/Conduct.ts"
import { Customers } from "../../src/ports/Customers.ts"
import type { CustomerFields } from "../../src/ports/Customers.ts"
import { writtenTo } from "./Chats.ts"
import { makeLinking, words } from "./Linking.ts"
import { conductAgo, networks, newcomer } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const tooFast = "You are sending too many requests. Please wait 5 minutes."
const foreign = (id: string) => `Order ID does not belong to you: ${id}`

describe("customers who misbehave", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())
  beforeEach(() => conductAgo(stage, "3 days"))

  /** A new customer with one number, and his id. */
  const customerOn = async (network: (typeof networks)[number], fields: Partial<CustomerFields> = {}) => {
    const person = newcomer(stage, network)
    const username = at.addUser()
    const { id } = await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(
          stage.tenantId,
          {
            username,
            userId: null,
            email: null,
            panelId: stage.panelId,
            memo: "",
            language: null,
            isAutoSuspended: true,
            ...fields
          },
          [person.address],
          { mayHaveSeveral: false, by: "owner" }
        )
      )
    )
    return { ...person, username, id }
  }
  type Person = Awaited<ReturnType<typeof customerOn>>
  const onBoth = () => Promise.all(networks.map((network) => customerOn(network)))
  /** What the owner's list says of this customer and his numbers. */
  const silenced = async ({ id }: Person) => {
    const all = await stage.run(
      Effect.flatMap(Customers, (customers) => customers.silenced(stage.tenantId, Date.now()))
    )
    return all.filter(({ customerId }) => customerId === id)
  }
  const enable = ({ id }: Person) =>
    stage.run(Effect.flatMap(Customers, (all) => all.setStatus(stage.tenantId, id, "active", "owner")))
  /** Asks for one order after the other until the bot answers; what staff change takes effect within 5 s. */
  const answersAgain = async (person: Person) => {
    let order = ""
    await stage.until(
      "an answer",
      Effect.promise(() => {
        order = at.addOrder(person.username)
        return person.say(`${order} status`)
      }),
      ({ stage: became }) => became === "done"
    )
    await stage.until("the answer itself", Effect.sync(person.heard), (texts) =>
      texts.some((text) => text.includes(order))
    )
  }

  it("CU-08, CU-09: one command too many is told of the wait, once; then there is silence, also after a restart, until the wait ends", async () => {
    await at.rules({ commandsPerMinute: 3 })
    const people = await onBoth()
    const over = { stage: "ignored", note: "Too many commands, and told so" }
    const orders = people.map(({ username }) => at.addOrder(username))
    for (const [n, person] of people.entries()) {
      for (let times = 1; times <= 3; times += 1) await at.works(person, person.username)
      expect(await person.ask(`${orders[n]} cancel`)).toBe(tooFast)
      expect(await person.say(`${orders[n]} cancel`)).toMatchObject(over)
      expect(await person.say("492007588 please")).toMatchObject(over)
      expect(await silenced(person)).toMatchObject([
        { contactId: expect.any(String), until: expect.any(Number) }
      ])
    }
    await stage.restart()
    for (const [n, person] of people.entries()) {
      expect(await person.say(`${orders[n]} cancel`)).toMatchObject(over)
      expect(person.heard().filter((answer) => answer === tooFast)).toHaveLength(1)
      expect(await stage.requestsOf(orders[n]!)).toEqual([])
    }
    await conductAgo(stage, "6 minutes")
    await Promise.all(people.map(answersAgain))
    for (const person of people) await at.works(person, person.username)
  })

  it("CU-08: the wait counts in the writer's other chats too, and ends everywhere when the owner ends it", async () => {
    await at.rules({ commandsPerMinute: 3 })
    const { groups } = stage
    const person = await customerOn("whatsapp")
    const phone = stage.whatsapp.person({ pn: "9779820777001", name: "Two chats" })
    await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.addContact(
          stage.tenantId,
          person.id,
          { lid: phone.lidJid, pn: phone.pnJid, telegramId: null },
          { mayHaveSeveral: false, by: "owner" }
        )
      )
    )
    stage.whatsapp.join(groups.support, phone.number)
    const inGroup = async () =>
      stage.handled(
        (await phone.sendToGroup(groups.support.jid, `${at.addOrder(person.username)} status`)).id
      )
    const direct = async (text: string) => stage.handled((await phone.send(gatewayNumber, text)).id)
    const before = writtenTo(groups.support).length
    expect(await inGroup()).toMatchObject({ stage: "done" })
    for (let n = 1; n <= 3; n += 1) await direct(`${at.addOrder(person.username)} status`)
    await direct(`${at.addOrder(person.username)} status`)
    const over = { stage: "ignored", note: "Too many commands, and told so" }
    expect(await direct(`${at.addOrder(person.username)} status`)).toMatchObject(over)
    // The group knows of it after 5 s, and counts for itself until then.
    await stage.until("silence in the group", Effect.promise(inGroup), ({ note }) => note === over.note)
    const spoken = writtenTo(groups.support).slice(before)
    expect(spoken.filter((text) => text === tooFast)).toEqual([])
    expect(spoken.length).toBeLessThanOrEqual(4)
    const [row] = await stage.query<{ id: string }>("select id from contact where pn = $1", [phone.pnJid])
    expect(
      await stage.run(
        Effect.flatMap(Customers, (all) => all.release(stage.tenantId, ContactId.make(row!.id), "owner"))
      )
    ).toBe(true)
    await stage.until("an answer in the group", Effect.promise(inGroup), (found) => found.stage === "done")
    await stage.until(
      "an answer in the direct chat",
      Effect.promise(() => direct(`${at.addOrder(person.username)} status`)),
      (found) => found.stage === "done"
    )
  })

  it("CU-08: too many orders that do not exist silence the customer until the owner enables him again", async () => {
    await at.rules({ wrongOrders: 5 })
    const people = await onBoth()
    const reason = "more than 5 order ids that do not exist"
    for (const person of people) {
      for (let n = 1; n <= 5; n += 1)
        expect(await person.ask(`99900010${n} cancel`)).toBe(foreign(`99900010${n}`))
      expect(await silenced(person)).toEqual([])
      expect(await person.ask("999000106 cancel")).toBe(foreign("999000106"))
      const order = at.addOrder(person.username)
      const before = person.heard().length
      expect(await person.say(`${order} cancel`)).toMatchObject({
        stage: "ignored",
        note: "The bot is switched off for this customer"
      })
      expect(await person.say("hello?")).toMatchObject({ stage: "ignored" })
      expect(person.heard()).toHaveLength(before)
      expect(await stage.requestsOf(order)).toEqual([])
      expect(await at.audited("customer.suspended", person.username)).toMatchObject([
        { actor: "system", reason, before: { status: "active" }, after: { status: "suspended" } }
      ])
      expect(await silenced(person)).toMatchObject([{ reason, until: null }])
    }
    await stage.restart()
    for (const person of people) {
      expect(await person.say(`${at.addOrder(person.username)} cancel`)).toMatchObject({ stage: "ignored" })
      expect(await enable(person)).toBe(true)
    }
    await Promise.all(people.map(answersAgain))
    for (const person of people) {
      await at.works(person, person.username)
      expect(await silenced(person)).toEqual([])
      expect(await person.ask("999000107 cancel")).toBe(foreign("999000107"))
      await at.works(person, person.username)
    }
  })

  it("CU-08: a bulk of orders that do not exist counts each of them, and who is exempted is not silenced", async () => {
    await at.rules({ wrongOrders: 5 })
    const ids = Array.from({ length: 6 }, (_, n) => `99900020${n}`).join(" ")
    const exempt = await customerOn("whatsapp", { isAutoSuspended: false })
    const person = await customerOn("telegram")
    for (const one of [exempt, person]) expect(await one.ask(`${ids} cancel`)).toContain("Skipped orders: 6")
    await at.works(exempt, exempt.username)
    expect(await person.say(`${at.addOrder(person.username)} cancel`)).toMatchObject({ stage: "ignored" })
    expect(await at.audited("customer.suspended", exempt.username)).toEqual([])
    await at.rules({ wrongOrders: 5, isWrongOrderSuspended: false })
    const third = await customerOn("whatsapp")
    await third.ask(`${ids} cancel`)
    await at.works(third, third.username)
  })

  it("CU-08: too many orders of others make the writer wait for a while, also after a restart", async () => {
    await at.rules({ foreignOrders: 3 })
    const people = await onBoth()
    const waits = { stage: "ignored", note: "Waits after many orders of others" }
    for (const person of people) {
      for (let n = 1; n <= 4; n += 1) {
        const id = at.addOrder("sita.media")
        expect(await person.ask(`${id} cancel`)).toBe(foreign(id))
      }
      expect(await person.say(`${at.addOrder(person.username)} cancel`)).toMatchObject(waits)
      expect(await silenced(person)).toMatchObject([
        { contactId: expect.any(String), until: expect.any(Number) }
      ])
    }
    await stage.restart()
    for (const person of people) {
      expect(await person.say(`${at.addOrder(person.username)} cancel`)).toMatchObject(waits)
    }
    await conductAgo(stage, "61 minutes")
    await Promise.all(people.map(answersAgain))
    for (const person of people) await at.works(person, person.username)
  })

  it("CU-08: an abusive word silences where the owner wants it, as a whole word only, and an exempted customer never", async () => {
    await at.rules({ abuseWords: ["badword", "very bad"] })
    const people = await onBoth()
    for (const person of people) expect(await person.say("you BADWORD")).toMatchObject({ note: "No command" })
    await at.rules({ abuseWords: ["badword", "very bad"], isAbuseSuspended: true })
    for (const person of people) {
      expect(await person.say("badwords and a verybad day")).toMatchObject({ note: "No command" })
      const order = at.addOrder(person.username)
      expect(await person.say(`${order} cancel, you  Very-BAD bot`)).toMatchObject({
        stage: "ignored",
        note: "Suspended for an abusive word"
      })
      expect(await person.say(`${order} cancel badword`)).toMatchObject({ stage: "ignored" })
      expect(await person.say(`${order} cancel`)).toMatchObject({ stage: "ignored" })
      expect(person.heard()).toEqual([])
      expect(await stage.requestsOf(order)).toEqual([])
      expect(await at.audited("customer.suspended", person.username)).toMatchObject([
        { reason: "abusive word “very bad”" }
      ])
      await enable(person)
    }
    await Promise.all(people.map(answersAgain))
    const exempt = await customerOn("telegram", { isAutoSuspended: false })
    const own = at.addOrder(exempt.username)
    expect(await exempt.ask(`badword ${own} cancel`)).toBe(words.added(own))
  })

  it("CU-09: what is no command is told so once, not per message, also after a restart, and again when some time has passed", async () => {
    const people = await onBoth()
    const one = people[0]!
    const told = ({ heard }: Person) => heard().filter((text) => text.includes("was not understood")).length
    const quiet = { stage: "ignored", note: "Told so a moment ago" }
    for (const person of people) {
      expect(await person.ask("cancel my order please")).toContain("was not understood")
      expect(await person.say("please cancel the order")).toEqual(quiet)
      await at.works(person, person.username)
    }
    await stage.restart()
    expect(await one.say("cancel order now")).toEqual(quiet)
    expect(people.map(told)).toEqual([1, 1])
    await conductAgo(stage, "11 minutes")
    await stage.restart()
    expect(await one.ask("cancel my order")).toContain("was not understood")
  })

  it("CU-09: of a hundred wrong commands at once one is answered, with the database alone", async () => {
    const { address } = await customerOn("whatsapp")
    const [contact] = await stage.query<{ id: ContactId }>(
      `select id from contact where pn = $1 or lid = $2`,
      [address.pn, address.lid]
    )
    const limit = conductLimit("wrong_command", defaultRules)
    const verdicts = await stage.run(
      Effect.flatMap(Conduct, (conduct) =>
        Effect.forEach(
          Array.from({ length: 100 }),
          () => conduct.note(stage.tenantId, contact!.id, "wrong_command", 1, Date.now(), limit),
          { concurrency: 20 }
        )
      )
    )
    expect(verdicts.filter(({ isFirst }) => isFirst)).toHaveLength(1)
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
