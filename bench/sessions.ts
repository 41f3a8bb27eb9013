import { Effect } from "effect"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { startWhatsAppSimulator } from "../simulators/whatsapp/Simulator.ts"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import type { BenchOptions, Figure } from "./Figure.ts"
import { startGateway } from "./GatewayProcess.ts"
import type { Usage } from "./Probe.ts"

/** Numbers that pair at the same time. */
const atOnce = 10
const settleMillis = 3_000
const pairingPatience = 60_000

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(2)

/** What a connected WhatsApp number keeps of the gateway's memory, with all its keys in PostgreSQL. */
export const measureSessions = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const steps = isShort ? [5, 20] : [50, 200]
  const whatsapp = await startWhatsAppSimulator()
  const gateway = await startGateway({ WHATSAPP_WEB_URL: whatsapp.url })
  const database = gateway.openDatabase()
  const tenantId = await database.runPromise(
    Effect.flatMap(TenantSetup, (setup) => setup.createTenant({ name: "Bench", timeZone: "UTC", rules: {} }))
  )

  const qrOf = (id: string) =>
    database.runPromise(
      Effect.flatMap(PlatformSql, (sql) =>
        Effect.map(
          sql<{ qr: string | null }>`select state->>'qr' as qr from channel where id = ${id}`,
          (rows) => rows[0]?.qr ?? null
        )
      )
    )

  /** Adds one number and pairs it; a code that ran out while it was scanned is followed by another. */
  const connect = async (n: number): Promise<void> => {
    const phone = whatsapp.phone(`97797${String(n).padStart(8, "0")}`)
    const { id } = await database.runPromise(
      Effect.flatMap(Channels, (channels) =>
        channels.create(tenantId, { kind: "whatsapp", name: `Number ${n}` })
      )
    )
    const until = Date.now() + pairingPatience
    for (let code: string | null = null; Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const shown = await qrOf(id)
      if (shown === null || shown === code) continue
      code = shown
      if (
        await phone.scan(code).then(
          () => true,
          () => false
        )
      )
        return phone.waitForOnline(pairingPatience)
    }
    throw new Error(`number ${n} did not pair`)
  }

  const settled = async (): Promise<Usage> => {
    await new Promise((resolve) => setTimeout(resolve, settleMillis))
    return gateway.process.usage()
  }

  const empty = await settled()
  const figures: Array<Figure> = [
    {
      what: "sessions: gateway without any, RSS / heap",
      value: `${megabytes(empty.rss)} / ${megabytes(empty.heapUsed)} MB`
    }
  ]
  let connected = 0
  for (const count of steps) {
    while (connected < count) {
      const next = Array.from({ length: Math.min(atOnce, count - connected) }, (_, n) => connected + n)
      await Promise.all(next.map(connect))
      connected += next.length
    }
    const { rss, heapUsed } = await settled()
    figures.push({
      what: `sessions: each of ${count}, RSS / heap`,
      value: `${megabytes((rss - empty.rss) / count)} / ${megabytes((heapUsed - empty.heapUsed) / count)} MB`,
      aim: "≤ 3 MB"
    })
  }
  await database.dispose()
  await gateway.close()
  await whatsapp.stop()
  return figures
}
