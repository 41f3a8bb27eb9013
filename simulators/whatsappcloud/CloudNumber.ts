import { createHmac, randomBytes } from "node:crypto"

/** A message that a business sent with the Cloud API. */
export interface SentMessage {
  readonly id: string
  readonly to: string
  readonly text: string
  readonly quotedId: string | undefined
  readonly at: number
  /** The file that it shows, and how. */
  readonly file?: {
    readonly id: string
    readonly kind: "image" | "document"
    readonly name: string | undefined
  }
}

/** A file that Meta keeps. */
export interface CloudFile {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** How a webhook leaves; a forged one is signed with another secret. */
export interface Delivery {
  readonly isForged?: boolean
  /** Sent as it is instead of the payload. */
  readonly raw?: string
}

/** What a person writes; text unless a message of another type is given. */
export interface Written {
  readonly from: string
  readonly name?: string
  readonly text?: string
  readonly quotes?: string
  readonly id?: string
  readonly at?: number
  readonly message?: Readonly<Record<string, unknown>>
}

const newToken = () => `EAA${randomBytes(30).toString("hex")}`
const newSecret = () => randomBytes(16).toString("hex")
const dayMillis = 24 * 60 * 60 * 1000

/** A business number: its credentials at Meta, the people it talks with, and its webhooks. */
export class CloudNumber {
  readonly phoneNumberId: string
  readonly displayNumber: string
  accessToken = newToken()
  appSecret = newSecret()
  readonly verifyToken = randomBytes(8).toString("hex")
  isRevoked = false
  webhookUrl: string | undefined
  readonly sent: Array<SentMessage> = []
  /** Files by their ids: what people send, and what is to be sent. */
  readonly files = new Map<string, CloudFile>()
  /** Answers of the webhook's address, oldest first. */
  readonly answers: Array<number> = []
  readonly #windows = new Map<string, number>()
  #lastId = 0

  constructor(phoneNumberId: string, displayNumber: string) {
    this.phoneNumberId = phoneNumberId
    this.displayNumber = displayNumber
  }

  /** Another access token takes the place of this one, which ends at once. */
  renewToken(): string {
    this.accessToken = newToken()
    return this.accessToken
  }

  /** The app gets another secret: webhooks are signed with it from now on. */
  renewSecret(): void {
    this.appSecret = newSecret()
  }

  /** Asks the address to prove itself, as Meta does when it is entered. */
  async verify(token = this.verifyToken): Promise<{ readonly status: number; readonly text: string }> {
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": token,
      "hub.challenge": "1158201444"
    })
    const answer = await fetch(`${this.webhookUrl}?${query}`)
    return { status: answer.status, text: await answer.text() }
  }

  /** A person writes: opens the 24-hour window, and brings the webhook. Gives the message's id. */
  async write(written: Written, delivery: Delivery = {}): Promise<string> {
    const payload = this.message(written)
    await this.deliver(payload, delivery)
    return payload.entry[0]!.changes[0]!.value.messages[0]!.id
  }

  /** The webhook of what a person writes; to be delivered by `deliver`, as often as wanted. */
  message({ from, name = "Customer", text, quotes, message, ...rest }: Written) {
    const id = rest.id ?? this.newId()
    const at = rest.at ?? Date.now()
    this.#windows.set(from, at)
    return this.#payload({
      contacts: [{ profile: { name }, wa_id: from, user_id: `US.${from}` }],
      messages: [
        {
          from,
          id,
          timestamp: String(Math.floor(at / 1000)),
          ...(quotes === undefined ? {} : { context: { from: this.displayNumber, id: quotes } }),
          ...(message ?? { type: "text", text: { body: text ?? "" } })
        }
      ]
    })
  }

  /** Brings the status of a message. */
  status(id: string, status: "sent" | "delivered" | "read" | "failed", to: string, code?: number) {
    const errors = code === undefined ? {} : { errors: [{ code, title: "(simulated)" }] }
    const timestamp = String(Math.floor(Date.now() / 1000))
    return this.deliver(this.#payload({ statuses: [{ id, status, timestamp, recipient_id: to, ...errors }] }))
  }

  /** Posts a webhook, signed; gives the answer's status. */
  async deliver(payload: unknown, { isForged = false, raw }: Delivery = {}): Promise<number> {
    const body = raw ?? JSON.stringify(payload)
    const secret = isForged ? "somebody else's" : this.appSecret
    const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`
    const answer = await fetch(this.webhookUrl ?? "", {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": signature },
      body
    })
    await answer.arrayBuffer()
    this.answers.push(answer.status)
    return answer.status
  }

  /** Whether free text may be sent to this person. */
  isWindowOpen(to: string): boolean {
    return Date.now() - (this.#windows.get(to) ?? 0) < dayMillis
  }

  /** The person wrote too long ago. */
  closeWindow(to: string): void {
    this.#windows.delete(to)
  }

  /** Keeps a file; gives its id. */
  keep(file: CloudFile): string {
    const id = String(1_000_000_000_000 + ++this.#lastId)
    this.files.set(id, file)
    return id
  }

  newId(): string {
    return `wamid.${Buffer.from(`${this.phoneNumberId}-${++this.#lastId}`).toString("base64")}`
  }

  #payload<Value extends object>(value: Value) {
    const metadata = { display_phone_number: this.displayNumber, phone_number_id: this.phoneNumberId }
    return {
      object: "whatsapp_business_account",
      entry: [
        {
          id: "102290129340398",
          changes: [{ field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } }]
        }
      ]
    }
  }
}
