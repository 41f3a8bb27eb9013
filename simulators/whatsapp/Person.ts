import { type proto } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { makeContent, type Quote } from "./Content.ts"
import { fileContent, type SentFile } from "./SentFile.ts"
import { type Addressing } from "./Jid.ts"
import { type MessageLog, type NewMessage, type RecordedMessage } from "./MessageLog.ts"
import { deliverToGroup, deliverToUser } from "./Outbound.ts"
import { receiptStanza } from "./Receipts.ts"
import { newMessageId, type World } from "./World.ts"

/** How a message is sent. */
export interface SendOptions {
  /** The message's id; a fresh one when absent. */
  readonly id?: string | undefined
  /** The id of a message in the same chat that this one answers, or the quotation itself. */
  readonly quote?: string | Quote | undefined
  /** `image` sends a picture with the text as caption. */
  readonly kind?: "text" | "image" | undefined
  /** Any other protocol message (a voice note, a reaction, a deletion …) to send in place of the text. */
  readonly content?: proto.IMessage | undefined
  /** How the 1:1 chat is addressed; the person's own habit when absent. */
  readonly addressing?: Addressing | undefined
}

/** A simulated WhatsApp user with a phone. */
export class Person {
  readonly account: Account
  readonly #world: World
  #tail: Promise<unknown> = Promise.resolve()

  constructor(world: World, account: Account) {
    this.#world = world
    this.account = account
  }

  /** The phone number, digits only. */
  get number(): string {
    return this.account.pn
  }

  get pnJid(): string {
    return this.account.jid("pn")
  }

  get lidJid(): string {
    return this.account.jid("lid")
  }

  /** What reached this phone, in 1:1 chats and groups. */
  get inbox(): MessageLog {
    return this.account.inbox
  }

  /** What this phone sent; `deliveredAt` says when the gateway's receipt came. */
  get sent(): MessageLog {
    return this.account.sent
  }

  /** Sends a message to a number; resolves once it is on its way (or queued at the server). */
  send(to: string, text: string, options: SendOptions = {}): Promise<{ id: string }> {
    const recipient = this.#world.account(to)
    const addressing = options.addressing ?? this.account.addressing
    return this.#inOrder(async () => {
      const message = this.#compose(recipient.pn, undefined, text, options)
      const quote = this.#quote(options.quote)
      const content = options.content ?? makeContent(text, options.kind ?? "text", quote)
      this.#record(message, [recipient])
      await deliverToUser(this.#world, this.account, recipient, { id: message.id, content, addressing })
      return { id: message.id }
    })
  }

  /** Sends a file to a number, with the text as its caption: it is put up first, as a phone does. */
  async sendFile(to: string, file: SentFile, caption = ""): Promise<{ id: string }> {
    const id = newMessageId()
    const content = await fileContent(this.#world.media, id, file, caption)
    return this.send(to, caption, { id, content })
  }

  /** Sends a message to a group. */
  sendToGroup(jid: string, text: string, options: SendOptions = {}): Promise<{ id: string }> {
    const group = this.#world.groups.get(jid)
    if (!group?.members.has(this.account)) return Promise.reject(new Error(`not a member of ${jid}`))
    return this.#inOrder(async () => {
      const message = this.#compose(jid, jid, text, options)
      const quote = this.#quote(options.quote, group.addressing)
      const content = options.content ?? makeContent(text, options.kind ?? "text", quote)
      this.#world.emit({ type: "group", owner: jid, message: group.log.record(message) })
      this.#record(message, group.members)
      await deliverToGroup(this.#world, this.account, group, {
        id: message.id,
        content,
        addressing: group.addressing
      })
      return { id: message.id }
    })
  }

  /** The first message in the inbox, present or to come, that fits; rejects after `timeoutMs`. */
  waitFor(predicate: (message: RecordedMessage) => boolean, timeoutMs?: number): Promise<RecordedMessage> {
    return this.inbox.waitFor(predicate, timeoutMs)
  }

  /** Reads a message of the gateway, which gets a read receipt. */
  read(id: string): void {
    const message = this.inbox.get(id)
    if (!message) throw new Error(`no message ${id}`)
    message.readAt ??= Date.now()
    const group = message.group === undefined ? undefined : this.#world.groups.get(message.group)
    const to = group?.jid ?? this.account.jid(this.account.addressing)
    for (const companion of this.#world.account(message.from).companions.values()) {
      companion.inform(receiptStanza(this.account, { id, to }, group, "read"))
    }
  }

  /** Loses the Signal state towards a gateway number, so that its next message leads to a retry receipt. */
  async forget(number: string): Promise<void> {
    const other = this.#world.account(number)
    for (const { id } of other.companions.values()) await this.account.party.forget(other.signalAddress(id))
    for (const jid of this.#world.groups.keys()) this.account.forgetSenderKeys(jid)
  }

  #compose(to: string, group: string | undefined, text: string, options: SendOptions): NewMessage {
    return {
      id: options.id ?? newMessageId(),
      text,
      kind: options.content ? "other" : (options.kind ?? "text"),
      from: this.number,
      fromName: this.account.name,
      isFromGateway: false,
      to,
      group,
      quotedId: typeof options.quote === "string" ? options.quote : options.quote?.id,
      at: Date.now()
    }
  }

  #record(message: NewMessage, receivers: Iterable<Account>): void {
    this.#world.emit({ type: "sent", owner: this.number, message: this.sent.record(message) })
    for (const receiver of receivers) {
      if (receiver === this.account) continue
      this.#world.emit({ type: "received", owner: receiver.pn, message: receiver.inbox.record(message) })
    }
  }

  #quote(quote: SendOptions["quote"], addressing = this.account.addressing): Quote | undefined {
    if (typeof quote !== "string") return quote
    const message = this.inbox.get(quote) ?? this.sent.get(quote)
    if (!message) throw new Error(`no message ${quote} to quote`)
    return { id: quote, author: this.#world.account(message.from).jid(addressing), text: message.text }
  }

  #inOrder<A>(work: () => Promise<A>): Promise<A> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => undefined)
    return result
  }
}
