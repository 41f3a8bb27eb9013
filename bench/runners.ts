import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import type { BenchOptions, Figure } from "./Figure.ts"
import { linkedGateway } from "./linkedGateway.ts"
import { load } from "./wire.ts"
import { makeTraffic, openWireScene } from "./WireScene.ts"

/** Shares are even within this time after the second process is ready. */
const shareMillis = 3_000

/** One number's commands over the wire, by one process or with a second one that takes half of the actors. */
const measure = async (groupMessages: number, hasSecond: boolean) => {
  const scene = await openWireScene(groupMessages * 3 + 2_000)
  const { gateway, database } = await linkedGateway(scene)
  await database.dispose()
  const second = hasSecond ? await gateway.startAnother() : null
  if (hasSecond) {
    await new Promise((resolve) => setTimeout(resolve, shareMillis))
    await scene.phone.waitForOnline()
  }
  const processes = second === null ? [gateway.process] : [gateway.process, second]
  const usage = async () => {
    const all = await Promise.all(processes.map((process) => process.usage()))
    return { ...all[0]!, cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) }
  }
  const traffic = makeTraffic(scene, 0)
  const before = gateway.postgresCpuMs()
  const { commands, cpuMs, perSecond } = await load(traffic, { usage }, groupMessages, groupMessages)
  const postgresMs = (gateway.postgresCpuMs() - before) / commands
  traffic.stop()
  await second?.stop()
  await gateway.close()
  await scene.stop()
  return { perSecond, cpuMs, postgresMs }
}

/**
 * What a second process on the same machine gives and costs. PostgreSQL, the phones and the panel share its cores, so on two
 * of them it can give little: the ratio says what sharing the actors takes.
 */
export const measureRunners = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const groupMessages = isShort ? 400 : 3_000
  const one = await measure(groupMessages, false)
  const two = await measure(groupMessages, true)
  const figure = (what: string, { perSecond, cpuMs, postgresMs }: typeof one): Figure => ({
    what: `runners: commands over the wire, ${what}`,
    value: `${perSecond.toFixed(0)}/s, ${cpuMs.toFixed(2)} ms CPU each, PostgreSQL ${postgresMs.toFixed(2)} ms`
  })
  return [
    figure("one process", one),
    figure("two processes", two),
    { what: "runners: two against one", value: `${(two.perSecond / one.perSecond).toFixed(2)} ×` }
  ]
}
