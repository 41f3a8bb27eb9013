import { join } from "node:path"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { type BenchOptions, type Figure, spread } from "./Figure.ts"
import { linkedGateway } from "./linkedGateway.ts"
import { type MeasuredProcess, startMeasured } from "./MeasuredProcess.ts"
import { makeTraffic, openWireScene, type Traffic } from "./WireScene.ts"

/** Commands under way at full load: more than the gateway works on at once. */
const underWay = 80
const warmUp = 100

/** What a run at full load showed. */
interface Load {
  readonly commands: number
  readonly perSecond: number
  readonly cpuMs: number
  readonly groupMessages: number
  /** Commands per second in each quarter or thousand group messages, to see whether it falls. */
  readonly course: ReadonlyArray<number>
}

/** Keeps `underWay` commands going until so many group messages have been sent. */
export const load = async (
  traffic: Traffic,
  measured: Pick<MeasuredProcess, "usage">,
  groupMessages: number,
  step: number
): Promise<Load> => {
  const drive = (isOver: () => boolean): Promise<number> =>
    new Promise((resolve) => {
      let open = 0
      let sent = 0
      let replies = 0
      const send = () => {
        open += 1
        sent += 1
        traffic.send(sent % 2 === 0)
      }
      traffic.onReply(() => {
        open -= 1
        replies += 1
        if (!isOver()) send()
        else if (open === 0) resolve(replies)
      })
      for (let n = 0; n < underWay; n += 1) send()
    })
  const warm = traffic.latencies.length + warmUp
  await drive(() => traffic.latencies.length >= warm)
  const before = {
    cpuMs: (await measured.usage()).cpuMs,
    groups: traffic.groupMessages(),
    at: performance.now()
  }
  const course: Array<number> = []
  let mark = { at: before.at, commands: traffic.latencies.length }
  const commands = await drive(() => {
    const sent = traffic.groupMessages() - before.groups
    if (sent >= (course.length + 1) * step) {
      const now = { at: performance.now(), commands: traffic.latencies.length }
      course.push((1000 * (now.commands - mark.commands)) / (now.at - mark.at))
      mark = now
    }
    return sent >= groupMessages
  })
  const seconds = (performance.now() - before.at) / 1000
  return {
    commands,
    perSecond: commands / seconds,
    cpuMs: ((await measured.usage()).cpuMs - before.cpuMs) / commands,
    groupMessages: (traffic.groupMessages() - before.groups) / commands,
    course
  }
}

/** The same load on a bot that is nothing but Baileys. */
const bareBot = async (
  groupMessages: number,
  isProviderTold: boolean,
  settings: { readonly TRIM: "0" | "1"; readonly NATIVE: "0" | "1" }
): Promise<Load> => {
  const scene = await openWireScene(0)
  const env = {
    URL: scene.whatsapp.url,
    PROVIDER_GROUP: isProviderTold ? scene.provider.jid : "",
    ...settings
  }
  const bot = await startMeasured("bench/BareBot.ts", env, /QR (.+)\n/)
  await scene.phone.scan(bot.ready[1]!)
  await scene.phone.waitForOnline()
  const traffic = makeTraffic(scene, 0)
  const result = await load(traffic, bot, groupMessages, Math.max(1, groupMessages / 4))
  traffic.stop()
  await bot.stop()
  await scene.stop()
  return result
}

/** Replies while five commands a second come, which is a busy panel's evening. */
const atFivePerSecond = async (traffic: Traffic, seconds: number): Promise<ReadonlyArray<number>> => {
  const from = traffic.latencies.length
  const count = seconds * 5
  traffic.onReply(() => {})
  for (let n = 0; n < count; n += 1) {
    traffic.send(n % 2 === 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  while (traffic.latencies.length < from + count) await new Promise((resolve) => setTimeout(resolve, 50))
  return traffic.latencies.slice(from)
}

/** The gateway at full load, and at five commands a second. */
const measureGateway = async ({ isShort, profileDir }: BenchOptions, groupMessages: number) => {
  const scene = await openWireScene(groupMessages * 3 + 2_000)
  const { gateway, database } = await linkedGateway(scene)
  await database.dispose()
  const traffic = makeTraffic(scene, 0)
  const save = profileDir === null ? null : await gateway.process.profile()
  const before = gateway.postgresCpuMs()
  const full = await load(traffic, gateway.process, groupMessages, groupMessages / 5)
  const postgresMs = (gateway.postgresCpuMs() - before) / (full.commands + warmUp)
  await save?.(join(profileDir ?? "", "wire.cpuprofile"))
  const calm = await atFivePerSecond(traffic, isShort ? 10 : 60)
  traffic.stop()
  await gateway.close()
  await scene.stop()
  return { full, postgresMs, calm }
}

const rate = ({ perSecond, course }: Load): string =>
  `${perSecond.toFixed(0)}/s (${course.map((each) => each.toFixed(0)).join(" → ")})`

/** Commands over the whole WhatsApp wire: received, decided, asked of the panel, sent to a provider's group, answered. */
export const measureWire = async (options: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const groupMessages = options.isShort ? 600 : 5_000
  const { full, postgresMs, calm } = await measureGateway(options, groupMessages)
  const ours: ReadonlyArray<Figure> = [
    { what: `wire: commands, over ${groupMessages} group messages`, value: rate(full), aim: "≥ 90/s, flat" },
    { what: "wire: gateway CPU per command", value: `${full.cpuMs.toFixed(2)} ms` },
    { what: "wire: group messages per command", value: full.groupMessages.toFixed(2) },
    { what: "wire: PostgreSQL's CPU per command", value: `${postgresMs.toFixed(2)} ms` },
    { what: "wire: reply at 5/s, panel 50 ms, p50 / p95", value: spread(calm), aim: "p50 ≤ 80 ms" }
  ]
  // A profile is taken of the gateway, which peers have not.
  return options.profileDir === null ? [...ours, ...(await measurePeers(options, full))] : ours
}

/** What Baileys alone takes for the same work, and so what is left of `full` for the gateway. */
const measurePeers = async ({ isShort }: BenchOptions, full: Load): Promise<ReadonlyArray<Figure>> => {
  const groupMessages = isShort ? 300 : 2_000
  const stock = await bareBot(groupMessages, true, { TRIM: "0", NATIVE: "0" })
  const trimmed = await bareBot(groupMessages, true, { TRIM: "1", NATIVE: "0" })
  const native = await bareBot(groupMessages, true, { TRIM: "1", NATIVE: "1" })
  const silent = await bareBot(groupMessages / 3, false, { TRIM: "1", NATIVE: "1" })
  const perGroupMessage = (native.cpuMs - silent.cpuMs) / (native.groupMessages - silent.groupMessages)
  // A gateway that gathers requests into one provider message spares Baileys some of the work.
  const baileys = silent.cpuMs + (full.groupMessages - silent.groupMessages) * perGroupMessage
  const figure = (what: string, load: Load): Figure => ({
    what,
    value: `${rate(load)}, ${load.cpuMs.toFixed(2)} ms CPU`
  })
  return [
    { what: "wire: gateway CPU that is Baileys' own", value: `${baileys.toFixed(2)} ms` },
    {
      what: "wire: gateway CPU that is ours",
      value: `${(full.cpuMs - baileys).toFixed(2)} ms`,
      aim: "≤ 1.5 ms"
    },
    figure("peer: bare Baileys bot", stock),
    figure("peer: bare bot, own sender key trimmed", trimmed),
    figure("peer: bare bot, trimmed, native signatures", native)
  ]
}
