import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Desk, type LogQuery } from "../../src/ports/Desk.ts"
import { PlatformLogs } from "../../src/ports/PlatformLogs.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { openStorage } from "./TestStorage.ts"

const all: LogQuery = { before: null, limit: 50, area: null }

describe("LD-05, RE-03: logs", () => {
  let storage: Awaited<ReturnType<typeof openStorage>>
  let sita: TenantId
  let hari: TenantId
  beforeAll(async () => {
    storage = await openStorage(1)
    const make = (name: string) =>
      storage.run(
        Effect.flatMap(TenantSetup, (setup) => setup.createTenant({ name, timeZone: "UTC", rules: {} }))
      )
    sita = await make("Sita")
    hari = await make("Hari")
    // Every ten-thousandth line of Sita's is a warning that the cat is away; one of Hari's is an error.
    await query(
      `insert into log_line (id, tenant_id, at, level, area, text)
       select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1, now(),
         case when n % 10000 = 1 then 'warn' else 'info' end, case when n % 2 = 0 then 'command' else 'system' end,
         case when n % 10000 = 1 then 'The cat is 100% away' else 'Line ' || n end
       from generate_series(1, 45000) n`,
      [sita]
    )
    await query(
      `insert into log_line (id, tenant_id, at, level, area, text)
       values ('00000000-0000-7000-8000-0000000f0000', $1, now(), 'error', 'system', 'Hari has a cat too')`,
      [hari]
    )
  }, 180_000)
  afterAll(() => storage?.close())

  const query = (text: string, parameters: ReadonlyArray<unknown>) =>
    storage.run(Effect.flatMap(PlatformSql, (sql) => sql.unsafe(text, parameters)))

  /** Every line that fits, by as many pages as it takes. */
  const walk = async (
    load: (before: string | null) => Promise<{ items: ReadonlyArray<{ text: string }>; next: string | null }>
  ) => {
    const texts: Array<string> = []
    let before: string | null = null
    let pages = 0
    do {
      const page = await load(before)
      texts.push(...page.items.map(({ text }) => text))
      before = page.next
      pages += 1
    } while (before !== null)
    return { texts, pages }
  }
  const own = (more: Partial<LogQuery>) => (before: string | null) =>
    storage.run(Effect.orDie(Effect.flatMap(Desk, (desk) => desk.logs(sita, { ...all, ...more, before }))))
  const platform = (tenantId: TenantId | null, more: Partial<LogQuery>) => (before: string | null) =>
    storage.run(
      Effect.orDie(Effect.flatMap(PlatformLogs, (logs) => logs.lines({ ...all, ...more, tenantId, before })))
    )

  it("what is rarely said is found through all of the log, in short looks, each line once", async () => {
    const found = await walk(own({ search: "CAT is 100%" }))
    expect(found.texts).toEqual(Array.from({ length: 5 }, () => "The cat is 100% away"))
    expect(found.pages).toBe(3)
    expect((await walk(own({ level: "trouble" }))).texts).toHaveLength(5)
    expect((await walk(own({ level: "error" }))).texts).toEqual([])
    expect((await walk(own({ level: "warn", area: "command" }))).texts).toEqual([])
  })

  it("pages of a narrowed log neither miss nor repeat a line", async () => {
    const { texts } = await walk(own({ area: "command", limit: 200 }))
    expect(texts).toHaveLength(22_500)
    expect(new Set(texts).size).toBe(22_500)
  })

  it("the platform reads all workspaces' lines with whose they are, or those of one", async () => {
    const { items } = await platform(null, { search: "cat" })(null)
    expect(items.map(({ text, ...line }) => [text, "tenantName" in line && line.tenantName])[0]).toEqual([
      "Hari has a cat too",
      "Hari"
    ])
    expect((await walk(platform(hari, {}))).texts).toEqual(["Hari has a cat too"])
    expect((await walk(platform(sita, { search: "cat" }))).texts).toHaveLength(5)
    const names = await storage.run(Effect.flatMap(PlatformLogs, (logs) => logs.workspaces))
    expect(names.map(({ name }) => name)).toEqual(["Hari", "Sita"])
  })

  it("SE-01: one workspace's log holds nothing of another's", async () => {
    expect((await walk(own({ search: "Hari" }))).texts).toEqual([])
  })
})
