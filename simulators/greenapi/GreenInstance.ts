import { randomBytes } from "node:crypto"

/** A message that the API sent. */
export interface GreenSent {
  readonly id: string
  readonly chatId: string
  readonly text: string
  readonly quotedId: string | undefined
  readonly file?: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }
}

/** What a person writes, in a direct chat unless a group is named. */
export interface GreenWritten {
  readonly from: string
  readonly name?: string
  readonly text: string
  readonly group?: { readonly id: string; readonly name: string }
  readonly quotes?: string
  readonly id?: string
  readonly at?: number
}

export type GreenState = "authorized" | "notAuthorized" | "blocked" | "sleepMode" | "starting" | "yellowCard"

/** An instance: a WhatsApp account at Green API, with a queue of notifications or a webhook. */
export class GreenInstance {
  readonly idInstance: string
  readonly apiToken = randomBytes(25).toString("hex")
  readonly webhookToken = randomBytes(12).toString("hex")
  readonly wid: string
  isRevoked = false
  webhookUrl: string | undefined
  readonly sent: Array<GreenSent> = []
  readonly contacts: Array<{ readonly id: string; readonly name: string; readonly type: "user" | "group" }> =
    []
  /** Numbers that are not on WhatsApp. */
  readonly strangers = new Set<string>()
  /** Files by their addresses' paths; those of a message by its id, too. */
  readonly files = new Map<string, Uint8Array>()
  readonly queue: Array<{ readonly receiptId: number; readonly body: unknown }> = []
  readonly answers: Array<number> = []
  #state: GreenState = "authorized"
  #lastId = 0
  readonly #waiters = new Set<() => void>()

  constructor(idInstance: string, number: string) {
    this.idInstance = idInstance
    this.wid = `${number}@c.us`
  }

  get state(): GreenState {
    return this.#state
  }

  /** Changes the state, and tells of it. */
  async become(state: GreenState): Promise<void> {
    this.#state = state
    await this.notify({ typeWebhook: "stateInstanceChanged", stateInstance: state })
  }

  /** A person writes. Gives the message's id. */
  async write(written: GreenWritten): Promise<string> {
    const body = this.message(written)
    await this.notify(body)
    return body.idMessage
  }

  /** The notification of what a person writes. */
  message({ from, name = "Customer", text, group, quotes, ...rest }: GreenWritten) {
    const sender = `${from}@c.us`
    const messageData =
      quotes === undefined
        ? { typeMessage: "textMessage", textMessageData: { textMessage: text } }
        : {
            typeMessage: "quotedMessage",
            extendedTextMessageData: { text, stanzaId: quotes, participant: this.wid },
            quotedMessage: { stanzaId: quotes, participant: this.wid }
          }
    return {
      typeWebhook: "incomingMessageReceived",
      idMessage: rest.id ?? this.newId(),
      timestamp: Math.floor((rest.at ?? Date.now()) / 1000),
      senderData: {
        chatId: group?.id ?? sender,
        chatName: group?.name ?? name,
        sender,
        senderName: name,
        senderContactName: ""
      },
      messageData
    }
  }

  /** Tells of a message's status. */
  status(id: string, status: string, chatId: string): Promise<number> {
    return this.notify({ typeWebhook: "outgoingMessageStatus", chatId, idMessage: id, status })
  }

  /** Hands a notification to the webhook, or to the queue; gives the webhook's answer, 0 for the queue. */
  async notify(notification: Readonly<Record<string, unknown>>, token = this.webhookToken): Promise<number> {
    const body = {
      timestamp: Math.floor(Date.now() / 1000),
      ...notification,
      instanceData: { idInstance: Number(this.idInstance), wid: this.wid, typeInstance: "whatsapp" }
    }
    if (this.webhookUrl === undefined) {
      this.queue.push({ receiptId: ++this.#lastId, body })
      for (const wake of this.#waiters) wake()
      return 0
    }
    const answer = await fetch(this.webhookUrl, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body)
    })
    await answer.arrayBuffer()
    this.answers.push(answer.status)
    return answer.status
  }

  /** The oldest notification; waits for one. */
  async next(seconds: number): Promise<(typeof this.queue)[number] | null> {
    const [oldest] = this.queue
    if (oldest !== undefined) return oldest
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiters.delete(done)
        resolve()
      }
      const timer = setTimeout(done, seconds * 1000)
      this.#waiters.add(done)
    })
    return this.queue[0] ?? null
  }

  /** Ends everybody's waiting. */
  stop(): void {
    for (const wake of this.#waiters) wake()
  }

  newId(): string {
    return `3A8F${this.idInstance}${String(++this.#lastId).padStart(6, "0")}`
  }
}
