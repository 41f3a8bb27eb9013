import type { Conversation } from "../src/api/Views.ts"
import type { CustomerContact } from "../src/api/CustomerGateway.ts"
import type { Reply } from "./FakeApi.ts"
import type { FakeGateway } from "./FakeGateway.ts"
import { newId } from "./Seed.ts"

interface Gift {
  readonly customerId: string | null
  readonly panelId: string | null
}

const nobody: Gift = { customerId: null, panelId: null }
const statuses = ["in_progress", "completed", "partial", "pending", "cancelled", "error"]

/** What stands beside the threads of a fake gateway: customers, their accounts, whose groups are. */
export class FakeContexts {
  readonly gifts = new Map<string, Gift>()
  readonly writers = new Map<string, { readonly customerId: string; readonly contactId: string }>()
  /** What a panel says of a customer's account. */
  accounts: ReadonlyArray<object> = [
    {
      panelName: "Main panel",
      account: { status: "active", balance: "12.50", spent: "1 204.00", currency: "USD" },
      trouble: null
    }
  ]
  readonly #gateway: FakeGateway

  constructor(gateway: FakeGateway) {
    this.#gateway = gateway
  }

  /** Whom staff said to write in a direct chat: the customer and his contact. */
  #writer({ id, title }: Conversation, customerId: string): Reply {
    const contactId = newId()
    const { customers } = this.#gateway.customers
    const contact = { id: contactId, name: title, telegramId: null, pn: null, lid: null }
    const contacts = [...(customers.get(customerId)?.contacts ?? []), contact as CustomerContact]
    this.writers.set(id, { customerId, contactId })
    return [200, { customer: this.#gateway.customers.change(customerId, { contacts }), contactId }]
  }

  #customer(conversation: Conversation) {
    const { customers } = this.#gateway.customers
    const writer = this.writers.get(conversation.id)
    const isStill = customers
      .get(writer?.customerId ?? "")
      ?.contacts.some(({ id }) => id === writer?.contactId)
    const owner = customers.get(
      (isStill === true ? writer?.customerId : this.gifts.get(conversation.id)?.customerId) ?? ""
    )
    const username = owner?.username ?? conversation.customerUsername
    if (username === null) return null
    return {
      id: owner?.id ?? [...customers.values()].find((one) => one.username === username)?.id ?? "0",
      username,
      panelId: null,
      status: "active",
      memo: "Reseller since 2024. Pays late, always pays.",
      contacts: [conversation.title, "+977 981 222 3344"]
    }
  }

  /** What the gateway answers beside a chat. */
  answer(method: string, conversation: Conversation, action: string, body: Record<string, unknown>): Reply {
    if (action === "accounts") return [200, { items: this.accounts }]
    if (action === "customer") return this.#writer(conversation, String(body["customerId"]))
    const gift = this.gifts.get(conversation.id) ?? nobody
    if (method === "PUT" && action === "settings") {
      this.gifts.set(conversation.id, { ...gift, ...body })
      return [204]
    }
    const requests = [...this.#gateway.world.requests.values()]
      .filter((row) => row.conversationId === conversation.id)
      .toReversed()
    const orders = requests.map((row, index) => ({
      orderId: row.orderId,
      status: statuses[index % 6],
      panelName: "Main panel",
      at: row.acceptedAt
    }))
    return [200, { conversation, customer: this.#customer(conversation), chat: gift, orders, requests }]
  }
}
