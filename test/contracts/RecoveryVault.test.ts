import { ConfigProvider, Effect, Layer, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { TenantSql } from "../../src/adapters/postgres/Database.ts"
import * as PostgresRecoveryVault from "../../src/adapters/postgres/providers/PostgresRecoveryVault.ts"
import type { PanelId, ProviderId, TenantId } from "../../src/domain/Ids.ts"
import { PanelBook } from "../../src/ports/PanelBook.ts"
import { Providers } from "../../src/ports/Providers.ts"
import { RecoveryVault } from "../../src/ports/RecoveryVault.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Settings } from "../../src/Settings.ts"
import { requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

const day = 24 * 3_600_000
const reader = { username: "boss", reason: "The owner lost his provider's address" }

describe("MA-03 the recovery vault", () => {
  let storage: TestStorage
  let tenant: Effect.Success<ReturnType<typeof smallTenant>>
  let tenantId: TenantId
  let panelId: PanelId
  let providerId: ProviderId
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  const vault = <A>(use: (vault: RecoveryVault["Service"]) => Effect.Effect<A>) =>
    storage.run(Effect.flatMap(RecoveryVault, use))
  const addProvider = (name: string, alias: string) =>
    storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addProvider({ tenantId, panelId, alias, name: Redacted.make(name) })
      )
    )
  const kept = async () => {
    tenant = await storage.run(smallTenant())
    ;({ tenantId, panelId } = tenant)
    providerId = await addProvider("boostmint.example", "Quick")
    await vault((v) => v.keep(tenantId, panelId))
  }
  const opened = async () => Option.getOrNull(await vault((v) => v.open(panelId, reader)))
  const entry = async () => (await vault((v) => v.list)).find((one) => one.panelId === panelId)
  const removePanel = () =>
    storage.run(Effect.flatMap(PanelBook, (book) => book.remove(tenantId, panelId, "sita")))
  /** The copies' removal lies this many days back. */
  const age = (days: number) =>
    storage.query(
      "update recovery_copy set removed_at = removed_at - $2 * interval '1 day' where panel_id = $1",
      [panelId, days]
    )
  const purge = () => vault((v) => v.purge(Date.now()))

  it("keeps panel name, provider names and aliases, sealed, each for its own place", async () => {
    await kept()
    expect(await opened()).toEqual({
      panelName: "Panel",
      providers: [{ name: "boostmint.example", alias: "Quick", removedAt: null }]
    })
    const rows = await storage.query<{ text: string }>("select c::text as text from recovery_copy c")
    for (const secret of ["boostmint", "Quick", "Panel"]) {
      const hex = Buffer.from(secret).toString("hex")
      expect(rows.some(({ text }) => text.includes(secret) || text.includes(hex))).toBe(false)
    }
    // The sealed name of the provider's own row does not open here.
    await storage.query(
      "update recovery_copy c set sealed = p.sealed_name from provider p where p.id = c.id and p.id = $1",
      [providerId]
    )
    await expect(opened()).rejects.toThrow()
  })

  it("takes over what changed since, and lists that there is something without what it is", async () => {
    await kept()
    await storage.run(
      Effect.flatMap(Providers, (p) => p.edit(tenantId, providerId, { alias: "Swift" }, "sita"))
    )
    await addProvider("second.example", "Other")
    await vault((v) => v.keep(tenantId, panelId))
    expect((await opened())!.providers.map(({ alias, name }) => [name, alias])).toEqual([
      ["boostmint.example", "Swift"],
      ["second.example", "Other"]
    ])
    const found = await entry()
    expect(found).toMatchObject({ tenantId, providers: 2, removedAt: null, deletedAt: null })
    expect(JSON.stringify(found)).not.toMatch(/boostmint|second|Swift|Other/)
  })

  it("outlives the panel for the set days and no longer", async () => {
    await kept()
    expect(await removePanel()).toBe("removed")
    expect(await storage.query("select 1 from provider where id = $1", [providerId])).toEqual([])
    const found = (await entry())!
    expect(found.deletedAt! - found.removedAt!).toBe(90 * day)
    await age(89)
    await purge()
    expect(await opened()).toMatchObject({ panelName: "Panel", providers: [{ name: "boostmint.example" }] })
    await age(2)
    expect(await purge()).toBe(2)
    expect(await opened()).toBeNull()
    expect(await entry()).toBeUndefined()
  })

  it("outlives a disconnected panel as well, and takes up no more of it", async () => {
    await kept()
    const request = await storage.run(requestMaker(tenant))
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(request("492000001"))))
    expect(await removePanel()).toBe("disconnected")
    const before = (await entry())!
    expect(before.removedAt).not.toBeNull()
    await vault((v) => v.keep(tenantId, panelId))
    expect(await entry()).toEqual(before)
    await age(91)
    expect(await purge()).toBe(2)
  })

  it("keeps a removed provider's copy for its own time, while the panel's stays", async () => {
    await kept()
    await storage.run(Effect.flatMap(Providers, (p) => p.remove(tenantId, providerId, "sita")))
    expect((await opened())!.providers).toMatchObject([{ alias: "Quick", removedAt: expect.any(Number) }])
    await age(91)
    expect(await purge()).toBe(1)
    expect(await opened()).toEqual({ panelName: "Panel", providers: [] })
  })

  it("leaves no copy that counts as a living panel's when panel or provider is removed at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      await kept()
      await Promise.all([
        storage.race(4, () => Effect.flatMap(RecoveryVault, (v) => v.keep(tenantId, panelId))),
        round % 2 === 0
          ? removePanel()
          : storage.run(Effect.flatMap(Providers, (p) => p.remove(tenantId, providerId, "sita")))
      ])
      const orphans = await storage.query(
        `select 1 from recovery_copy c where removed_at is null
         and not exists (select from panel where id = c.id) and not exists (select from provider where id = c.id)`
      )
      expect(orphans).toEqual([])
    }
  })

  it("puts every opening on record, with who and why, before anything is told", async () => {
    await kept()
    const read = () =>
      storage.query<{ actor: string; reason: string; action: string }>(
        "select actor, reason, action from platform_audit_entry where subject_id = $1",
        [panelId]
      )
    await opened()
    await opened()
    const row = { actor: reader.username, reason: reader.reason, action: "recovery.opened" }
    expect(await read()).toEqual([row, row])
    await storage.query("alter table platform_audit_entry rename to away")
    await expect(opened()).rejects.toThrow()
    await storage.query("alter table away rename to platform_audit_entry")
  })

  it("is closed to the tenants' role: it may not read, write or delete there", async () => {
    await kept()
    const asTenant = (statement: string) =>
      storage.run(
        Effect.flatMap(TenantSql, ({ sql, within }) => Effect.result(within(tenantId, sql.unsafe(statement))))
      )
    for (const statement of [
      "select * from recovery_copy",
      "delete from recovery_copy",
      "update recovery_copy set removed_at = null",
      `insert into recovery_copy (id, kind, tenant_id, panel_id, sealed) values ('${panelId}', 'panel', '${tenantId}', '${panelId}', '')`,
      "select note_removed_copy()"
    ]) {
      expect([statement, (await asTenant(statement))._tag]).toEqual([statement, "Failure"])
    }
    const policies = await storage.query<{ count: number }>(
      `select count(*)::int as count from information_schema.role_table_grants
       where table_name = 'recovery_copy' and grantee = 'relaydesk_app'`
    )
    expect(policies).toEqual([{ count: 0 }])
  })

  it("keeps nothing and deletes what there is where it is switched off", async () => {
    await kept()
    const off = PostgresRecoveryVault.layer.pipe(
      Layer.provide(
        Layer.fresh(Settings.layer).pipe(
          Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ RECOVERY_VAULT_DAYS: "0" })))
        )
      )
    )
    const withOff = <A>(use: (vault: RecoveryVault["Service"]) => Effect.Effect<A>) =>
      storage.run(Effect.flatMap(RecoveryVault, use).pipe(Effect.provide(off, { local: true })))
    expect(await withOff((v) => Effect.succeed(v.days))).toBe(0)
    expect(await withOff((v) => v.purge(Date.now()))).toBeGreaterThan(0)
    await withOff((v) => v.keep(tenantId, panelId))
    expect(await storage.query("select 1 from recovery_copy")).toEqual([])
  })
})
