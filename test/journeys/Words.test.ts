import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { defaultTemplates } from "../../src/domain/Templates.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { botWroteTo, writtenTo } from "./Chats.ts"
import { support } from "./Linking.ts"
import { type Newcomer, networks, newcomer, onTelegram, onWhatsApp } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("the owner's words, and what is asked besides orders", () => {
  let stage: Stage
  let nextOrder = 690_000_000
  let customers: Readonly<Record<(typeof networks)[number], Newcomer & { readonly username: string }>>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    customers = {
      whatsapp: { ...onWhatsApp(stage, stage.rahim), username: "rahim_smm" },
      telegram: { ...onTelegram(stage, stage.aarav), username: stage.aaravUsername }
    }
  })
  afterAll(() => stage.close())

  const addOrder = (user: string, fields: Parameters<Stage["panel"]["addOrder"]>[0] = {}) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}`, ...fields })
    return String(id)
  }
  const off = (command: string) => `${command} requests are not available at the moment.`

  describe.each(networks)("on %s", (network) => {
    const who = () => customers[network]

    it("WF-03, OR-01: the owner's own words and phrases are commands, beside the built-in ones", async () => {
      await stage.setRules({
        aliases: { bandh: "cancel", "band kar do": "cancel", wapas: "refund", haal: "status" }
      })
      const { username, ask } = who()
      const [one, two, three, four] = Array.from({ length: 4 }, () => addOrder(username)) as [
        string,
        string,
        string,
        string
      ]
      expect(await ask(`${one} bandh`)).toBe(`Cancel request added for order ${one}`)
      expect(await ask(`Band kar do ${two}`)).toBe(`Cancel request added for order ${two}`)
      expect(await ask(`${three} WAPAS`)).toBe(`These orders are added to refund support queue: ${three}`)
      expect(await ask(`${four} haal`)).toMatch(`Order ${four}: In progress`)
      expect(await ask(`${four} cancel`)).toBe(`Cancel request added for order ${four}`)
      await stage.setRules({})
      const gone = addOrder(username)
      expect(await ask(`${gone} bandh`)).toContain("this command was not understood")
      expect(await stage.requestsOf(gone)).toEqual([])
    })

    it("WF-03: a command of the owner's own is answered with his text, filled in, with and without orders", async () => {
      await stage.setRules({
        customCommands: [
          {
            name: "hours",
            words: ["opening time", "timing"],
            reply: "We are here 9-17, {username}. Call {support_number}."
          },
          { name: "bump", words: ["bumpit"], reply: "Bumped: {order_ids} {unknown}" }
        ]
      })
      const { username, ask } = who()
      expect(await ask("opening time")).toBe(`We are here 9-17, ${username}. Call ${support}.`)
      expect(await ask("Timing?")).toBe(`We are here 9-17, ${username}. Call ${support}.`)
      const [one, two] = [addOrder(username), addOrder(username)]
      expect(await ask(`${one} ${two} bumpit`)).toBe(`Bumped: ${one}, ${two} {unknown}`)
      expect(await stage.requestsOf(one)).toEqual([])
    })

    it("OR-01: details say what the order is, help says how to ask", async () => {
      await stage.setRules({})
      const { username, ask } = who()
      const fields = {
        serviceName: "Instagram Likes",
        link: "https://social.example/me",
        quantity: 500,
        startCount: 7,
        remains: 20
      }
      const id = addOrder(username, fields)
      expect(await ask(`${id} details`)).toBe(
        `Order ${id}: In progress\nService: Instagram Likes\nLink: https://social.example/me\nQuantity: 500 | Start count: 7 | Remains: 20`
      )
      expect(await ask("help")).toBe(defaultTemplates["help"])
    })

    it("RU-02: the balance is shown where the owner wants it, in the customer's own chat only, and never a whole address", async () => {
      await stage.setRules({})
      const { username, ask } = who()
      stage.panel.setUser(username, { email: "somebody@mail.example", balance: 12.5, spent: 3 })
      expect(await ask("balance")).toBe(off("Balance"))
      expect(await ask("my account")).toBe(off("Account"))
      await stage.setRules({ isAccountShown: true })
      expect(await ask("balance")).toBe(`Balance of ${username}: 12.5 USD`)
      expect(await ask("my account")).toBe(
        `Account: ${username}\nE-mail: s•••@mail.example\nBalance: 12.5 USD\nSpent: 3 USD`
      )
      stage.panel.faults.add({ kind: "drop", path: "/users", times: "always" })
      expect(await ask("balance")).toBe(
        "We could not read your account right now. Please try again in a few minutes."
      )
      stage.panel.faults.clear()
    })

    it("OR-01: what is not offered is said to be that, and nothing is done", async () => {
      await stage.setRules({})
      const { username, ask } = who()
      const writes = stage.panel.writes.length
      const id = addOrder(username)
      expect(await ask(`link ${id} https://social.example/other`)).toBe(off("Link"))
      expect(await ask("payment TXN12345678")).toBe(off("Payment"))
      expect(await ask(`ticket ${id} it is slow`)).toBe(off("Ticket"))
      expect(stage.panel.writes).toHaveLength(writes)
    })

    it("WF-01: a customer reads his own language, what is missing in it in the tenant's words, others theirs", async () => {
      await stage.setRules({
        templates: { "speedup.added": "Faster: {order_id}" },
        templatesByLanguage: {
          bn: { "cancel.added": "বাতিল অনুরোধ যোগ হয়েছে: {order_id}", wrong_command: "বুঝিনি" }
        }
      })
      const person = newcomer(stage, network)
      const username = `bangla.${network}`
      const fields = { userId: null, email: null, panelId: stage.panelId, memo: "", isAutoSuspended: true }
      await stage.run(
        Effect.flatMap(Customers, (all) =>
          all.add(stage.tenantId, { username, language: "bn", ...fields }, [person.address], {
            mayHaveSeveral: false,
            by: "owner"
          })
        )
      )
      const [one, two] = [addOrder(username), addOrder(username)]
      expect(await person.ask(`${one} cancel`)).toBe(`বাতিল অনুরোধ যোগ হয়েছে: ${one}`)
      expect(await person.ask(`${two} speedup`)).toBe(`Faster: ${two}`)
      expect(await person.ask("492007588 please")).toBe("বুঝিনি")
      expect(await person.ask("999000701 cancel")).toBe("Order ID does not belong to you: 999000701")
      const other = addOrder(who().username)
      expect(await who().ask(`${other} cancel`)).toBe(`Cancel request added for order ${other}`)
      await stage.setRules({
        replyMode: "separate",
        templatesByLanguage: { bn: { "cancel.added": "নতুন {order_id}" } }
      })
      const ids = [addOrder(username), addOrder(username)]
      await person.say(`${ids.join(" ")} cancel`)
      for (const id of ids) await person.hears(`নতুন ${id}`)
    })
  })

  it("OR-01, RU-02: in a group nobody's account is spoken of, the owner's own command and help are answered", async () => {
    await stage.setRules({
      isAccountShown: true,
      customCommands: [{ name: "hours", words: ["opening time"], reply: "9-17" }]
    })
    const { support: group } = stage.groups
    const before = writtenTo(group).length
    const { id } = await stage.rahim.sendToGroup(group.jid, "balance")
    await stage.handled(id)
    const payment = await stage.rahim.sendToGroup(group.jid, "payment TXN12345678")
    await stage.handled(payment.id)
    await stage.rahim.sendToGroup(group.jid, "opening time")
    await group.log.waitFor((message) => message.isFromGateway && message.text === "9-17")
    await stage.rahim.sendToGroup(group.jid, "help")
    await group.log.waitFor((message) => message.isFromGateway && message.text === defaultTemplates["help"])
    expect(writtenTo(group).slice(before)).toEqual(["9-17", defaultTemplates["help"]])
    const { telegram, bot, aarav } = stage
    const chat = telegram.group({ title: "Customers", members: [bot, aarav] })
    aarav.write(chat, "balance")
    aarav.write(chat, "opening time")
    await telegram.waitFor((message) => message.isFromBot && message.chat === chat.chat)
    expect(botWroteTo(chat)).toEqual(["9-17"])
  })

  it("OR-01: several things in one message are each answered", async () => {
    await stage.setRules({ isAccountShown: true })
    const { username, say, heard } = customers.telegram
    stage.panel.setUser(username, { balance: 7 })
    const id = addOrder(username)
    const before = heard().length
    await say(`${id} cancel\nbalance`)
    const texts = await stage.until("both answers", Effect.sync(heard), (all) => all.length >= before + 2)
    expect(texts.slice(before)).toEqual([
      `Cancel request added for order ${id}`,
      `Balance of ${username}: 7 USD`
    ])
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
