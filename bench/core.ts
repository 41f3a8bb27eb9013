import { Clock, ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MemoryNetwork } from "../src/adapters/memory/MemoryNetwork.ts"
import { memoryPanels } from "../src/adapters/memory/MemoryPanels.ts"
import { DatabaseUrl, PlatformSql } from "../src/adapters/postgres/Database.ts"
import type { Inbound } from "../src/domain/Inbound.ts"
import type { Order } from "../src/domain/Order.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { Vault } from "../src/ports/Vault.ts"
import { gatewayIn } from "../src/Relaydesk.ts"
import { Settings } from "../src/Settings.ts"

/** Commands of one measured run, and customers who write them. */
const total = Number(process.argv[2] ?? 5_000)
const customers = 200
const underWay = Number(process.argv[3] ?? 128)

const network = new MemoryNetwork()
let mark = ""
const panels = memoryPanels({
  orderOf: (panelId, id): Order => ({
    id,
    panelId,
    username: `customer${Number(id) % customers}`,
    status: "in_progress",
    serviceId: "1",
    serviceName: "Likes",
    externalId: `9${id}`,
    providerMark: mark,
    link: null,
    quantity: 100,
    startCount: 0,
    remains: 100,
    createdAt: 0,
    updatedAt: 0,
    isRefillOffered: null,
    isCancelOffered: true
  })
})

const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-bench-"))
const settings = Settings.layer.pipe(
  Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ DATA_DIR: dataDir, LOG_LEVEL: "Warn" })))
)
const runtime = ManagedRuntime.make(
  gatewayIn(Layer.mergeAll(network.layer, panels)).pipe(
    Layer.provideMerge(DatabaseUrl.layer),
    Layer.provideMerge(settings),
    Layer.orDie
  )
)

const seed = Effect.gen(function* () {
  const setup = yield* TenantSetup
  const channels = yield* Channels
  const vault = yield* Vault
  const tenantId = yield* setup.createTenant({ name: "Bench", timeZone: "UTC", rules: {} })
  const channel = yield* channels.create(tenantId, { kind: "whatsapp", name: "Main" })
  const panelId = yield* setup.addPanel({
    tenantId,
    name: "Main",
    baseUrl: "https://panel.example",
    key: Redacted.make("key")
  })
  mark = vault.mark(tenantId, "fastlikes.example")
  const providerId = yield* setup.addProvider({
    tenantId,
    panelId,
    alias: "FastLikes",
    name: Redacted.make("fastlikes.example")
  })
  yield* setup.addRoute({
    tenantId,
    providerId,
    command: null,
    channelId: channel.id,
    chatId: "1@g.us",
    label: "FastLikes"
  })
  for (let n = 0; n < customers; n++) {
    yield* setup.addCustomer({
      tenantId,
      panelId,
      username: `customer${n}`,
      contacts: [{ lid: `${n}@lid`, pn: null, telegramId: null }]
    })
  }
  return channel.id
})

const message = (n: number, now: number): Inbound => ({
  networkId: `IN${n}`,
  chatId: `${n % customers}@lid`,
  chatPn: null,
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: `${n % customers}@lid`, pn: null, telegramId: null, name: `Customer ${n % customers}` },
  isFromOwner: false,
  kind: "text",
  text: `${1_000_000 + n} cancel`,
  quotedId: null,
  sentAt: now
})

const run = Effect.gen(function* () {
  const channelId = yield* seed
  while (!network.isOpen(channelId)) yield* Effect.sleep("50 millis")
  const sql = yield* PlatformSql

  const measure = Effect.fnUntraced(function* (from: number, count: number) {
    const kinds = new Map<string, number>()
    const latencies: Array<number> = []
    const started = new Map<string, number>()
    let answered = 0
    let resolve = () => {}
    const done = new Promise<void>((ok) => (resolve = ok))
    let next = from
    const waiting = new Map<string, number>()
    const bring = () => {
      if (next >= from + count) return
      const n = next++
      const chat = `${n % customers}@lid`
      started.set(`${1_000_000 + n}`, performance.now())
      waiting.set(chat, (waiting.get(chat) ?? 0) + 1)
      Effect.runFork(network.bring(channelId, message(n, Date.now())))
    }
    const off = network.onSent((_, { chatId, text }) => {
      if (chatId.endsWith("@g.us")) return
      const kind = text.replaceAll(/\d+/g, "#")
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      const order = /\d{7}/.exec(text)?.[0]
      latencies.push(performance.now() - (started.get(order ?? "") ?? 0))
      if (++answered === count) resolve()
      bring()
    })
    const cpu = process.cpuUsage()
    const begun = yield* Clock.currentTimeMillis
    for (let n = 0; n < underWay; n++) bring()
    yield* Effect.promise(() => done)
    off()
    const seconds = ((yield* Clock.currentTimeMillis) - begun) / 1000
    const used = process.cpuUsage(cpu)
    latencies.sort((a, b) => a - b)
    return {
      perSecond: count / seconds,
      cpuMsPerCommand: (used.user + used.system) / 1000 / count,
      p50: latencies[Math.floor(count * 0.5)]!,
      p95: latencies[Math.floor(count * 0.95)]!,
      kinds: [...kinds].map(([kind, n]) => `${n} × ${kind}`).join("; ")
    }
  })

  yield* measure(0, 500)
  const result = yield* measure(1_000, total)
  const [rows] = yield* sql<{ requests: number; dispatched: number }>`
    select (select count(*)::int from request) as requests,
      (select count(*)::int from dispatch where state = 'done') as dispatched`
  console.log(
    `core: ${result.perSecond.toFixed(0)} commands/s, ${result.cpuMsPerCommand.toFixed(2)} ms CPU per command,` +
      ` reply p50 ${result.p50.toFixed(0)} ms, p95 ${result.p95.toFixed(0)} ms` +
      ` (${total} commands, ${underWay} under way; ${rows?.requests} requests, ${rows?.dispatched} dispatches done)\n  ${result.kinds}`
  )
})

await runtime.runPromise(run)
await runtime.dispose()
rmSync(dataDir, { recursive: true, force: true })
