import { type Account } from "./Account.ts"
import { serveControl } from "./ControlServer.ts"
import { type Fault } from "./Faults.ts"
import { inject } from "./FaultActions.ts"
import { type MediaServer } from "./MediaServer.ts"
import { addMember, announceGroup, removeMember } from "./GroupChanges.ts"
import { type Group } from "./Group.ts"
import { type Addressing } from "./Jid.ts"
import { Person } from "./Person.ts"
import { Phone } from "./Phone.ts"
import { listen } from "./Server.ts"
import { readStats, type Stats } from "./Stats.ts"
import { type SimulatorEvent, World, type WorldOptions } from "./World.ts"

/** How to start a simulator; ports default to any free one. */
export interface SimulatorOptions extends Partial<WorldOptions> {
  readonly port?: number
  readonly controlPort?: number
}

/** Who a simulated person is. */
interface PersonDetails {
  readonly pn: string
  readonly lid?: string | undefined
  readonly name?: string | undefined
  /** How this person's 1:1 chats are addressed; the simulator's `addressing` when absent. */
  readonly addressing?: Addressing | undefined
}

/** What a group is made of; members are numbers, of persons or of gateways. */
interface GroupDetails {
  readonly subject: string
  readonly participants: ReadonlyArray<string | { readonly number: string }>
  readonly addressingMode?: Addressing | undefined
}

/** A WhatsApp of our own on loopback: a server for unmodified Baileys clients, phones, persons and groups. */
export interface WhatsAppSimulator {
  /** For Baileys' `waWebSocketUrl`. */
  readonly url: string
  /** Where the control API answers. */
  readonly controlUrl: string
  /** The phone of a gateway number's owner. */
  readonly phone: (number: string) => Phone
  /** A customer; the same object for the same number. */
  readonly person: (details: PersonDetails) => Person
  readonly group: (details: GroupDetails) => Group
  /** Adds a number to a group, or takes it out; gateways in it are told. */
  readonly join: (group: Group, number: string) => void
  readonly leave: (group: Group, number: string) => void
  readonly persons: () => ReadonlyArray<Person>
  readonly groups: () => ReadonlyArray<Group>
  /** The servers that keep the files of messages. */
  readonly media: MediaServer
  readonly faults: {
    /** Makes something go wrong; the returned function ends a standing failure. */
    readonly add: (fault: Fault) => () => void
    readonly clear: () => void
  }
  /** Calls back for every event; the returned function ends that. */
  readonly on: (listener: (event: SimulatorEvent) => void) => () => void
  readonly stats: () => Stats
  /** Publishes a newer WhatsApp Web: 2.3000.`revision`, to be read at `controlUrl`/sw.js. */
  readonly publish: (revision: number) => void
  /** What WhatsApp Web's service worker says. */
  readonly serviceWorker: () => string
  readonly stop: () => Promise<void>
}

/** Starts a simulator on loopback. */
export const startWhatsAppSimulator = async (options: SimulatorOptions = {}): Promise<WhatsAppSimulator> => {
  const { port = 0, controlPort = 0, ...behaviour } = options
  const world = new World({ ...defaults, ...behaviour })
  const server = await listen(world, port)
  const persons = new Map<Account, Person>()
  const personOf = (account: Account): Person => {
    const person = persons.get(account) ?? new Person(world, account)
    persons.set(account, person)
    return person
  }
  const phone = (number: string): Phone => new Phone(world, personOf(world.account(number)))
  const simulator = {
    url: `ws://127.0.0.1:${server.port}/ws/chat`,
    phone,
    person: ({ pn, lid, name, addressing }) => {
      const account = world.account(pn, { lid, name })
      account.name = name ?? account.name
      account.addressing = addressing ?? account.addressing
      return personOf(account)
    },
    group: ({ subject, participants, addressingMode = "lid" }) => {
      const members = participants.map((one) => world.account(typeof one === "string" ? one : one.number))
      const group = world.makeGroup(subject, addressingMode, members)
      announceGroup(group, members)
      return group
    },
    join: (group, number) => addMember(group, world.account(number)),
    leave: (group, number) => removeMember(group, world.account(number)),
    persons: () => [...world.accounts.values()].map(personOf),
    groups: () => [...world.groups.values()],
    media: world.media,
    faults: {
      add: (fault) => inject(world, phone, fault),
      clear: () => world.faults.clear()
    },
    on: (listener) => world.on(listener),
    stats: () => readStats(world),
    publish: (revision) => {
      world.webRevision = revision
    },
    serviceWorker: () => {
      world.webReads += 1
      return `self.__s={"server_revision":7,"client_revision":${world.webRevision}}`
    },
    stop: () => server.stop()
  } satisfies Omit<WhatsAppSimulator, "controlUrl">
  const control = await serveControl(simulator, controlPort)
  return {
    ...simulator,
    controlUrl: control.url,
    stop: async () => {
      await Promise.all([control.stop(), server.stop()])
    }
  }
}

const defaults: WorldOptions = {
  addressing: "lid",
  decryptGroups: "one",
  verifySignatures: true,
  deliveryReceipts: true,
  groupReceipts: "all",
  sendHistory: true,
  qrRefs: 6
}
