import { ConfigProvider, Effect, Layer, Logger, ManagedRuntime } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { LiveRunners } from "../../src/adapters/cluster/LiveRunners.ts"
import { addOrders, panelId, panelsOf, tenantId } from "../../src/adapters/panels/PanelWorld.ts"
import * as RedisBudget from "../../src/adapters/redis/RedisBudget.ts"
import type { OrderId } from "../../src/domain/Ids.ts"
import { Panels } from "../../src/ports/Panels.ts"
import { SharedBudget } from "../../src/ports/SharedBudget.ts"
import { Settings } from "../../src/Settings.ts"
import { type RedisServer, startRedis } from "./RedisServer.ts"

const limit = 5

/** One process: its own throttles and its own connection to Redis, if there is one. `runners` live in the deployment. */
const openProcess = (panel: PanelSimulator, redis: string | undefined, runners: number) => {
  const logs: Array<string> = []
  const config = redis === undefined ? {} : { REDIS_URL: redis }
  const shared = Layer.fresh(RedisBudget.layer).pipe(
    Layer.provide(Layer.succeed(LiveRunners, { count: () => runners })),
    Layer.provide(
      Layer.fresh(Settings.layer).pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(config)))
      )
    ),
    Layer.orDie
  )
  const runtime = ManagedRuntime.make(
    panelsOf(panel, { shared, requestsPerSecond: limit }).pipe(
      Layer.provideMerge(Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void logs.push(line))]))
    )
  )
  return {
    logs: (text: string) => logs.filter((line) => line.includes(text)),
    cancel: (id: OrderId) =>
      runtime.runPromise(
        Effect.flatMap(Panels, (panels) => panels.request(tenantId, panelId, "cancel", [id]))
      ),
    find: (id: OrderId) =>
      runtime.runPromise(Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, [id]))),
    ready: () => runtime.runPromise(Effect.void),
    close: () => runtime.dispose()
  }
}
type Process = ReturnType<typeof openProcess>

