import { type FileReference } from "./MediaServer.ts"

/** One message as a simulated person or group saw it. */
export interface RecordedMessage {
  /** Position in its log, counted from 1; `after=n` in the control API means this. */
  readonly seq: number
  readonly id: string
  /** The text, or the caption of an image. */
  readonly text: string
  readonly kind: "text" | "image" | "document" | "other"
  /** What a message of a gateway says of its file; `media.open` of the simulator opens it. */
  readonly file?: FileReference | undefined
  /** Phone number of the sender, digits only; a gateway number when the gateway or its owner wrote. */
  readonly from: string
  readonly fromName: string
  /** Whether a gateway (companion device) sent it rather than a phone. */
  readonly isFromGateway: boolean
  /** Phone number of the receiver, or the group's jid. */
  readonly to: string
  readonly group: string | undefined
  readonly quotedId: string | undefined
  /** Milliseconds since 1970, of the first copy. */
  readonly at: number
  /** How many times the same id came; a phone shows only the first. */
  copies: number
  /** When the receiver's device (for a person's message: the gateway) confirmed it, if it did. */
  deliveredAt: number | undefined
  readAt: number | undefined
}

/** What is known of a message before a log takes it. */
export type NewMessage = Omit<RecordedMessage, "seq" | "copies" | "deliveredAt" | "readAt">

interface Waiter {
  readonly predicate: (message: RecordedMessage) => boolean
  readonly resolve: (message: RecordedMessage) => void
}

/** The messages one person or group saw, in order, each id once as on a real phone. */
export class MessageLog {
  readonly entries: RecordedMessage[] = []
  /** The entries that came more than once. */
  readonly duplicated = new Set<RecordedMessage>()
  readonly #byId = new Map<string, RecordedMessage>()
  readonly #waiters = new Set<Waiter>()

  /** Adds a message, or counts another copy of one that is there. */
  record(message: NewMessage): RecordedMessage {
    const known = this.#byId.get(message.id)
    if (known) {
      known.copies += 1
      this.duplicated.add(known)
    }
    const entry: RecordedMessage = known ?? {
      ...message,
      seq: this.entries.length + 1,
      copies: 1,
      deliveredAt: undefined,
      readAt: undefined
    }
    if (!known) {
      this.entries.push(entry)
      this.#byId.set(entry.id, entry)
    }
    this.changed(entry)
    return entry
  }

  /** The message with this id. */
  get(id: string): RecordedMessage | undefined {
    return this.#byId.get(id)
  }

  /** Tells those who wait that an entry has changed. */
  changed(entry: RecordedMessage): void {
    for (const waiter of this.#waiters) {
      if (!waiter.predicate(entry)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(entry)
    }
  }

  /** The entries after position `seq`. */
  after(seq: number): RecordedMessage[] {
    return this.entries.slice(seq)
  }

  /** The first message, present or to come, that fits; rejects after `timeoutMs`. */
  waitFor(predicate: (message: RecordedMessage) => boolean, timeoutMs = 5000): Promise<RecordedMessage> {
    const present = this.entries.find(predicate)
    if (present) return Promise.resolve(present)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        predicate,
        resolve: (message) => {
          clearTimeout(timer)
          resolve(message)
        }
      }
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        const seen = this.entries.slice(-5).map(({ text }) => text)
        reject(new Error(`no such message within ${timeoutMs} ms; the last were ${JSON.stringify(seen)}`))
      }, timeoutMs)
      this.#waiters.add(waiter)
    })
  }
}
