import * as fc from "fast-check"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, type Gate, openGate, type Workspace } from "./Gate.ts"
import { hostile, type HostileRequest } from "./Hostile.ts"
import { describeApi } from "./OpenApi.ts"
import { raw, rawAttacks } from "./RawSockets.ts"

const requests = Number(process.env["FUZZ_REQUESTS"] ?? 1_500)
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31)
const atOnce = 8

/** What a stranger must never read: where our files are, our statements, our tools' names, a stack. */
const leaks =
  /node_modules|\.ts:\d|\bat \w[\w.]* \(|SqlError|PgConnection|QueryMachine|FiberImpl|insert into |select .{1,80} from "?\w+"? where|violates .* constraint|invalid input syntax|relation "|\/src\/|\bECONN|postgres:\/\//i

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** Megabytes in use once everything that can go has gone. */
const heap = async () => {
  for (let round = 0; round < 4; round++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return process.memoryUsage().heapUsed / 1_048_576
}

describe("SE-07: hostile requests", () => {
  let gate: Gate
  let a: Workspace
  beforeAll(async () => {
    gate = await openGate({
      workspaces: 1,
      caps: { headersTimeout: 1_000, requestTimeout: 2_000, checkEvery: 250 }
    })
    a = gate.workspaces[0]!
  }, 360_000)
  afterAll(() => gate?.close())

  /** What is wrong with an answer, if anything. */
  const objection = ({ status, text, headers }: Answer): string | null => {
    const isCap = status === 503 && Number(headers["retry-after"]) > 0
    if (status >= 500 && !isCap && status !== 501) return `answered ${status}`
    const told = leaks.exec(text.slice(0, 20_000))
    if (told !== null) return `tells of the inside (${told[0]})`
    // What node:http refuses by itself (417) has neither body nor headers of ours.
    if (status !== 417 && headers["x-content-type-options"] !== "nosniff") return "lacks its headers"
    return null
  }

  it(`answers ${requests} of them without an error of its own, without a word of its inside, and keeps nothing of them`, async () => {
    const api = await describeApi(gate)
    const taken = fc.sample(hostile(api), { numRuns: requests, seed }).map((request) => {
      const { path, ...rest } = request
      // The document is in every sample: not what is looked for here.
      return { ...rest, path: path.startsWith("/docs") ? "/docs/x" : path }
    })
    let cookie = await gate.session(a.owner)
    const statuses: Record<number, number> = {}
    const complaints: Array<string> = []
    const ask = async (request: HostileRequest, isLoggedIn: boolean) => {
      try {
        const answer = await gate.ask(request.method, request.path, {
          ...request,
          ...(isLoggedIn && request.headers?.["cookie"] === undefined ? { cookie } : {})
        })
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
        const wrong = objection(answer)
        if (wrong !== null) {
          complaints.push(`${wrong}: ${JSON.stringify(request).slice(0, 700)} → ${answer.text.slice(0, 300)}`)
        }
        if (answer.status === 401 && isLoggedIn) cookie = await gate.session(a.owner)
      } catch (error) {
        // Our own client refuses some headers, and the server ends connections it does not understand.
        const { code } = error as NodeJS.ErrnoException
        const isEnded = code === "ECONNRESET" || code === "EPIPE" || code?.startsWith("HPE_") === true
        if (!isEnded && code !== "ERR_INVALID_CHAR") {
          complaints.push(`${String(error)}: ${JSON.stringify(request).slice(0, 500)}`)
        }
        statuses[0] = (statuses[0] ?? 0) + 1
      }
    }
    const run = async (list: ReadonlyArray<HostileRequest>) => {
      let next = 0
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let n = next++; n < list.length; n = next++) await ask(list[n]!, n % 10 !== 0)
        })
      )
    }
    // What is made once and kept (caches, compiled code) is made by the first third.
    const third = Math.ceil(taken.length / 3)
    await run(taken.slice(0, third))
    const before = await heap()
    await run(taken.slice(third))
    const after = await heap()
    console.log(
      `fuzz: ${taken.length} requests, seed ${seed}, answers by status ${JSON.stringify(statuses)} (0 = connection ended), ` +
        `heap ${before.toFixed(1)} MB after ${third}, ${after.toFixed(1)} MB after all`
    )
    expect(complaints.slice(0, 15)).toEqual([])
    expect(after - before).toBeLessThan(40)
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
    expect((await gate.ask("GET", "/health")).status).toBe(200)
    expect((await gate.ask("GET", "/api/me", { cookie: await gate.session(a.owner) })).status).toBe(200)
  }, 1_800_000)

  it("on raw connections end with a refusal or a closed connection, never with an error of its own", async () => {
    const attacks = rawAttacks(gate.port, await gate.session(a.owner))
    const complaints: Array<string> = []
    const before = await heap()
    const rounds = Math.max(2, Math.ceil(requests / 500))
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        attacks.map(async ([name, pieces]) => {
          const { text } = await raw(gate.port, pieces)
          if (/^HTTP\/1\.1 5(?!03)/m.test(text)) complaints.push(`${name}: ${text.slice(0, 200)}`)
          if (leaks.test(text) && !text.includes("200 OK"))
            complaints.push(`${name}: tells ${text.slice(0, 300)}`)
          if (name === "a tunnel" && text.startsWith("HTTP/1.1 2"))
            complaints.push(`${name}: ${text.slice(0, 100)}`)
        })
      )
    }
    const after = await heap()
    console.log(
      `raw sockets: ${attacks.length} attacks × ${rounds}, heap ${before.toFixed(1)} → ${after.toFixed(1)} MB`
    )
    expect(complaints).toEqual([])
    expect((await gate.ask("GET", "/health")).status).toBe(200)
  }, 360_000)

  it("that come slowly are cut: half a head after its time, half a body after its own (slowloris)", async () => {
    const head = await raw(gate.port, [`GET /api/me HTTP/1.1\r\nHost: a\r\nX-A: `], 6_000)
    expect(head.closedAfter).toBeGreaterThan(900)
    expect(head.closedAfter).toBeLessThan(5_000)
    const body = await raw(
      gate.port,
      [
        `POST /api/login HTTP/1.1\r\nHost: 127.0.0.1:${gate.port}\r\nOrigin: http://127.0.0.1:${gate.port}\r\n` +
          `Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"`
      ],
      8_000
    )
    expect(body.closedAfter).toBeGreaterThan(1_900)
    expect(
      body.text === "" || body.text.startsWith("HTTP/1.1 408") || body.text.startsWith("HTTP/1.1 400")
    ).toBe(true)
    const nothing = await raw(gate.port, [], 6_000)
    expect(nothing.closedAfter).toBeGreaterThan(0)
  })
})
