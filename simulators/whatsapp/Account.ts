import { type Companion } from "./Companion.ts"
import { type proto } from "@whiskeysockets/baileys"
import { type Addressing, lidFor, lidJid, pnJid } from "./Jid.ts"
import { MessageLog } from "./MessageLog.ts"
import { IncomingSenderKeys, OutgoingSenderKey } from "./SenderKeys.ts"
import { SignalParty } from "./SignalParty.ts"

/** A message that a phone can send again when a device asks. */
interface Resendable {
  readonly content: proto.IMessage
  readonly chat: string
  readonly time: number
}

// As many as Baileys itself keeps for retries.
const MAX_RESENDABLE = 512

/** One WhatsApp user: the phone (device 0) with its Signal state, and the companions linked to it. */
export class Account {
  readonly pn: string
  readonly lid: string
  name: string
  addressing: Addressing
  readonly companions = new Map<number, Companion>()
  /** Messages that reached this phone. */
  readonly inbox = new MessageLog()
  /** Messages that this phone sent. */
  readonly sent = new MessageLog()
  readonly resendable = new Map<string, Resendable>()
  /** Devices that have our sender key, by group. */
  readonly senderKeyHolders = new Map<string, Set<string>>()
  readonly retries = new Map<string, number>()
  lastDeviceId = 0
  #party: SignalParty | undefined
  readonly #outgoing = new Map<string, OutgoingSenderKey>()
  readonly #incoming = new Map<string, IncomingSenderKeys>()

  constructor(
    pn: string,
    options: { lid?: string | undefined; name?: string | undefined; addressing: Addressing }
  ) {
    this.pn = pn
    this.lid = options.lid ?? lidFor(pn)
    this.name = options.name ?? `Person ${pn.slice(-4)}`
    this.addressing = options.addressing
  }

  /** The phone's Signal state; made on first use, as it costs some milliseconds. */
  get party(): SignalParty {
    return (this.#party ??= new SignalParty())
  }

  /** The jid under which this user, or one of its companions, is named. */
  jid(addressing: Addressing, device = 0): string {
    return addressing === "lid" ? lidJid(this.lid, device) : pnJid(this.pn, device)
  }

  /** The address under which Signal sessions with a device of this user are kept. */
  signalAddress(device = 0): string {
    return lidJid(this.lid, device)
  }

  /** This phone's own sender key for a group. */
  senderKey(group: string): OutgoingSenderKey {
    const key = this.#outgoing.get(group) ?? new OutgoingSenderKey()
    this.#outgoing.set(group, key)
    return key
  }

  /** Takes a new sender key for a group, as after someone left it. */
  renewSenderKey(group: string): void {
    this.#outgoing.delete(group)
    this.senderKeyHolders.delete(group)
  }

  /** The sender keys this phone has from one device in a group. */
  senderKeysOf(group: string, address: string): IncomingSenderKeys {
    const name = `${group} ${address}`
    const keys = this.#incoming.get(name) ?? new IncomingSenderKeys()
    this.#incoming.set(name, keys)
    return keys
  }

  /** Loses the sender keys of a group, so that its next message cannot be read. */
  forgetSenderKeys(group: string): void {
    for (const name of this.#incoming.keys()) if (name.startsWith(`${group} `)) this.#incoming.delete(name)
  }

  /** Keeps a sent message for retry receipts. */
  remember(id: string, message: Resendable): void {
    this.resendable.set(id, message)
    for (const old of this.resendable.keys()) {
      if (this.resendable.size <= MAX_RESENDABLE) break
      this.resendable.delete(old)
    }
  }
}
