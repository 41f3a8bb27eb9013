import { Effect, Option } from "effect"
import type { ConversationId } from "../../src/domain/Ids.ts"
import type { Inbound, Sender } from "../../src/domain/Inbound.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { fields } from "./People.ts"
import { holder, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

/** Who wrote, as far as WhatsApp showed it. */
export const sender = (lid: string | null, pn: string | null): Sender => ({
  lid,
  pn,
  telegramId: null,
  name: null
})

/** Somebody who writes under his LID and under his number, before two processes on real PostgreSQL. */
export class TwoAddresses {
  readonly storage: TestStorage
  readonly tenant: SmallTenant
  /** His number's digits; each person of a test has his own. */
  digits: number

  private constructor(storage: TestStorage, tenant: SmallTenant, digits: number) {
    this.storage = storage
    this.tenant = tenant
    this.digits = digits
  }

  static async open(digits: number): Promise<TwoAddresses> {
    const storage = await openStorage(2)
    return new TwoAddresses(storage, await storage.run(smallTenant()), digits)
  }

  close(): Promise<void> {
    return this.storage.close()
  }

  /** Another person, whom nobody has met. */
  next(): void {
    this.digits++
  }

  get lid(): string {
    return `${this.digits}@lid`
  }

  get pn(): string {
    return `${this.digits}@s.whatsapp.net`
  }

  byLid(): Partial<Inbound> {
    return { chatId: this.lid, chatPn: null, sender: sender(this.lid, null) }
  }

  byNumber(): Partial<Inbound> {
    return { chatId: this.pn, chatPn: this.pn, sender: sender(null, this.pn) }
  }

  byBoth(): Partial<Inbound> {
    return { chatId: this.lid, chatPn: this.pn, sender: sender(this.lid, this.pn) }
  }

  /** Stores a message, by one of the processes; null if it is there already. */
  accept(message: Partial<Inbound>, process = 0) {
    const { tenant } = this
    return this.storage.processes[process]!.runPromise(
      Effect.gen(function* () {
        const channel = yield* holder(tenant.tenantId, tenant.whatsapp)
        return Option.getOrNull(yield* (yield* Inbox).accept(channel, inbound(message)))
      })
    )
  }

  async write(message: Partial<Inbound>) {
    return (await this.accept(message))!
  }

  /** The message is stored and its writer is looked for, as its chat's actor does. */
  async hear(message: Partial<Inbound>) {
    const stored = await this.write(message)
    const writer = await this.storage.run(
      Effect.flatMap(Conversations, (all) =>
        all.writer(this.tenant.tenantId, stored.conversationId, inbound(message).sender)
      )
    )
    return { ...stored, writer }
  }

  /** The network says that both addresses are one person's. */
  unite() {
    return this.storage.run(
      Effect.flatMap(Conversations, (all) => all.unite(this.tenant.tenantId, this.lid, this.pn))
    )
  }

  /** A customer with one address. */
  customer(username: string, address: Pick<Sender, "lid" | "pn" | "telegramId">) {
    return this.storage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(this.tenant.tenantId, fields(username), [address], { mayHaveSeveral: false, by: "sita" })
      )
    )
  }

  /** His chats as they are stored. */
  chats() {
    return this.storage.query<{
      id: ConversationId
      chat_id: string
      chat_pn: string
      unread: number
      controller: string
    }>(
      "select id, chat_id, chat_pn, unread, controller from conversation where chat_id in ($1, $2) or chat_pn = $2",
      [this.lid, this.pn]
    )
  }

  /** His contacts as they are stored. */
  contacts() {
    return this.storage.query("select lid, pn from contact where lid = $1 or pn = $2", [this.lid, this.pn])
  }

  /** What was said in a chat, in order. */
  async texts(id: ConversationId) {
    const rows = await this.storage.query<{ text: string }>(
      "select text from message where conversation_id = $1 order by id",
      [id]
    )
    return rows.map(({ text }) => text)
  }
}
