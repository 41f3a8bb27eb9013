import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { connect, Socket } from "node:net"
import { afterAll, describe, expect, it } from "vitest"
import { limitConnections } from "../../src/http/limits/ConnectionLimit.ts"
import { makeMemoryRateLimits } from "../../src/http/limits/MemoryRateLimits.ts"
import { RateLimits } from "../../src/ports/RateLimits.ts"
import { startRedis } from "../contracts/RedisServer.ts"
import { type Gate, openGate } from "./Gate.ts"

const withClock = <A, E>(effect: Effect.Effect<A, E, RateLimits>, capacity?: number) =>
  Effect.runPromise(
    effect.pipe(
      Effect.provide(
        Layer.merge(
          Layer.sync(RateLimits, () => makeMemoryRateLimits(capacity)),
          TestClock.layer()
        )
      )
    )
  )

describe("SE-05: buckets of tokens", () => {
  const rate = { perMinute: 60, burst: 3 }

  it("give a burst, then one at a time as they fill, and say how long to wait", () =>
    withClock(
      Effect.gen(function* () {
        const { take } = yield* RateLimits
        const now = take("login", "a", rate)
        expect([yield* now, yield* now, yield* now]).toEqual([0, 0, 0])
        expect(yield* now).toBe(1_000)
        expect(yield* take("login", "b", rate)).toBe(0)
        expect(yield* take("tenant", "a", rate)).toBe(0)
        yield* TestClock.adjust("400 millis")
        expect(yield* now).toBe(600)
        yield* TestClock.adjust("600 millis")
        expect([yield* now, yield* now]).toEqual([0, 1_000])
        yield* TestClock.adjust("1 hour")
        expect([yield* now, yield* now, yield* now, yield* now]).toEqual([0, 0, 0, 1_000])
      })
    ))

  it("limit nothing where the limit is 0", () =>
    withClock(
      Effect.gen(function* () {
        const { take } = yield* RateLimits
        for (let n = 0; n < 1_000; n++) expect(yield* take("a", "a", { perMinute: 0, burst: 1 })).toBe(0)
      })
    ))

  it("hold no more keys than there is room for, and forget the one longest untouched", () =>
    withClock(
      Effect.gen(function* () {
        const { take } = yield* RateLimits
        const one = { perMinute: 1, burst: 1 }
        expect(yield* take("address", "mine", one)).toBe(0)
        for (let n = 0; n < 99; n++) yield* take("address", `${n}`, one)
        expect(yield* take("address", "mine", one)).toBeGreaterThan(0)
        for (let n = 0; n < 100; n++) yield* take("address", `x${n}`, one)
        expect(yield* take("address", "mine", one)).toBe(0)
      }),
      100
    ))
})

describe("SE-05: limits of connections", () => {
  /** A connection from an address that tests cannot have. */
  const from = (remoteAddress: string) =>
    Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress })

  it("are by address, an IPv6 /64 being one; who hangs up makes room; this machine's proxy is not counted", () => {
    const limit = limitConnections(2)
    const open = (address: string) => {
      const socket = from(address)
      limit(socket)
      return socket
    }
    const first = open("192.0.2.1")
    expect(
      [first, open("::ffff:192.0.2.1"), open("192.0.2.1"), open("192.0.2.2")].map(
        ({ destroyed }) => destroyed
      )
    ).toEqual([false, false, true, false])
    first.emit("close")
    expect(open("192.0.2.1").destroyed).toBe(false)
    expect(open("192.0.2.1").destroyed).toBe(true)
    expect(["2001:db8::1", "2001:db8::2", "2001:db8::3"].map((ip) => open(ip).destroyed)).toEqual([
      false,
      false,
      true
    ])
    expect(Array.from({ length: 5 }, () => open("127.0.0.1").destroyed)).toEqual(Array(5).fill(false))
  })
})

