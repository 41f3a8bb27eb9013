import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { makeAccountLooks } from "../../src/http/desk/AccountLooks.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { cancelCalls, writtenTo } from "./Chats.ts"
import { makeLinking, support, words } from "./Linking.ts"
import { networks, newcomer } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("how the account stands, and who is trusted", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500, rules: { registration: "trust" } })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())

  const linkedOn = async (network: (typeof networks)[number]) => {
    const person = await at.prompted(network)
    const username = at.addUser()
    expect(await person.ask(username)).toBe(words.linked(username))
    return { ...person, username }
  }
  const accountReads = () => stage.panel.requests.filter(({ path }) => path.endsWith("/users")).length

  const refusals = [
    ["banned", "Your account is banned."],
    ["suspended", "Your account is suspended."],
    ["inactive", "Your account is not active."]
  ] as const
  it.each(refusals.flatMap(([status, text]) => networks.map((network) => [status, network, text] as const)))(
    "CU-07, CU-09: an account that the panel calls %s is told so once on %s, and nothing is done",
    async (status, network, text) => {
      await at.rules({ registration: "trust", accountCheckMinutes: 1 })
      const person = await linkedOn(network)
      stage.panel.setUser(person.username, { status })
      const order = at.addOrder(person.username)
      await stage.quiet()
      const before = [cancelCalls(stage).length, writtenTo(stage.groups.fastLikes).length]
      const warning = `${text} Please contact the support team at ${support}.`
      expect(await person.ask(`${order} cancel`)).toBe(warning)
      for (const command of ["refill", "status"]) {
        expect(await person.say(`${order} ${command}`)).toEqual({
          stage: "ignored",
          note: "Told so a moment ago"
        })
      }
      expect(person.heard().filter((said) => said === warning)).toHaveLength(1)
      expect([cancelCalls(stage).length, writtenTo(stage.groups.fastLikes).length]).toEqual(before)
      expect(await stage.requestsOf(order)).toEqual([])
    }
  )

  it("CU-07: an account works again once the panel says that it is active", async () => {
    await at.rules({ registration: "trust" })
    const person = await linkedOn("whatsapp")
    stage.panel.setUser(person.username, { status: "banned" })
    const order = at.addOrder(person.username)
    expect(await person.ask(`${order} cancel`)).toContain("Your account is banned.")
    stage.panel.setUser(person.username, { status: "active" })
    expect((await person.say(`${order} cancel`)).note).toBe("Told so a moment ago")
    // A new process remembers nothing of the panel's accounts, as after the minutes of the rule.
    await stage.restart()
    expect(await person.ask(`${order} cancel`)).toBe(words.added(order))
  })

  it("CU-07: one read serves many commands", async () => {
    await at.rules({ registration: "trust", accountCheckMinutes: 10 })
    const person = await linkedOn("telegram")
    const before = accountReads()
    for (let n = 0; n < 4; n += 1) await at.works(person, person.username)
    expect(accountReads() - before).toBe(1)
  })

  it("LD-01: the desk shows how the account of a chat's customer stands, and why not when it cannot", async () => {
    await at.rules({ registration: "trust", isAccountStatusChecked: false })
    const person = await linkedOn("whatsapp")
    stage.panel.setUser(person.username, { status: "suspended", balance: 12.5, spent: 99 })
    const look = async () => {
      const { items } = await stage.run(
        Effect.flatMap(Desk, (desk) =>
          desk.conversations(stage.tenantId, {
            filter: "all",
            search: person.username,
            before: null,
            limit: 1
          })
        )
      )
      const context = await stage.run(
        Effect.flatMap(Desk, (desk) => desk.conversation(stage.tenantId, items[0]!.id))
      )
      const customer = Option.getOrThrow(context).customer!
      expect(customer).toMatchObject({ username: person.username })
      return await stage.run(
        Effect.flatMap(makeAccountLooks, (accounts) => accounts(stage.tenantId, customer))
      )
    }
    stage.panel.faults.add({ kind: "error-code", path: "/users", times: "always" })
    const [broken] = await look()
    expect(broken).toMatchObject({ panelName: "Main", account: null })
    expect(broken?.trouble).toMatch(/panel/i)
    stage.panel.faults.clear()
    // What failed is asked anew after a moment.
    await expect.poll(async () => (await look())[0]?.trouble, { timeout: 10_000 }).toBeNull()
    const before = accountReads()
    const [seen] = await look()
    expect(seen).toMatchObject({ panelName: "Main", account: { status: "suspended" } })
    expect([Number(seen?.account?.balance), Number(seen?.account?.spent)]).toEqual([12.5, 99])
    // Who comes back to the chat asks nobody.
    expect(await look()).toEqual([seen])
    expect(accountReads()).toBe(before)
  })

  it("CU-07: where the owner does not want it, no account is looked at", async () => {
    await at.rules({ registration: "trust", isAccountStatusChecked: false })
    const person = await linkedOn("whatsapp")
    stage.panel.setUser(person.username, { status: "banned" })
    const before = accountReads()
    await at.works(person, person.username)
    expect(accountReads()).toBe(before)
  })

  it.each(["hang", "drop", "html", "error-code", "half-json", "wrong-types"] as const)(
    "CU-07, SE-07: an account that cannot be read (%s) does not keep the command from its work",
    async (kind) => {
      await at.rules({ registration: "trust" })
      const person = await linkedOn("whatsapp")
      stage.panel.faults.add({ kind, path: "/users", times: "always" })
      await at.works(person, person.username)
      stage.panel.faults.clear()
    }
  )

  it("CU-07: a status that nobody knows is let through", async () => {
    await at.rules({ registration: "trust" })
    const person = await linkedOn("telegram")
    stage.panel.setUser(person.username, { status: "gold member" })
    await at.works(person, person.username)
  })

  it("CU-06, CU-07: of a number's two accounts the banned one is left out, the other works", async () => {
    await at.rules({ registration: "trust", areSeveralAccountsAllowed: true })
    const person = await at.prompted()
    const [good, bad] = [at.addUser(), at.addUser()]
    stage.panel.setUser(bad, { status: "banned" })
    const fields = {
      userId: null,
      email: null,
      panelId: stage.panelId,
      memo: "",
      language: null,
      isAutoSuspended: true
    }
    for (const username of [good, bad]) {
      await stage.run(
        Effect.flatMap(Customers, (all) =>
          all.add(stage.tenantId, { username, ...fields }, [person.address], {
            mayHaveSeveral: true,
            by: "owner"
          })
        )
      )
    }
    await at.works(person, good)
    const order = at.addOrder(bad)
    expect(await person.ask(`${order} cancel`)).toBe(`Order ID does not belong to you: ${order}`)
  })

  it.each(networks)(
    "CU-10: on %s a trusted identity acts on anybody's order, one that is not trusted does not, and trust can end",
    async (network) => {
      await at.rules({ registration: "trust", commandsPerMinute: 2, wrongOrders: 1, foreignOrders: 1 })
      const staff = newcomer(stage, network)
      const chat = await stage.run(
        Effect.flatMap(Customers, (all) =>
          all.trust(stage.tenantId, staff.address, { label: "Night shift", getsNotices: false }, "owner")
        )
      )
      for (const username of ["rahim_smm", "sita.media", "nobody.registered"]) await at.works(staff, username)
      for (const id of ["999000301", "999000302", "999000303"]) {
        expect(await staff.ask(`${id} cancel`)).toBe(`Order ID does not belong to you: ${id}`)
      }
      await at.works(staff, "rahim_smm")
      const customer = await linkedOn(network)
      const foreign = at.addOrder("rahim_smm")
      expect(await customer.ask(`${foreign} cancel`)).toBe(`Order ID does not belong to you: ${foreign}`)
      await stage.run(
        Effect.flatMap(Customers, (all) => all.distrust(stage.tenantId, chat.contactId, "owner"))
      )
      await stage.until(
        "the end of trust",
        Effect.promise(() => staff.say(`${at.addOrder("rahim_smm")} details`)),
        () => staff.heard().at(-1)!.startsWith("This number is not registered")
      )
    }
  )

  it("CU-10: a trusted identity that wants notices is told once that a number waits for approval", async () => {
    await at.rules({ registration: "trust" })
    const [told, untold] = [newcomer(stage), newcomer(stage)]
    for (const [person, getsNotices] of [
      [told, true],
      [untold, false]
    ] as const) {
      await stage.run(
        Effect.flatMap(Customers, (all) =>
          all.trust(stage.tenantId, person.address, { label: "Boss", getsNotices }, "owner")
        )
      )
      // He has written once: the gateway knows his chat.
      await at.works(person, "rahim_smm")
    }
    await at.rules({ registration: "approval" })
    const notice = "A number waits for your approval on the Customers page."
    for (const asker of [await at.prompted("whatsapp"), await at.prompted("telegram")]) {
      const username = at.addUser()
      expect(await asker.ask(username)).toBe(words.waits(username))
    }
    await told.hears(notice)
    await at.works(told, "rahim_smm")
    await at.works(untold, "rahim_smm")
    expect(told.heard().filter((text) => text === notice)).toHaveLength(1)
    expect(untold.heard()).not.toContain(notice)
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
