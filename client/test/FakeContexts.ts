import type { Conversation } from "../src/api/Views.ts"
import type { Reply } from "./FakeApi.ts"
import type { FakeGateway } from "./FakeGateway.ts"

interface Gift {
  readonly customerId: string | null
  readonly panelId: string | null
}

const nobody: Gift = { customerId: null, panelId: null }
const statuses = ["in_progress", "completed", "partial", "pending", "cancelled", "error"]

/** What stands beside the threads of a fake gateway: customers, their accounts, whose groups are. */
export class FakeContexts {
  readonly gifts = new Map<string, Gift>()
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

  #customer(conversation: Conversation) {
    const { customers } = this.#gateway.customers
    const owner = customers.get(this.gifts.get(conversation.id)?.customerId ?? "")
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
