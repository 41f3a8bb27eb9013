import { randomUUID } from "node:crypto"
import { availableParallelism, loadavg } from "node:os"
import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { type Dashboard, openDashboard } from "./Dashboard.ts"
import { openDatabase } from "./Database.ts"
import { sessionsOf } from "./RunnerMoves.ts"
import { makeRunners, runnersOf } from "./Runners.ts"
import { type FaultStage, openFaultStage } from "./Stage.ts"

let stage: FaultStage
let database: ReturnType<typeof openDatabase>
let count = 0

beforeAll(async () => {
  quietLibsignal()
  stage = await openFaultStage({ prepare: makeRunners, hasRedis: true, numbers: 2 })
  database = openDatabase(stage.dataDir, { MASTER_KEY: Buffer.alloc(32).toString("base64") })
}, 720_000)

afterAll(async () => {
  await database?.dispose()
  await stage?.close(false)
}, 180_000)

const patience = { timeout: 60_000, interval: 100 }

/** A customer writes; gives what he wrote, which no two have in common. */
const write = async (): Promise<string> => {
  const text = `good morning ${(count += 1)}`
  await stage.onWhatsApp[count % stage.onWhatsApp.length]!.person.send(gatewayNumber, text)
  return text
}

const seen = (page: Dashboard, text: string) =>
  expect.poll(() => page.texts.includes(text), patience).toBe(true)

/** How many shards each process has: the connections that hold them, by size. */
const shares = Effect.map(
  Effect.flatMap(
    PlatformSql,
    (sql) => sql<{ shards: number }>`
      select count(*)::int as shards from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
        and database = (select oid from pg_database where datname = current_database())
        and objid between 1000001 and 1000064 group by pid order by 1`
  ),
  (rows) => rows.map(({ shards }) => shards)
)

describe("two processes on one database and one Redis", () => {
  it("RT-04: share the actors evenly, and both serve pages", async () => {
    await expect
      .poll(() => database.runPromise(shares), patience)
      .toSatisfy(
        ([less = 0, more = 0, ...others]: ReadonlyArray<number>) =>
          less >= 24 && less + more === 64 && others.length === 0
      )
    for (const { url } of runnersOf(stage)) {
      expect((await fetch(`${url}/ready`)).status).toBe(200)
      expect((await fetch(url)).status).toBe(200)
    }
    await expect
      .poll(() => runnersOf(stage).reduce((sum, gateway) => sum + sessionsOf(stage, gateway), 0), patience)
      .toBe(2)
  }, 180_000)

  it("LD-04: show each of them what happens in the other, in order and without a gap", async () => {
    const pages = await Promise.all(runnersOf(stage).map(({ url }) => openDashboard(url)))
    const texts: Array<string> = []
    for (let n = 0; n < 12; n += 1) texts.push(await write())
    for (const page of pages) {
      for (const text of texts) await seen(page, text)
      expect(page.gaps()).toBe(0)
      page.close()
    }
  }, 270_000)

  it("LD-04: give a browser that comes back to the other process its lists anew", async () => {
    const [first, second] = runnersOf(stage)
    const page = await openDashboard(first.url)
    await seen(page, await write())
    const point = page.point()
    page.close()
    const back = await openDashboard(first.url, point)
    expect(back.hellos[0]?.isResumed).toBe(true)
    const moved = await openDashboard(second.url, back.point())
    expect(moved.hellos[0]?.isResumed).toBe(false)
    await seen(moved, await write())
    moved.close()
    back.close()
  }, 270_000)

  it("LD-02: tell who has a chat open in the other", async () => {
    const [here, there] = await Promise.all(runnersOf(stage).map(({ url }) => openDashboard(url)))
    const conversationId = randomUUID()
    here!.say({ _tag: "At", conversationId, isTyping: true })
    await expect.poll(() => there!.people.get(conversationId), patience).toEqual(["owner"])
    here!.close()
    await expect.poll(() => there!.people.get(conversationId), patience).toEqual([])
    there!.close()
  }, 180_000)

  it("RT-05: go on by PostgreSQL while Redis is away, and miss nothing", async () => {
    const pages = await Promise.all(runnersOf(stage).map(({ url }) => openDashboard(url)))
    await stage.redis?.kill()
    // What was on its way through Redis is missing, so the page may be told to load; what comes later is live again.
    await expect
      .poll(async () => {
        const text = await write()
        await new Promise((resolve) => setTimeout(resolve, 500))
        return pages.every((page) => page.texts.includes(text))
      }, patience)
      .toBe(true)
    await stage.redis?.restart()
    const text = await write()
    for (const page of pages) {
      await seen(page, text)
      expect(page.gaps()).toBe(0)
      page.close()
    }
  }, 270_000)

  it("RT-04, LD-04: open a killed one's sessions in the other within 15 s, whose dashboards load anew", async () => {
    const [first, second] = runnersOf(stage)
    const page = await openDashboard(first.url)
    const before = page.hellos.length
    await second.kill()
    const killed = performance.now()
    const isOpenElsewhere = expect.poll(() => sessionsOf(stage, first), patience).toBe(2)
    const after = isOpenElsewhere.then(() => performance.now() - killed)
    await expect.poll(() => page.hellos.length, patience).toBeGreaterThan(before)
    expect(page.hellos.at(-1)?.isResumed).toBe(false)
    // A machine that has more to do than it has cores takes longer for everything.
    expect(await after).toBeLessThan(15_000 * Math.max(1, loadavg()[0]! / availableParallelism()))
    await seen(page, await write())
    page.close()
    await second.start()
  }, 360_000)
})
