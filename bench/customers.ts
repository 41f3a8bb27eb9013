import { Effect } from "effect"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import type { Inbound } from "../src/domain/Inbound.ts"
import { postmaster } from "../test/faults/Database.ts"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { Crowd, messagesEach, userOf } from "./Crowd.ts"
import { openCrowdPanel, openCrowdScene } from "./CrowdScene.ts"
import { bulkOfHundred, openCrowdWire, writeAll } from "./CrowdWire.ts"
import type { BenchOptions, Figure } from "./Figure.ts"
import { providerName } from "./WireScene.ts"

/** How long everybody together may wait before what is missing counts as lost. */
const patience = 120_000

const panelLatencyMs = 50

const message = (customer: number, k: number, text: string): Inbound => ({
  networkId: `IN${customer}-${k}`,
  chatId: `${customer}@lid`,
  chatPn: null,
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: `${customer}@lid`, pn: null, telegramId: null, name: `Customer ${customer}` },
  isFromOwner: false,
  kind: "text",
  text,
  quotedId: null,
  sentAt: Date.now()
})

/** Through the gateway without wires, to a real panel. */
const inMemory = async (customers: number): Promise<ReadonlyArray<Figure>> => {
  const scene = await openCrowdScene(customers, panelLatencyMs)
  const { network, panel, runtime } = scene
  const channelId = await runtime.runPromise(scene.seed)
  const { pid } = postmaster(scene.dataDir)
  process.once("exit", () => cleanUp(pid))
  // What autovacuum does within a minute of a real start.
  await runtime.runPromise(Effect.orDie(Effect.flatMap(PlatformSql, (sql) => sql`vacuum analyze`)))
  const crowd = new Crowd(customers)
  network.onSent((_, { chatId, text }) => {
    if (!chatId.endsWith("@g.us")) crowd.heard(Number.parseInt(chatId, 10), text)
  })
  const calls = panel.requests.length
  const begun = performance.now()
  for (let k = 0; k < messagesEach; k += 1) {
    for (let n = 0; n < customers; n += 1) {
      runtime.runFork(network.bring(channelId, message(n, k, crowd.ask(n, k))))
    }
  }
  await answeredOrLate(crowd)
  const seconds = (performance.now() - begun) / 1_000
  const made = panel.requests.slice(calls)
  const of = (part: string) => made.filter(({ path }) => path.includes(part)).length
  await afterthoughts()
  const figures = crowd.figures("in memory", seconds)
  await scene.close()
  return [
    ...figures,
    {
      what: "customers: calls of the panel: orders / cancels / accounts, in memory",
      value: `${of("/orders") - of("request-cancel")} / ${of("request-cancel")} / ${of("/users")}`
    }
  ]
}

/** Through the gateway as it is deployed: a process of its own, WhatsApp's protocol, the same panel. */
const overWire = async (customers: number): Promise<ReadonlyArray<Figure>> => {
  const wire = await openCrowdWire(await openCrowdPanel(customers, panelLatencyMs), customers)
  const crowd = new Crowd(customers)
  wire.onReply((customer, text) => crowd.heard(customer, text))
  const begun = performance.now()
  await writeAll(wire, crowd)
  await answeredOrLate(crowd)
  const seconds = (performance.now() - begun) / 1_000
  await afterthoughts()
  await wire.close()
  return crowd.figures("over the wire", seconds)
}

/** One message with a hundred orders to a slow panel. */
const bulk = async (): Promise<Figure> => {
  const panel = await openCrowdPanel(1, 300)
  const orders = Array.from({ length: 100 }, (_, n) => 2_000_000 + n)
  for (const id of orders) {
    panel.addOrder({ id, user: userOf(0), provider: providerName, externalId: `9${id}` })
  }
  const wire = await openCrowdWire(panel, 1)
  const millis = await bulkOfHundred(wire, orders)
  await wire.close()
  return {
    what: "bulk of 100 over the wire, panel 300 ms and 5 requests/s",
    value: `${millis.toFixed(0)} ms`
  }
}

/** Over the wire fewer write: each is new to Baileys, which does such messages one after the other. */
const onTheWire = 200

/** A thousand customers who write at once, to a panel that takes 50 ms and five requests a second. */
export const measureCustomers = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  return [
    ...(await inMemory(isShort ? 200 : 1_000)),
    ...(await overWire(isShort ? 50 : onTheWire)),
    await bulk()
  ]
}

/** Whoever is answered twice is so soon. */
const afterthoughts = () => new Promise((resolve) => setTimeout(resolve, 2_000))

/** Until everybody has his answers, or nobody waits any longer. */
const answeredOrLate = async (crowd: Crowd): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const isLate = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))
  await Promise.race([crowd.isAnswered, isLate])
  clearTimeout(timer)
}

/** A bench that was interrupted leaves no server behind. */
const cleanUp = (pid: number): void => {
  try {
    process.kill(pid, "SIGQUIT")
  } catch {
    // It has stopped with the scene.
  }
}
