import type {
  AdminChat,
  AuditEntry,
  Customer,
  CustomerContact,
  Registration,
  Silenced
} from "../src/api/CustomerGateway.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"
import { panelId } from "./FakeServices.ts"

const minute = 60_000
const names = ["rahim_smm", "sita99", "boostnepal", "growfast", "ali_panel", "media.kathmandu", "pixelpro"]
const memos = ["", "Reseller since 2024. Pays late, always pays.", "", "VIP", "Asks for refills every week"]
const notFound: Reply = [404, { message: "There is nothing here.", reference: "req_404" }]
const conflict = (message: string): Reply => [409, { message, reference: "req_409" }]
const wrong = (field: string, text: string): Reply => [
  400,
  { message: `Wrong in the body: ${field}: ${text}`, reference: "req_400" }
]

const contact = (values: Partial<CustomerContact>): CustomerContact => ({
  id: newId(),
  pn: null,
  lid: null,
  telegramId: null,
  name: null,
  linkedBy: "owner",
  linkedAt: Date.now() - 4000 * minute,
  ...values
})

const customer = (index: number, now: number): Customer => {
  const count = index % 5 === 3 ? 0 : (index % 4) + 1
  const status = index % 11 === 4 ? "disabled" : index % 17 === 1 ? "suspended" : "active"
  return {
    id: newId(),
    username: `${names[index % names.length] ?? ""}${index < names.length ? "" : index}`,
    userId: index % 3 === 0 ? String(1000 + index) : null,
    email: index % 2 === 0 ? `owner${index}@mail.example` : null,
    panelId: index % 9 === 5 ? null : panelId,
    status,
    suspension:
      status === "suspended"
        ? { at: now - 30 * minute, reason: "Too many order ids that do not exist" }
        : null,
    isAutoSuspended: index % 6 !== 2,
    language: index % 4 === 1 ? "ne" : null,
    memo: memos[index % memos.length] ?? "",
    contacts: Array.from({ length: count }, (_, at) =>
      at === 1
        ? contact({ telegramId: String(700_000_000 + index), name: "Aarav", linkedBy: "approval" })
        : contact({ pn: `977980${String(1_000_000 + index * 37 + at)}@s.whatsapp.net`, name: "Rahim" })
    ),
    chats: index % 6 === 0 ? [{ id: newId(), title: `SMM Nepal ${index}` }] : [],
    createdAt: now - index * 1700 * minute,
    version: 1
  }
}

/** Customers, registrations, silenced and trusted ones of the pretended gateway. */
export class FakeCustomers {
  readonly customers = new Map<string, Customer>()
  readonly registrations = new Map<string, Registration>()
  silenced: ReadonlyArray<Silenced> = []
  trusted: ReadonlyArray<AdminChat> = []
  readonly audit: Array<AuditEntry> = []
  proof: object = { checked: 2, from: 1, last: 2, hash: "0a1b2c", broken: null }

  constructor(now = Date.now()) {
    for (let index = 0; index < 130; index++) {
      const made = customer(index, now)
      this.customers.set(made.id, made)
      this.#note(made, "customer.added", null, { username: made.username }, made.createdAt)
    }
    const first = [...this.customers.values()][0] as Customer
    this.#note(first, "customer.changed", { memo: "" }, { memo: first.memo, email: first.email })
    this.ask("growfast_np", "9779812345678", "Deepa", now - 3 * minute)
    this.ask("hari.media", "700123456", null, now - 190 * minute)
    this.silenced = [
      {
        customerId: ([...this.customers.values()][1] as Customer).id,
        contactId: null,
        who: "sita99",
        reason: "Too many order ids that do not exist",
        since: now - 30 * minute,
        until: null
      },
      {
        customerId: null,
        contactId: newId(),
        who: "9779845000111 · Unknown",
        reason: "Too many attempts to register",
        since: now - 12 * minute,
        until: now + 48 * minute
      }
    ]
    this.trusted = [
      { contactId: newId(), label: "Manoj", address: "9779800000000", name: "Manoj", getsNotices: true },
      { contactId: newId(), label: "Night shift", address: "712345678", name: null, getsNotices: false }
    ]
  }

