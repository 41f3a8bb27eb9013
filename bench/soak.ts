import { writeFileSync } from "node:fs"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { type BenchOptions, type Figure, percentile } from "./Figure.ts"
import { drawSoak } from "./SoakPicture.ts"
import { type Kept, makeSampler, slopePerMinute, type SoakSample } from "./SoakSample.ts"
import { openSoakScene, type SoakScene } from "./SoakScene.ts"
import { writeCommands } from "./SoakTraffic.ts"

/** Every number gets a command a minute for an hour, which is played in five minutes. */
const whole = { numbers: 200, each: 60, perSecond: 40, sampleMillis: 3_000 }
const short = { numbers: 20, each: 12, perSecond: 12, sampleMillis: 1_000 }

const megabyte = 1_048_576
const settleMillis = 3_000
const one = (value: number): string => value.toFixed(1)

/** Two hundred numbers of ten tenants in one gateway through the messages of an hour: whether memory and CPU stay. */
export const measureSoak = async (options: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const plan = options.isShort ? short : whole
  const scene = await openSoakScene(plan.numbers)
  try {
    return await runSoak(scene, plan, options)
  } finally {
    await scene.close()
  }
}

const runSoak = async (
  scene: SoakScene,
  plan: typeof whole,
  options: BenchOptions
): Promise<ReadonlyArray<Figure>> => {
  const { gateway } = scene
  const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))
  await pause(settleMillis)

  let begun = performance.now()
  const kept: Array<Kept> = []
  const collect = async () => {
    const { heapUsed, cpuMs } = await gateway.process.usage()
    kept.push({ at: (performance.now() - begun) / 1_000, heapMb: heapUsed / megabyte })
    return cpuMs
  }
  const cpuBefore = await collect()
  const postgresBefore = gateway.postgresCpuMs()
  begun = performance.now()
  const { answers, done } = writeCommands(scene, plan.each, plan.perSecond)
  const sample = makeSampler(gateway.url, answers.answered)
  const samples: Array<SoakSample> = []
  const quarter = (plan.numbers * plan.each) / 4
  const isOver = done.then(() => true)
  do {
    samples.push(await sample())
    // A collection stops everything for a moment: three of them on the way are enough.
    if (answers.answered() >= kept.length * quarter && kept.length < 4) await collect()
  } while (!(await Promise.race([isOver, pause(plan.sampleMillis).then(() => false)])))
  samples.push(await sample())
  const seconds = samples.at(-1)!.at
  const cpuMs = (await collect()) - cpuBefore
  const postgresMs = gateway.postgresCpuMs() - postgresBefore
  if (options.picture !== null)
    writeFileSync(options.picture, drawSoak(samples, kept, title(plan, scene.tenants)))
  const size = Math.max(2, Math.floor(samples.length / 4))
  const quarters = [samples.slice(0, size), samples.slice(-size)] as const
  const grows = (value: (sample: SoakSample) => number) =>
    quarters.map((part) => one(slopePerMinute(part, value))).join(" / ")
  const commands = answers.answered()
  const cpuOf = (part: ReadonlyArray<SoakSample>) => {
    const [first, last] = [part[0]!, part.at(-1)!]
    const used = part.slice(1).reduce((sum, { cpu, at }, n) => sum + cpu * (at - part[n]!.at), 0)
    return ((1_000 * used) / (last.answered - first.answered)).toFixed(2)
  }
  const at = (share: number) => `${(percentile(answers.latencies, share) / 1_000).toFixed(2)} s`
  const { actors } = samples.reduce((most, next) => (total(next) > total(most) ? next : most))
  return [
    {
      what: `soak: ${plan.numbers} numbers, ${scene.tenants} tenants, commands answered in ${seconds.toFixed(0)} s`,
      value: `${commands} of ${answers.sent()}, ${answers.doubled()} twice`,
      aim: "all, 0 twice"
    },
    { what: "soak: reply, p50 / p95 / p99", value: `${at(0.5)} / ${at(0.95)} / ${at(0.99)}` },
    {
      what: "soak: heap after a collection, at each quarter",
      value: `${kept.map(({ heapMb }) => heapMb.toFixed(0)).join(" → ")} MB`
    },
    {
      what: "soak: RSS, least / most",
      value: spanOf(
        samples.map(({ rssMb }) => rssMb),
        "MB"
      )
    },
    { what: "soak: RSS grows, first / last quarter", value: `${grows(({ rssMb }) => rssMb)} MB/min` },
    {
      what: "soak: gateway CPU per command, all / first / last quarter",
      value: `${(cpuMs / commands).toFixed(2)} / ${quarters.map(cpuOf).join(" / ")} ms`,
      aim: "flat"
    },
    { what: "soak: PostgreSQL's CPU per command", value: `${(postgresMs / commands).toFixed(2)} ms` },
    {
      what: "soak: event loop lag p99, median / most of the samples",
      value: `${percentile(
        samples.map(({ lagMs }) => lagMs),
        0.5
      ).toFixed(0)} / ${Math.max(...samples.map(({ lagMs }) => lagMs)).toFixed(0)} ms`
    },
    {
      what: "soak: actors in memory at most",
      value: Object.entries(actors)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", ")
    }
  ]
}

const total = ({ actors }: SoakSample): number => Object.values(actors).reduce((sum, count) => sum + count, 0)

const spanOf = (values: ReadonlyArray<number>, unit: string): string =>
  `${Math.min(...values).toFixed(0)} / ${Math.max(...values).toFixed(0)} ${unit}`

const title = ({ numbers, each, perSecond }: typeof whole, tenants: number): string =>
  `${numbers} WhatsApp numbers of ${tenants} tenants, ${numbers * each} commands at ${perSecond} a second`
