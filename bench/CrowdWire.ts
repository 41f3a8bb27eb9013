import type { PanelSimulator } from "../simulators/panel/PanelSimulator.ts"
import { startWhatsAppSimulator } from "../simulators/whatsapp/Simulator.ts"
import { Crowd, messagesEach } from "./Crowd.ts"
import { linkedGateway } from "./linkedGateway.ts"
import { number } from "./WireScene.ts"

/** The panel allows so many calls in a second. */
const panelRate = 5

/** The whole gateway with its WhatsApp number, so many customers with a chat each, a provider's group, and the panel. */
export const openCrowdWire = async (panel: PanelSimulator, customers: number) => {
  const whatsapp = await startWhatsAppSimulator()
  const people = Array.from({ length: customers }, (_, n) =>
    whatsapp.person({ pn: `977981${String(n).padStart(6, "0")}`, name: `customer${n}` })
  )
  const staff = whatsapp.person({ pn: "9779855555555", name: "Provider" })
  const provider = whatsapp.group({ subject: "Provider", participants: [number, staff.number] })
  const scene = { whatsapp, panel, people, provider, phone: whatsapp.phone(number) }
  const { gateway, database } = await linkedGateway(scene, panelRate)
  await database.dispose()
  return {
    ...scene,
    /** Calls back for each message of the gateway to a person, with his place among them. */
    onReply: (listener: (customer: number, text: string) => void) => {
      const places = new Map(people.map((person, n) => [person.number, n]))
      return whatsapp.on((event) => {
        if (event.type !== "received" || !event.message.isFromGateway) return
        const place = places.get(event.owner)
        if (place !== undefined) listener(place, event.message.text)
      })
    },
    close: async () => {
      await gateway.close()
      await Promise.all([whatsapp.stop(), panel.stop()])
    }
  }
}

type CrowdWire = Awaited<ReturnType<typeof openCrowdWire>>

/** Everybody writes all his messages at once, as fast as his phone sends them. */
export const writeAll = ({ people }: CrowdWire, crowd: Crowd): Promise<unknown> =>
  Promise.all(
    people.flatMap((person, n) =>
      Array.from({ length: messagesEach }, (_, k) => person.send(number, crowd.ask(n, k)))
    )
  )

/** Milliseconds from one message with a hundred orders to its last reply. */
export const bulkOfHundred = async ({ people, onReply }: CrowdWire, orders: ReadonlyArray<number>) => {
  const left = new Set(orders.map(String))
  const begun = performance.now()
  const isAnswered = new Promise<number>((resolve) => {
    const off = onReply((_, text) => {
      for (const [order] of text.matchAll(/\d{7}/g)) left.delete(order)
      if (left.size > 0) return
      off()
      resolve(performance.now() - begun)
    })
  })
  await people[0]!.send(number, `${orders.join(", ")} cancel`)
  return isAnswered
}
