import { randomBytes } from "node:crypto"
import { Account } from "./Account.ts"
import { Faults } from "./Faults.ts"
import { Group } from "./Group.ts"
import { type Addressing, decodeJid, digits } from "./Jid.ts"
import { MediaServer } from "./MediaServer.ts"
import { type RecordedMessage } from "./MessageLog.ts"
import { type Registration } from "./Registration.ts"

/** How the simulator behaves; every field has a default in `startWhatsAppSimulator`. */
export interface WorldOptions {
  /** How persons address 1:1 chats unless they say otherwise. */
  readonly addressing: Addressing
  /** Whether one member decrypts each group message for all, or every member its own copy. */
  readonly decryptGroups: "one" | "all"
  readonly verifySignatures: boolean
  /** Whether phones confirm delivery by themselves, and how many members of a group do. */
  readonly deliveryReceipts: boolean
  readonly groupReceipts: "all" | "one" | "none"
  /** Whether the owner's phone sends its (empty) history at a device's first login. */
  readonly sendHistory: boolean
  /** How many QR codes a client may show before it is turned away. */
  readonly qrRefs: number
}

/** Something that happened, for whoever watches. */
export type SimulatorEvent =
  /** `owner` is the number (or group jid) in whose log the message stands. */
  | { readonly type: "received" | "sent"; readonly owner: string; readonly message: RecordedMessage }
  | { readonly type: "group"; readonly owner: string; readonly message: RecordedMessage }
  | { readonly type: "updated"; readonly owner: string; readonly message: RecordedMessage }
  | {
      readonly type: "paired" | "online" | "offline" | "unlinked"
      readonly number: string
      readonly device: number
    }
  | { readonly type: "codeRequested"; readonly number: string }
  | { readonly type: "person"; readonly number: string; readonly name: string }
  | { readonly type: "groupMade"; readonly jid: string; readonly subject: string }

/** Everything the simulated server knows: users, groups, pending registrations, failures. */
export class World {
  readonly options: WorldOptions
  readonly faults = new Faults()
  readonly media = new MediaServer()
  readonly accounts = new Map<string, Account>()
  readonly groups = new Map<string, Group>()
  readonly registrations = new Set<Registration>()
  /** Retry receipts that phones sent, and that gateways sent. */
  retriesAsked = 0
  retriesServed = 0
  /** The newest WhatsApp Web, as its service worker names it, and how often that was read. */
  webRevision = 1_000_000_000
  webReads = 0
  /** Connections that are not in service yet, and the most there were at a time. */
  readonly opening = new Set<object>()
  mostOpening = 0
  readonly #byLid = new Map<string, Account>()
  readonly #listeners = new Set<(event: SimulatorEvent) => void>()
  #lastGroup = 0

  constructor(options: WorldOptions) {
    this.options = options
  }

  /** The user with this number, made when there is none. */
  account(number: string, details: { lid?: string | undefined; name?: string | undefined } = {}): Account {
    const pn = digits(number)
    const known = this.accounts.get(pn)
    if (known) return known
    const made = new Account(pn, { ...details, addressing: this.options.addressing })
    this.accounts.set(pn, made)
    this.#byLid.set(made.lid, made)
    this.emit({ type: "person", number: pn, name: made.name })
    return made
  }

  /** The user whom a jid of either form names. */
  byJid(jid: string): Account | undefined {
    const { user, server } = decodeJid(jid)
    return server === "lid" ? this.#byLid.get(user) : this.accounts.get(user)
  }

  /** Makes a group. */
  makeGroup(subject: string, addressing: Addressing, members: Iterable<Account>): Group {
    this.#lastGroup += 1
    const group = new Group(`1203630${String(this.#lastGroup).padStart(11, "0")}@g.us`, subject, addressing)
    for (const member of members) group.members.add(member)
    this.groups.set(group.jid, group)
    this.emit({ type: "groupMade", jid: group.jid, subject })
    return group
  }

  /** Counts a connection among those on their way into service. */
  beginOpening(connection: object): void {
    this.opening.add(connection)
    this.mostOpening = Math.max(this.mostOpening, this.opening.size)
  }

  emit(event: SimulatorEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Calls `listener` for every event from now on; the returned function ends that. */
  on(listener: (event: SimulatorEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}

/** A message id as WhatsApp on a phone makes them. */
export const newMessageId = (): string => `3A${randomBytes(9).toString("hex").toUpperCase()}`