describe("the calls of a panel", () => {
  let redis: RedisServer
  let panel: PanelSimulator
  let processes: Array<Process> = []
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.kill())
  beforeEach(async () => {
    panel = await startPanelSimulator()
    panel.faults.add({ kind: "latency", ms: 40, times: "always" })
    return async () => {
      await Promise.all(processes.map((one) => one.close()))
      processes = []
      await panel.stop()
    }
  })
  const open = async (count: number, url: string | undefined = redis.url, runners = count) => {
    processes = Array.from({ length: count }, () => openProcess(panel, url, runners))
    for (const one of processes) await one.ready()
    return processes
  }
  /** The callers take turns in the processes; every tenth writes. */
  const rush = (callers: number, writeEvery: number) =>
    Promise.all(
      addOrders(panel, callers).map(async (id, index): Promise<unknown> => {
        const one = processes[index % processes.length]!
        return Math.floor(index / processes.length) % writeEvery === 0 ? one.cancel(id) : one.find(id)
      })
    )
  const calls = (count: number) =>
    expect.poll(() => panel.requests.length, { interval: 5, timeout: 10_000 }).toBeGreaterThanOrEqual(count)
  const mostInAnySecond = () => panel.traffic.maxInAnySecond("admin")

  it("BU-04: 200 callers of two processes at once make 5 calls in any second at most, all of them together", async () => {
    await open(2)
    await rush(200, 10)
    expect(panel.writes).toHaveLength(20)
    expect(mostInAnySecond()).toBeLessThanOrEqual(limit)
  })

  it("PR-01: a process whose neighbours have nothing to ask uses the whole limit", async () => {
    const [busy] = await open(2)
    await Promise.all(addOrders(panel, 12).map((id) => busy!.cancel(id)))
    expect(mostInAnySecond()).toBe(limit)
  })

  it("a 429 that one process hears holds up the others as well", async () => {
    const [first, second] = await open(2)
    const [a, b] = addOrders(panel, 2)
    await second!.find(b!)
    panel.faults.add({ kind: "status", status: 429, retryAfter: 2 })
    await expect(first!.cancel(a!)).rejects.toMatchObject({ reason: "RateLimited" })
    await second!.cancel(b!)
    const [refused, next] = panel.requests.filter(({ path }) => path.includes("request-cancel"))
    expect(next!.at - refused!.at).toBeGreaterThanOrEqual(2_000)
  })

  it("RT-05: Redis killed in the middle: calls go on, none fails, and the window is kept by each one's share", async () => {
    await open(2)
    const done = rush(40, 2)
    await calls(8)
    await redis.kill()
    await calls(14)
    await redis.restart()
    await done
    expect(panel.writes).toHaveLength(20)
    expect(mostInAnySecond()).toBeLessThanOrEqual(limit)
    for (const one of processes) expect(one.logs("Redis does not answer").length).toBeGreaterThan(0)
  })

  it("RT-05: Redis that lost its memory in the middle costs a second and nothing else", async () => {
    await open(2)
    const done = rush(24, 2)
    await calls(5)
    await redis.flush()
    await done
    expect(panel.writes).toHaveLength(12)
    expect(mostInAnySecond()).toBeLessThanOrEqual(limit)
  })

  it("RT-05: Redis that hangs is waited for a moment by one caller, and by nobody after him", async () => {
    const [one] = await open(1)
    const [first, second, third] = addOrders(panel, 3)
    await one!.cancel(first!)
    redis.freeze()
    const started = performance.now()
    await one!.cancel(second!)
    await one!.cancel(third!)
    expect(performance.now() - started).toBeLessThan(1_000)
    redis.thaw()
    expect(one!.logs("Redis does not answer")).toHaveLength(1)
  })

  it("RT-05: a process that starts while Redis is away works, and counts with the others when it is there", async () => {
    await redis.kill()
    const [one, two] = await open(2)
    const [first, second, third] = addOrders(panel, 3)
    await one!.cancel(first!)
    await redis.restart()
    await expect
      .poll(
        async () => {
          await one!.find(second!)
          return one!.logs("Redis answers again").length
        },
        { timeout: 10_000 }
      )
      .toBe(1)
    panel.faults.add({ kind: "status", status: 429, retryAfter: 2 })
    await expect(one!.cancel(third!)).rejects.toMatchObject({ reason: "RateLimited" })
    await two!.find(third!)
    const [refused, next] = panel.requests.slice(-2)
    expect(next!.at - refused!.at).toBeGreaterThanOrEqual(2_000)
  })

  it("without Redis each process keeps to its part of the limit, one call a second at least", async () => {
    await open(2, "")
    await rush(12, 2)
    expect(panel.writes).toHaveLength(6)
    expect(mostInAnySecond()).toBeLessThanOrEqual(4)
    await Promise.all(processes.map((one) => one.close()))
    const [many] = await open(1, "", 9)
    const before = panel.requests.length
    await Promise.all(addOrders(panel, 3).map((id) => many!.cancel(id)))
    const times = panel.requests.slice(before).map(({ at }) => at)
    expect(times[1]! - times[0]!).toBeGreaterThan(1_000)
    expect(times[2]! - times[0]!).toBeLessThan(3_000)
  })

  it("a killed process's places pass, those of a long call of a living one do not", async () => {
    const window = Effect.map(SharedBudget, ({ windowOf }) => windowOf("places"))
    const layer = () =>
      ManagedRuntime.make(
        Layer.fresh(RedisBudget.layer).pipe(
          Layer.provide(Layer.succeed(LiveRunners, { count: () => 2 })),
          Layer.provide(
            Layer.fresh(Settings.layer).pipe(
              Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: redis.url })))
            )
          )
        )
      )
    const [dying, living, asking] = [layer(), layer(), layer()]
    const take = (one: typeof dying) => one.runPromise(Effect.flatMap(window, ({ take }) => take!(2)))
    const placeOf = async (one: typeof dying) => {
      for (;;) {
        const place = await take(one)
        if (typeof place !== "number") return place
        await Effect.runPromise(Effect.sleep(place))
      }
    }
    await placeOf(dying)
    const long = await placeOf(living)
    await dying.dispose()
    const started = performance.now()
    const third = await placeOf(asking)
    expect(performance.now() - started).toBeGreaterThan(3_000)
    expect(performance.now() - started).toBeLessThan(6_000)
    third.end(true)
    // A second later the answered call is forgotten; the long one still counts: one place is free, not two.
    const fourth = await placeOf(asking)
    expect(await take(asking)).toBeTypeOf("number")
    fourth.end(false)
    long.end(true)
    await Promise.all([living.dispose(), asking.dispose()])
  })
})
