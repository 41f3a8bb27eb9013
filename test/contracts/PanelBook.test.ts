import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { PanelId } from "../../src/domain/Ids.ts"
import { PanelKind } from "../../src/domain/PanelKind.ts"
import { PanelAccounts } from "../../src/ports/PanelAccounts.ts"
import { PanelBook } from "../../src/ports/PanelBook.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { oddDescription } from "./PanelKinds.ts"
import { requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("PR-01 panels in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const book = <A>(use: (book: PanelBook["Service"]) => Effect.Effect<A>) =>
    storage.run(Effect.flatMap(PanelBook, use))
  const account = async (panelId: PanelId) =>
    Option.getOrThrow(
      await storage.run(Effect.flatMap(PanelAccounts, (accounts) => accounts.find(tenant.tenantId, panelId)))
    )

  it("keeps every kind, with the description of a generic one and the usual rate of its kind", async () => {
    for (const kind of PanelKind.literals) {
      const settings = kind === "generic" ? { description: oddDescription } : {}
      const panelId = await storage.run(
        Effect.flatMap(TenantSetup, (setup) =>
          setup.addPanel({
            tenantId: tenant.tenantId,
            name: kind,
            kind,
            settings,
            baseUrl: "https://panel.example",
            key: Redacted.make("a-key")
          })
        )
      )
      const found = await account(panelId)
      expect([found.kind, found.settings]).toEqual([kind, settings])
      expect(found.requestsPerSecond).toBe(kind === "rental_admin_v1" ? 1 : 5)
    }
    await expect(storage.query("update panel set kind = 'other'")).rejects.toThrow()
  })

  it("takes settings of a form that it does not know for none, so that nothing is called by them", async () => {
    const { panelId } = tenant
    await storage.query(`update panel set settings = '{"description":{"orders":1}}' where id = $1`, [panelId])
    expect((await account(panelId)).settings).toEqual({})
    const [entry] = await book((b) => b.list(tenant.tenantId))
    expect(entry!.settings).toEqual({})
    await storage.query("update panel set settings = '{}' where id = $1", [panelId])
  })

  it("shows a short key not even by its end", async () => {
    const [entry] = await book((b) => b.list(tenant.tenantId))
    expect(entry).toMatchObject({ id: tenant.panelId, key: "••••", userKey: null })
  })

  it("removes a panel, but none that requests name, and none of another tenant", async () => {
    const other = await storage.run(smallTenant())
    const remove = (panelId: PanelId) => book((b) => b.remove(tenant.tenantId, panelId, "sita"))
    expect(await remove(other.panelId)).toBe("missing")
    const request = await storage.run(requestMaker(tenant))
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(request("492000001"))))
    expect(await remove(tenant.panelId)).toBe("used")
    expect(await book((b) => b.find(tenant.tenantId, tenant.panelId))).toMatchObject({ _tag: "Some" })
    const free = await storage.run(smallTenant())
    expect(await book((b) => b.remove(free.tenantId, free.panelId, "sita"))).toBe("removed")
    expect(await book((b) => b.list(free.tenantId))).toEqual([])
  })
})