describe("SE-05: limits of requests", () => {
  const gates: Array<Gate> = []
  const open = async (options: Parameters<typeof openGate>[0]) => {
    const gate = await openGate({ workspaces: 2, ...options })
    gates.push(gate)
    return gate
  }
  afterAll(() => Promise.all(gates.map((gate) => gate.close())))

  it("turn away an address that asks too often, with the time to wait, and no other; probes are never turned away", async () => {
    const gate = await open({ config: { RATE_PER_ADDRESS: "6" } })
    const from = (ip: string, path = "/api/me") =>
      gate.ask("GET", path, { headers: { "x-forwarded-for": ip } })
    const statuses: Array<number> = []
    for (let n = 0; n < 4; n++) statuses.push((await from("192.0.2.1")).status)
    expect(statuses).toEqual([401, 401, 429, 429])
    const refused = await from("192.0.2.1", "/")
    expect(refused.status).toBe(429)
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0)
    expect(refused.headers["x-content-type-options"]).toBe("nosniff")
    expect(JSON.parse(refused.text)).toMatchObject({ _tag: "TooManyRequests", reference: expect.any(String) })
    expect((await from("192.0.2.2")).status).toBe(401)
    // One house has more addresses of IPv6 than there are people: a /64 counts as one.
    for (let n = 0; n < 2; n++) await from(`2001:db8::${n + 1}`)
    expect((await from("2001:db8::ffff")).status).toBe(429)
    expect((await from("2001:db8:0:1::1")).status).toBe(401)
    for (let n = 0; n < 20; n++) expect((await from("192.0.2.1", "/health")).status).toBe(200)
    const upgrade = await gate.ask("GET", "/live", {
      headers: { "x-forwarded-for": "192.0.2.1", connection: "Upgrade", upgrade: "websocket" }
    })
    expect(upgrade.status).toBe(429)
  }, 180_000)

  it("turn away a login that asks too often from many addresses, and a workspace, but not the next one", async () => {
    const gate = await open({ config: { RATE_PER_LOGIN: "6", RATE_PER_WORKSPACE: "9" } })
    const [a, b] = gate.workspaces
    const cookies = {
      a: await gate.session(a!.owner),
      staff: await gate.session(a!.staff),
      b: await gate.session(b!.owner)
    }
    let host = 0
    const ask = (who: keyof typeof cookies) =>
      gate.ask("GET", "/api/me", {
        cookie: cookies[who],
        headers: { "x-forwarded-for": `198.51.100.${(host += 1)}` }
      })
    for (let n = 0; n < 2; n++) expect((await ask("a")).status).toBe(200)
    const refused = await ask("a")
    expect(refused.status).toBe(429)
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0)
    expect((await ask("staff")).status).toBe(200)
    expect((await ask("staff")).status).toBe(429)
    expect((await ask("b")).status).toBe(200)
  }, 180_000)

  it("are those of all processes together where there is Redis, and of each alone while it is away", async () => {
    const redis = await startRedis()
    const config = { RATE_PER_ADDRESS: "6", REDIS_URL: redis.url }
    const one = await open({ workspaces: 0, config })
    const other = await open({ workspaces: 0, config })
    const from = (gate: Gate, ip: string) =>
      gate.ask("GET", "/api/me", { headers: { "x-forwarded-for": ip } }).then(({ status }) => status)
    expect([await from(one, "192.0.2.1"), await from(other, "192.0.2.1")]).toEqual([401, 401])
    expect([await from(one, "192.0.2.1"), await from(other, "192.0.2.1")]).toEqual([429, 429])
    expect(await from(other, "192.0.2.2")).toBe(401)
    await redis.kill()
    for (const gate of [one, other]) {
      expect([
        await from(gate, "192.0.2.3"),
        await from(gate, "192.0.2.3"),
        await from(gate, "192.0.2.3")
      ]).toEqual([401, 401, 429])
    }
  }, 180_000)

  it("let as many connections in as there may be, and drop the others at once", async () => {
    const gate = await open({ workspaces: 0, caps: { connections: 8 } })
    const sockets: Array<Socket> = []
    const dial = () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(gate.port, "127.0.0.1")
        sockets.push(socket)
        socket.on("error", () => {})
        socket.on("close", () => resolve(false))
        socket.on("data", () => resolve(true))
        socket.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
      })
    const answered: Array<boolean> = []
    for (let n = 0; n < 10; n++) answered.push(await dial())
    expect(answered.filter(Boolean).length).toBe(8)
    for (const socket of sockets) socket.destroy()
    await expect
      .poll(() =>
        gate.ask("GET", "/health").then(
          ({ status }) => status,
          () => 0
        )
      )
      .toBe(200)
  }, 180_000)
})