  /** A number asks for a username. */
  ask(username: string, address: string, name: string | null, askedAt = Date.now()): Registration {
    const made: Registration = {
      id: newId(),
      username,
      email: null,
      panelName: "Main panel",
      proof: "approval",
      state: "waiting",
      address,
      name,
      conversationId: newId(),
      askedAt,
      decidedAt: null,
      decidedBy: null
    }
    this.registrations.set(made.id, made)
    return made
  }

  /** Somebody else changes a customer. */
  change(id: string, values: Partial<Customer>): Customer {
    const before = this.customers.get(id) as Customer
    const after = { ...before, ...values, version: before.version + 1 }
    this.customers.set(id, after)
    return after
  }

  answer(method: string, url: URL, body: Record<string, unknown>): Reply | undefined {
    const [, , group, id = "", action = "", inner = ""] = url.pathname.split("/")
    if (group === "audit") {
      if (id === "verify") return [200, this.proof]
      const asked = (name: string) => url.searchParams.get(name) ?? ""
      const found = this.audit.filter(
        ({ action, actor, subject }) =>
          subject.includes(asked("search")) &&
          action.startsWith(asked("action")) &&
          actor.includes(asked("actor"))
      )
      return [200, { items: found.toReversed(), next: null }]
    }
    if (group === "registrations") return this.#registrations(id, action)
    if (group === "admin-chats") return this.#trusted(method, id, body)
    if (group === "contacts") {
      this.silenced = this.silenced.filter(({ contactId }) => contactId !== id)
      return [204]
    }
    if (group !== "customers") return undefined
    if (id === "silenced") return [200, { items: this.silenced }]
    if (id === "import") return this.#import(String(body["csv"]), body["isDry"] === true)
    if (id === "") return method === "POST" ? this.#add(body) : this.#list(url)
    const found = this.customers.get(id)
    if (found === undefined) return notFound
    if (action === "status") {
      const status = body["status"] === "active" ? "active" : "disabled"
      this.#note(this.change(id, { status, suspension: null }), `customer.${status}`, null, null)
      this.silenced = this.silenced.filter(({ customerId }) => customerId !== id)
      return [204]
    }
    if (action === "contacts") return this.#contacts(found, inner, body)
    if (method === "DELETE") return this.customers.delete(id) ? [204] : notFound
    return method === "PATCH" ? this.#edit(found, body) : [200, { customer: found }]
  }

