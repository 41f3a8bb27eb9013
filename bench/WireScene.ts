import { startPanelSimulator } from "../simulators/panel/PanelSimulator.ts"
import type { Group } from "../simulators/whatsapp/Group.ts"
import type { Person } from "../simulators/whatsapp/Person.ts"
import { startWhatsAppSimulator } from "../simulators/whatsapp/Simulator.ts"

/** The number that answers. */
export const number = "9779800000000"

/** Who the panel buys from. */
export const providerName = "fastlikes.example"

/** Orders have seven digits, so that a reply shows which one it answers. */
const firstOrder = 1_000_000

const customers = 20
const panelLatencyMs = 50

/** A WhatsApp with twenty customers, each in a chat of his own and in one group, a provider's group, and a panel. */
export const openWireScene = async (orders: number) => {
  const whatsapp = await startWhatsAppSimulator()
  const panel = await startPanelSimulator({ settings: { ratePerSecond: 0 } })
  panel.faults.add({ kind: "latency", ms: panelLatencyMs, times: "always" })
  const people = Array.from({ length: customers }, (_, n) =>
    whatsapp.person({ pn: `97798100000${String(n).padStart(2, "0")}`, name: `customer${n}` })
  )
  const staff = whatsapp.person({ pn: "9779855555555", name: "Provider" })
  const support = whatsapp.group({
    subject: "Support",
    participants: [number, ...people.map((person) => person.number)]
  })
  const provider = whatsapp.group({ subject: "Provider", participants: [number, staff.number] })
  for (let n = 0; n < orders; n += 1) {
    panel.addOrder({
      id: firstOrder + n,
      user: `customer${n % customers}`,
      provider: providerName,
      externalId: `9${firstOrder + n}`
    })
  }
  return {
    whatsapp,
    panel,
    people,
    support,
    provider,
    phone: whatsapp.phone(number),
    stop: async () => {
      await Promise.all([whatsapp.stop(), panel.stop()])
    }
  }
}

export type WireScene = Awaited<ReturnType<typeof openWireScene>>

/** What came back while commands were sent. */
export interface Traffic {
  /** Sends the next command; in the group or in the customer's own chat. */
  readonly send: (isInGroup: boolean) => void
  /** Milliseconds from each command to its reply, in the order of the replies. */
  readonly latencies: ReadonlyArray<number>
  /** Messages of the gateway in groups. */
  readonly groupMessages: () => number
  /** Calls back after each reply. */
  readonly onReply: (listener: () => void) => void
  readonly stop: () => void
}

/** Plays the customers: each command asks to cancel another order, of which the reply shows the number. */
export const makeTraffic = ({ whatsapp, people, support }: WireScene, from: number): Traffic => {
  const latencies: Array<number> = []
  const sentAt = new Map<string, number>()
  let next = from
  let groupMessages = 0
  let listener = () => {}
  const stop = whatsapp.on((event) => {
    if (event.type !== "group" && event.type !== "received") return
    const { message, owner } = event
    if (!message.isFromGateway) return
    if (event.type === "group") groupMessages += 1
    if (event.type === "group" ? owner !== support.jid : message.group !== undefined) return
    for (const [order] of message.text.matchAll(/\d{7}/g)) {
      const began = sentAt.get(order)
      if (began === undefined) continue
      sentAt.delete(order)
      latencies.push(performance.now() - began)
      listener()
    }
  })
  return {
    send: (isInGroup) => {
      const order = next
      next += 1
      const person: Person = people[order % customers]!
      sentAt.set(String(firstOrder + order), performance.now())
      const text = `${firstOrder + order} cancel`
      const sent = isInGroup ? person.sendToGroup(groupJid(support), text) : person.send(number, text)
      sent.catch((error: unknown) => console.error("a customer could not send", error))
    },
    latencies,
    groupMessages: () => groupMessages,
    onReply: (next) => {
      listener = next
    },
    stop
  }
}

const groupJid = ({ jid }: Group): string => jid
