import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { TenantId } from "../../src/domain/Ids.ts"
import { defaultRules } from "../../src/domain/Rules.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { RuleBook } from "../../src/ports/RuleBook.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

describe("RuleBook in PostgreSQL", () => {
  let storage: TestStorage
  let tenantId: TenantId
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    tenantId = (await storage.run(smallTenant())).tenantId
  })

  const book = <A, E>(use: (service: RuleBook["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(RuleBook, use))
  const read = (of = tenantId) => book((one) => one.read(of))
  const change = (
    set: Readonly<Record<string, unknown>>,
    version: number,
    reset: ReadonlyArray<string> = [],
    by = "sita"
  ) => book((one) => one.change(tenantId, { set, reset }, version, by))
  const stored = async (of = tenantId) => {
    const [row] = await storage.query<{ rules: unknown; version: number }>(
      "select rules, rules_version::int as version from tenant where id = $1",
      [of]
    )
    return row!
  }
  const audited = async (of = tenantId) => {
    const query = { action: null, search: null, before: null, limit: 50 }
    const { items } = await storage.run(Effect.flatMap(AuditLog, (log) => log.list(of, query)))
    return items.map(({ actor, action, before, after }) => ({ actor, action, before, after }))
  }

  it("RU-01 starts with the defaults and the first version", async () => {
    expect(await read()).toEqual({ rules: defaultRules, version: 1 })
  })

  it("keeps what differs from the default, counts the change, and puts it in force", async () => {
    const changed = await change({ cooldownHours: 6, isCancelOn: true, abuseWords: ["bad word"] }, 1)
    const rules = { ...defaultRules, cooldownHours: 6, abuseWords: ["bad word"] }
    expect(changed).toEqual({ rules, version: 2 })
    expect(await read()).toEqual(changed)
    expect(await stored()).toEqual({ rules: { cooldownHours: 6, abuseWords: ["bad word"] }, version: 2 })
    const config = () => storage.run(Effect.flatMap(Tenants, (tenants) => tenants.config(tenantId)))
    await vi.waitFor(async () => expect((await config()).rules.cooldownHours).toBe(6), { timeout: 5_000 })
    await change({}, 2, ["cooldownHours"])
    expect(await stored()).toEqual({ rules: { abuseWords: ["bad word"] }, version: 3 })
  })

  it("writes to the audit log only what is other, old and new, in the change's own transaction", async () => {
    await change({ cooldownHours: 6, isAccountShown: true, isCancelOn: true }, 1)
    await change({ templates: { not_owned: "{order_id}?", not_found: "{order_id}!" } }, 2, [], "hari")
    await change(
      { templates: { not_found: "{order_id}!", not_owned: "No: {order_id}" }, cooldownHours: 12 },
      3
    )
    expect(await audited()).toEqual([
      {
        actor: "sita",
        action: "templates.changed",
        before: { "templates.not_owned": "{order_id}?" },
        after: { "templates.not_owned": "No: {order_id}" }
      },
      { actor: "sita", action: "rules.changed", before: { cooldownHours: 6 }, after: { cooldownHours: 12 } },
      {
        actor: "hari",
        action: "templates.changed",
        before: { "templates.not_owned": null, "templates.not_found": null },
        after: { "templates.not_owned": "{order_id}?", "templates.not_found": "{order_id}!" }
      },
      {
        actor: "sita",
        action: "rules.changed",
        before: { cooldownHours: 12, isAccountShown: false },
        after: { cooldownHours: 6, isAccountShown: true }
      }
    ])
  })

  it("counts and audits nothing when nothing changes", async () => {
    expect(await change({ cooldownHours: 12 }, 1, ["language"])).toEqual({ rules: defaultRules, version: 1 })
    expect(await audited()).toEqual([])
  })

  it("lets one of two editors through who saw the same rules, and tells the other", async () => {
    const outcomes = await storage.race(6, (n) =>
      Effect.flatMap(RuleBook, (one) =>
        Effect.exit(one.change(tenantId, { set: { cooldownHours: n + 1 }, reset: [] }, 1, `editor ${n}`))
      )
    )
    const failed = outcomes.filter(({ _tag }) => _tag === "Failure")
    expect(failed).toHaveLength(5)
    expect(JSON.stringify(failed)).toContain("RulesChanged")
    expect((await stored()).version).toBe(2)
    expect(await audited()).toHaveLength(1)
    await expect(change({ cooldownHours: 9 }, 1)).rejects.toMatchObject({ _tag: "RulesChanged", version: 2 })
  })

  it("refuses as a whole what makes no sense, and says what to do", async () => {
    await expect(change({ isCancelOn: false, cooldownHours: -1 }, 1)).rejects.toMatchObject({
      _tag: "RulesRefused",
      field: "cooldownHours",
      safeText: "Time between two requests: write a number from 0 to 8760."
    })
    await expect(change({ aliases: { "7": "cancel" } }, 1)).rejects.toMatchObject({
      problems: [{ field: "aliases", item: "7" }]
    })
    expect(await stored()).toEqual({ rules: {}, version: 1 })
    expect(await audited()).toEqual([])
  })

  it("decodes what an older or a newer version stored, and keeps what it does not know", async () => {
    await storage.query("update tenant set rules = $2::jsonb where id = $1", [
      tenantId,
      JSON.stringify({ isRefillOn: false, fromTomorrow: { a: 1 }, templates: { "no.such": "x" } })
    ])
    expect((await read()).rules).toEqual({
      ...defaultRules,
      isRefillOn: false,
      templates: { "no.such": "x" }
    })
    await change({ isRefillOn: true, cooldownHours: 6 }, 1)
    expect((await stored()).rules).toEqual({
      cooldownHours: 6,
      fromTomorrow: { a: 1 },
      templates: { "no.such": "x" }
    })
  })

  it("SE-01 changes one tenant's rules only", async () => {
    const other = (await storage.run(smallTenant({ cooldownHours: 3 }))).tenantId
    await change({ cooldownHours: 6 }, 1)
    expect(await stored(other)).toEqual({ rules: { cooldownHours: 3 }, version: 1 })
    expect((await read(other)).rules.cooldownHours).toBe(3)
    expect(await audited(other)).toEqual([])
  })
})
