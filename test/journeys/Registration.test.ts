import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { writtenTo } from "./Chats.ts"
import { makeLinking, notRegistered, support, words } from "./Linking.ts"
import { networks, newcomer } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("how numbers become customers", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())

  describe.each(networks)("on %s", (network) => {
    it("CU-03, CU-04, CU-05: with `trust` a username from the prompt links at once, in the panel's spelling, and the next command works", async () => {
      await at.rules({ registration: "trust" })
      const person = await at.prompted(network)
      const username = at.addUser(`Mixed.Case${network}`)
      expect(await person.ask(`My username is ${username.toUpperCase()}`)).toBe(words.linked(username))
      await at.works(person, username)
      expect(await at.customer(username)).toMatchObject({
        username,
        panelId: stage.panelId,
        email: `${username.toLowerCase()}@mail.example`,
        status: "active",
        contacts: [{ linkedBy: "trust" }]
      })
      expect(await at.audited("customer.linked", username)).toMatchObject([{ actor: "system" }])
    })

    it("CU-04: the registered e-mail is an answer too, a greeting is none, and what the panel does not know is said to be unknown", async () => {
      await at.rules({ registration: "trust" })
      const person = await at.prompted(network)
      expect(await person.say("thanks")).toMatchObject({ stage: "ignored" })
      expect(await person.ask("nobody.knows")).toBe(words.unknown("nobody.knows"))
      expect(await person.ask("email: Who@Nowhere.example")).toBe(words.unknown("who@nowhere.example"))
      const username = at.addUser()
      expect(await person.ask(`My e-mail is ${username.toUpperCase()}@mail.example.`)).toBe(
        words.linked(username)
      )
      await at.works(person, username)
    })

    it("CU-04: an account that another number has is refused with the support number, whatever the case of its letters", async () => {
      await at.rules({ registration: "trust" })
      const person = await at.prompted(network)
      stage.panel.setUser("rahim_smm")
      expect(await person.ask("Rahim_SMM")).toBe(words.taken)
      expect(await person.say("492007588 cancel")).toMatchObject({ stage: "ignored" })
    })

    it("CU-05: with `approval` nothing works until the owner has approved; the notice comes once, then commands work", async () => {
      await at.rules({ registration: "approval" })
      const person = await at.prompted(network)
      const username = at.addUser()
      expect(await person.ask(username)).toBe(words.waits(username))
      const order = at.addOrder(username)
      expect(await person.say(`${order} cancel`)).toMatchObject({ stage: "ignored" })
      expect(await person.say(username)).toMatchObject({ note: "The registration is under way" })
      expect(await stage.requestsOf(order)).toEqual([])
      expect(await at.waiting(username)).toMatchObject([{ proof: "approval", panelName: "Main" }])
      expect(await at.approve(username)).toMatchObject({ _tag: "Linked" })
      await person.hears(words.linked(username))
      const answer = await at.works(person, username)
      expect(person.heard()).toEqual([notRegistered, words.waits(username), words.linked(username), answer])
      expect(await at.audited("registration.linked", username)).toMatchObject([{ actor: "owner" }])
    })

    it("SE-07: a registered e-mail does not tell the username before it is linked", async () => {
      await at.rules({ registration: "approval" })
      const person = await at.prompted(network)
      const username = at.addUser()
      const email = `${username.toLowerCase()}x@mail.example`
      stage.panel.setUser(username, { email })
      expect(await person.ask(email)).toBe(words.waits(email))
      expect(await at.waiting(username)).toMatchObject([{ proof: "approval" }])
    })

    it("CU-05: who is rejected is told so once and stays a stranger", async () => {
      await at.rules({ registration: "approval" })
      const person = await at.prompted(network)
      const username = at.addUser()
      expect(await person.ask(username)).toBe(words.waits(username))
      expect(await at.reject(username)).toBe(true)
      await person.hears(words.rejected(username))
      expect(await person.say(`${at.addOrder(username)} cancel`)).toMatchObject({ stage: "ignored" })
      expect(person.heard()).toHaveLength(3)
      expect(await at.customer(username)).toBeUndefined()
    })
  })

  it("CU-04: of two numbers that wait for one username the first approved gets it, the other is told that it is taken", async () => {
    await at.rules({ registration: "approval" })
    const [first, second] = [await at.prompted(), await at.prompted("telegram")]
    const username = at.addUser()
    for (const person of [first, second]) expect(await person.ask(username)).toBe(words.waits(username))
    expect(await at.waiting(username)).toHaveLength(2)
    expect(await at.approve(username)).toMatchObject({ _tag: "Linked" })
    expect(await at.approve(username)).toEqual({ _tag: "Taken" })
    await first.hears(words.linked(username))
    await second.hears(words.taken)
    await at.works(first, username)
  })

  it("CU-01, CU-06: a second number is refused in the chat, and works once the owner has added it", async () => {
    await at.rules({ registration: "trust" })
    const [first, second] = [await at.prompted(), await at.prompted("telegram")]
    const username = at.addUser()
    expect(await first.ask(username)).toBe(words.linked(username))
    expect(await second.ask(username)).toBe(words.taken)
    const { id } = (await at.customer(username))!
    const both = await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.addContact(stage.tenantId, id, second.address, { mayHaveSeveral: false, by: "owner" })
      )
    )
    expect(Option.getOrThrow(both).contacts).toHaveLength(2)
    await at.works(first, username)
    await at.works(second, username)
  })

  it("CU-06: a linked number gets no second username from the chat; where the owner allows several, the order chooses the account", async () => {
    await at.rules({ registration: "trust" })
    const person = await at.prompted()
    const [one, two] = [at.addUser(), at.addUser()]
    expect(await person.ask(one)).toBe(words.linked(one))
    await person.say(`My username is ${two}`)
    expect(await at.customer(two)).toBeUndefined()
    const add = (mayHaveSeveral: boolean) =>
      stage.run(
        Effect.flatMap(Customers, (all) =>
          all.add(
            stage.tenantId,
            {
              username: two,
              userId: null,
              email: null,
              panelId: stage.panelId,
              memo: "",
              language: null,
              isAutoSuspended: true
            },
            [person.address],
            { mayHaveSeveral, by: "owner" }
          )
        ).pipe(
          Effect.as("added"),
          Effect.catchTag("CustomerConflict", ({ reason }) => Effect.succeed(reason))
        )
      )
    expect(await add(false)).toBe("AddressTaken")
    await at.rules({
      registration: "trust",
      areSeveralAccountsAllowed: true,
      isForeignOrderLimited: false
    })
    expect(await add(true)).toBe("added")
    await stage.until(
      "both accounts",
      Effect.promise(() => person.ask(`${at.addOrder(two)} status`)),
      (answer) => !answer.includes("does not belong")
    )
    const orders = [at.addOrder(one), at.addOrder(two)] as const
    expect(await person.ask(`${orders.join(" ")} cancel`)).toBe(
      `Cancel Results\n\n✅ Added (2): ${orders.join(", ")}\n\nTotal: 2 | ✅ 2 | ❌ 0`
    )
    expect((await stage.settled(orders[0])).customerUsername).toBe(one)
    expect((await stage.settled(orders[1])).customerUsername).toBe(two)
  })

  it("CU-03: strangers in a group are led to their account only where the group serves customers, and talk there is left alone", async () => {
    await at.rules({ registration: "trust" })
    const person = stage.whatsapp.person({ pn: "9779820090909", name: "In a group" })
    const { support: group } = stage.groups
    stage.whatsapp.join(group, person.number)
    const say = async (said: string) => stage.handled((await person.sendToGroup(group.jid, said)).id)
    const before = writtenTo(group).length
    const order = at.addOrder("rahim_smm")
    const silent = await say(`${order} cancel`)
    expect(silent).toMatchObject({ note: "The writer is not a customer" })
    await stage.query("update conversation set is_support = true where id = $1::uuid", [silent.conversation])
    await stage.inForce(({ hasSupportGroups }) => hasSupportGroups, "a support group")
    expect(await say("good morning")).toMatchObject({ stage: "ignored", note: "No command" })
    expect(await say(`${order} cancel`)).toMatchObject({ stage: "done" })
    const prompt = await group.log.waitFor(
      (message) => message.isFromGateway && message.text === notRegistered
    )
    expect(await say("good morning again")).toMatchObject({ stage: "ignored" })
    const username = at.addUser()
    // One word may be talk: only an answer to the question is one.
    expect(await say(username)).toMatchObject({ stage: "ignored" })
    const answer = await person.sendToGroup(group.jid, username, { quote: prompt.id })
    expect(await stage.handled(answer.id)).toMatchObject({ stage: "done" })
    await group.log.waitFor((message) => message.isFromGateway && message.text === words.linked(username))
    const own = at.addOrder(username)
    await person.sendToGroup(group.jid, `${own} cancel`)
    await group.log.waitFor((message) => message.isFromGateway && message.text === words.added(own))
    expect(writtenTo(group).slice(before)).toEqual([notRegistered, words.linked(username), words.added(own)])
  })

  it("CU-03: where registration is switched off a stranger gets the support number, once", async () => {
    await at.rules({ isRegistrationOn: false })
    const person = newcomer(stage)
    expect(await person.ask("hello")).toBe(
      `This number is not registered. Please contact the support team at ${support}.`
    )
    expect(await person.say(at.addUser())).toMatchObject({ note: "Not registered, and told so today" })
  })

  it("SE-07: a panel that is down is said to be out of reach, and nobody is called unknown", async () => {
    await at.rules({ registration: "trust" })
    const person = await at.prompted()
    const username = at.addUser()
    await stage.panel.down()
    expect(await person.ask(username)).toBe(
      "We could not check your account right now. Please try again in a few minutes."
    )
    await stage.panel.up()
    expect(await person.ask(username)).toBe(words.linked(username))
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