  #note(
    { id, username }: Customer,
    action: string,
    before: AuditEntry["before"],
    after: AuditEntry["after"],
    at = Date.now()
  ): void {
    const who = { actor: "manoj", subjectKind: "customer", subjectId: id, subject: username, reason: null }
    this.audit.push({ id: newId(), at, action, before, after, ...who })
  }

  #list(url: URL): Reply {
    const search = (url.searchParams.get("search") ?? "").toLowerCase()
    const status = url.searchParams.get("status")
    const found = [...this.customers.values()]
      .filter((row) =>
        JSON.stringify([row.username, row.email, row.memo, row.contacts]).toLowerCase().includes(search)
      )
      .sort((a, b) => (a.username < b.username ? -1 : 1))
    const counts = { all: found.length, active: 0, disabled: 0, suspended: 0 }
    for (const row of found) counts[row.status] += 1
    const shown = status === null ? found : found.filter((row) => row.status === status)
    const from = Number(url.searchParams.get("before") ?? 0)
    const limit = Number(url.searchParams.get("limit") ?? 50)
    const next = from + limit < shown.length ? String(from + limit) : null
    return [200, { items: shown.slice(from, from + limit), next, counts }]
  }

  #add(body: Record<string, unknown>): Reply {
    const username = String(body["username"])
    if (username === "") return wrong("username", "write the panel username; every customer has one.")
    const numbers = body["whatsapp"] as ReadonlyArray<string>
    const bad = numbers.find((text) => text.startsWith("0"))
    if (bad !== undefined)
      return wrong("whatsapp", `"${bad}" has no country code. Write it with the country code.`)
    if ([...this.customers.values()].some((row) => row.username === username)) {
      return conflict(`There is a customer ${username} already.`)
    }
    const made: Customer = {
      ...customer(3, Date.now()),
      username,
      memo: String(body["memo"]),
      chats: [],
      contacts: numbers.map((text) => contact({ pn: `${text.replaceAll(/\D/g, "")}@s.whatsapp.net` }))
    }
    this.customers.set(made.id, made)
    this.#note(made, "customer.added", null, { username })
    return [200, { customer: made }]
  }

  #edit(before: Customer, { version, ...values }: Record<string, unknown>): Reply {
    if (version !== before.version) return conflict("Somebody else changed this customer. Load it again.")
    if (typeof values["email"] === "string" && values["email"] !== "" && !values["email"].includes("@")) {
      return wrong("email", "write an address such as name@example.com.")
    }
    const after = this.change(before.id, values)
    this.#note(after, "customer.changed", null, values)
    return [200, { customer: after }]
  }

  #contacts({ id, contacts }: Customer, contactId: string, body: Record<string, unknown>): Reply {
    if (contactId !== "") {
      this.change(id, { contacts: contacts.filter((row) => row.id !== contactId) })
      return [204]
    }
    const text = String(body["whatsapp"] ?? body["telegram"])
    if (text.startsWith("0")) {
      return wrong("whatsapp", `"${text}" has no country code. Write it with the country code.`)
    }
    const added = contact({ pn: `${text.replaceAll(/\D/g, "")}@s.whatsapp.net`, linkedAt: Date.now() })
    return [200, { customer: this.change(id, { contacts: [...contacts, added] }) }]
  }

  #registrations(id: string, how: string): Reply {
    const waiting = [...this.registrations.values()].filter(({ state }) => state === "waiting")
    if (id === "") return [200, { items: waiting.toReversed(), next: null, waiting: waiting.length }]
    const found = this.registrations.get(id)
    if (found?.state !== "waiting") return conflict("This registration was decided already.")
    this.registrations.set(id, { ...found, state: how === "approve" ? "linked" : "rejected" })
    if (how !== "approve") return [204]
    const made = { ...customer(3, Date.now()), username: found.username }
    this.customers.set(made.id, made)
    return [200, { customerId: made.id }]
  }

  #trusted(method: string, id: string, body: Record<string, unknown>): Reply {
    if (method === "DELETE") this.trusted = this.trusted.filter(({ contactId }) => contactId !== id)
    if (method !== "PUT") return method === "GET" ? [200, { items: this.trusted }] : [204]
    const address = String(body["whatsapp"] ?? body["telegram"]).replaceAll(/\D/g, "")
    const before = this.trusted.find((row) => row.address === address)
    const adminChat: AdminChat = {
      contactId: before?.contactId ?? newId(),
      label: String(body["label"]),
      address,
      name: null,
      getsNotices: body["getsNotices"] === true
    }
    this.trusted = [...this.trusted.filter((row) => row !== before), adminChat]
    return [200, { adminChat }]
  }

  #import(csv: string, isDry: boolean): Reply {
    const [head = "", ...lines] = csv.trim().split("\n")
    if (!head.includes("username"))
      return wrong("csv", "The first line must name the columns, such as username.")
    const problems = lines.flatMap((line, at) =>
      line.includes(",0") ? [{ line: at + 2, text: `"${line.split(",")[1]}" has no country code.` }] : []
    )
    const good = lines.filter((line) => !line.includes(",0"))
    if (!isDry) {
      for (const line of good) {
        const made = { ...customer(3, Date.now()), username: line.split(",")[0] ?? "" }
        this.customers.set(made.id, made)
      }
    }
    return [200, { added: good.length, changed: 0, unchanged: 0, problems }]
  }
}
