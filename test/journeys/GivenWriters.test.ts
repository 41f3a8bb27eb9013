import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import { notRegistered, words } from "./Linking.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

interface Given {
  readonly customer: { readonly id: string; readonly contacts: ReadonlyArray<{ readonly id: string }> }
  readonly contactId: string
}

describe("CU-01: a writer whom staff know", () => {
  let stage: WholeStage
  let owner: Asking
  let lastOrder = 620_000_000
  beforeAll(async () => {
    stage = await openWholeStage({ requestsPerSecond: 500 })
    owner = await stage.person("owner", "owner")
    await stage.link()
  }, 900_000)
  afterAll(() => stage.close())

  const addOrder = (user: string) => {
    const id = ++lastOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const addCustomer = async (username: string) => {
    stage.panel.setUser(username)
    const body = { username, panelId: null, whatsapp: [], telegram: [] }
    return ((await owner("POST", "/api/customers", body)).json as Given).customer.id
  }
  const chatOf = async (kind: string, chats: ReadonlyArray<string>) => {
    const [row] = await stage.query<{ id: string }>(
      `select c.id from conversation c join channel ch on ch.id = c.channel_id
       where ch.kind = $1 and (c.chat_id = any($2) or c.chat_pn = any($2))`,
      [kind, chats]
    )
    return row!.id
  }
  const give = (chat: string, customerId: string) =>
    owner("POST", `/api/conversations/${chat}/customer`, { customerId })

  it("who is known by a hidden id alone is the customer from then on, until it is taken back", async () => {
    const person = stage.whatsapp.person({ pn: "9779820077001", name: "Bikash" })
    expect(await askOnWhatsApp(person, "hello")).toBe(notRegistered)
    // WhatsApp has not told his number.
    await stage.query("update contact set pn = null where lid = $1 or pn = $2", [person.lidJid, person.pnJid])
    const username = "bikash_smm"
    const customerId = await addCustomer(username)
    const order = addOrder(username)
    const chat = await chatOf("whatsapp", [person.lidJid, person.pnJid])
    const given = await give(chat, customerId)
    expect([given.status, given.text]).toEqual([200, expect.stringContaining(username)])
    const { contactId, customer } = given.json as Given
    expect(customer.contacts.map(({ id }) => id)).toEqual([contactId])
    expect(await askOnWhatsApp(person, `${order} cancel`)).toBe(words.added(order))

    // Twice is once.
    expect((await give(chat, customerId)).status).toBe(200)
    const other = await addCustomer("other_smm")
    const refused = await give(chat, other)
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining(`belongs to ${username}`)])

    await owner("DELETE", `/api/customers/${customerId}/contacts/${contactId}`)
    expect((await give(chat, other)).status).toBe(200)
    const audit = (await owner("GET", "/api/audit?action=customer")).json as {
      readonly items: ReadonlyArray<{ readonly action: string; readonly actor: string }>
    }
    const changes = audit.items.filter(({ action }) => action.startsWith("customer.contact"))
    expect(changes.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
      "owner customer.contact_added",
      "owner customer.contact_removed",
      "owner customer.contact_added"
    ])
  })

  it("is given on Telegram, too; a group has members, and is refused as if it were not there", async () => {
    const person = stage.telegram.person({ firstName: "Nisha" })
    expect(await askOnTelegram(stage, person, "hello")).toBe(notRegistered)
    const customerId = await addCustomer("nisha_smm")
    const order = addOrder("nisha_smm")
    expect((await give(await chatOf("telegram", [String(person.id)]), customerId)).status).toBe(200)
    expect(await askOnTelegram(stage, person, `${order} cancel`)).toBe(words.added(order))
    // The providers' groups are chats once they are written to.
    const group = await waitFor(async () => {
      const rows = await stage.query<{ id: string }>(
        "select id from conversation where kind = 'group' limit 1"
      )
      return rows[0]?.id
    })
    expect((await give(group, customerId)).status).toBe(404)
    expect((await give(crypto.randomUUID(), customerId)).status).toBe(404)
    expect((await give(await chatOf("telegram", [String(person.id)]), crypto.randomUUID())).status).toBe(404)
  })
})
