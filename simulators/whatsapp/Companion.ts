import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Connection } from "./Connection.ts"
import { node } from "./Node.ts"
import { type KeyBundle } from "./SignalParty.ts"

interface Pending {
  readonly stanza: BinaryNode
  readonly isMessage: boolean
}

/** What a companion device registered when it was paired. */
interface CompanionRegistration {
  readonly id: number
  readonly keyIndex: number
  readonly noiseKey: Buffer
  readonly bundle: KeyBundle
}

/** The server's memory of one linked device: keys, and every stanza that it has not confirmed yet. */
export class Companion {
  readonly id: number
  readonly keyIndex: number
  readonly noiseKey: Buffer
  bundle: KeyBundle
  readonly preKeys: Array<{ id: number; value: Buffer }> = []
  connection: Connection | undefined
  /** Whether the client said that it takes messages now. */
  isActive = false
  isHistorySent = false
  logins = 0
  replacements = 0
  messagesIn = 0
  messagesOut = 0
  nacks = 0
  /** Messages that reached no other phone, only the sender's own devices. */
  withoutRecipient = 0
  /** Messages it asked to have again; its later nack of the first copy means nothing. */
  readonly retried = new Set<string>()
  #tail: Promise<void> = Promise.resolve()
  readonly #pending = new Map<string, Pending>()

  constructor({ id, keyIndex, noiseKey, bundle }: CompanionRegistration) {
    this.id = id
    this.keyIndex = keyIndex
    this.noiseKey = noiseKey
    this.bundle = bundle
  }

  /** Does something after everything before it; a failure ends the connection. */
  inOrder(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work).catch((cause: unknown) => {
      console.error("whatsapp simulator:", cause)
      this.connection?.reset()
    })
  }

  /** Keys for a first message; each one-time key is given away once. */
  takeBundle(): KeyBundle {
    return { ...this.bundle, preKey: this.preKeys.shift() }
  }

  /** Sends a message now or at the next login, and again until the client confirms it. */
  deliver(stanza: BinaryNode, copies = 1): void {
    this.#keep(messageKey(stanza.attrs["id"]), { stanza, isMessage: true })
    if (!this.isActive) return
    this.messagesIn += 1
    for (let copy = 0; copy < copies; copy += 1) this.connection?.send(stanza)
  }

  /** Sends a receipt or a notification now or at the next login, and again until the client confirms it. */
  inform(stanza: BinaryNode): void {
    this.#keep(stanzaKey(stanza), { stanza, isMessage: false })
    if (this.isActive) this.connection?.send(stanza)
  }

  /** Whether the client has yet to confirm this message. */
  isOutstanding(id: string): boolean {
    return this.#pending.has(messageKey(id))
  }

  /** Takes the client's word that it has a message; false when it was not outstanding. */
  confirmMessage(id: string | undefined): boolean {
    return this.#pending.delete(messageKey(id))
  }

  /** Takes the client's `<ack>` for a receipt or a notification. */
  confirmStanza(ack: BinaryNode): void {
    this.#pending.delete(stanzaKey(node(ack.attrs["class"] ?? "", ack.attrs)))
  }

  /** Marks the client as taking messages and sends everything outstanding as offline stanzas; how many. */
  activate(): number {
    this.isActive = true
    for (const { stanza, isMessage } of this.#pending.values()) {
      if (isMessage) this.messagesIn += 1
      this.connection?.send({ ...stanza, attrs: { ...stanza.attrs, offline: "0" } })
    }
    return this.#pending.size
  }

  /** The ids of messages that the client has not confirmed. */
  unreceipted(): string[] {
    return [...this.#pending.values()]
      .filter(({ isMessage, stanza }) => isMessage && stanza.attrs["category"] !== "peer")
      .map((one) => one.stanza.attrs["id"] ?? "")
  }

  #keep(key: string, pending: Pending): void {
    // Re-inserted, so that a resent message stands at the end of the queue as it does on the wire.
    this.#pending.delete(key)
    this.#pending.set(key, pending)
  }
}

const messageKey = (id: string | undefined): string => `message ${id}`

const stanzaKey = ({ tag, attrs }: BinaryNode): string =>
  `${tag} ${attrs["id"]} ${attrs["participant"] ?? ""} ${attrs["type"] ?? ""}`
