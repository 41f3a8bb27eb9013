import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Asking, openWholeStage, type PageAnswer, waitFor, type WholeStage } from "./WholeStage.ts"

interface Provider {
  readonly id: string
  readonly alias: string
  readonly groupName: string
  readonly preview: Readonly<Record<string, string>>
}

const itemsOf = <A = Provider>({ json }: PageAnswer) => (json as { readonly items: ReadonlyArray<A> }).items
const messageOf = ({ json }: PageAnswer) => (json as { readonly message: string }).message
const reason = "The owner asked for his provider's address"

describe("PR-02, PR-07, PR-08 providers over HTTP", () => {
  let stage: WholeStage
  let owner: Asking
  let other: Asking
  let viewer: Asking
  let manager: Asking
  let admin: Asking
  beforeAll(async () => {
    stage = await openWholeStage({ requestsPerSecond: 500 })
    owner = await stage.person("owner", "owner")
    viewer = await stage.person("viewer", "staff")
    manager = await stage.person("manager", "staff")
    admin = await stage.person("boss", "admin", null)
    const tenant = crypto.randomUUID()
    await stage.query("insert into tenant (id, name) values ($1, 'Other')", [tenant])
    other = await stage.person("hari", "owner", tenant as WholeStage["tenantId"])
    await stage.query("update login set permissions = array['inbox.view'] where username = 'viewer'")
    await stage.query("update login set permissions = array['providers.manage'] where username = 'manager'")
    // Who is logged in is remembered for a moment.
    for (const who of [viewer, manager])
      await waitFor(async () => ((await who("GET", "/api/providers")).status === 200 ? true : undefined))
  })
  afterAll(() => stage.close())

  const list = async () => itemsOf(await owner("GET", "/api/providers"))
  const idOf = async (alias: string) => (await list()).find((one) => one.alias === alias)!.id

  it("PR-08: are listed with what a group may be called and with the messages that they get", async () => {
    const [first] = await list()
    expect(first).toMatchObject({
      alias: "BoostMint",
      panelName: "Main",
      groupName: "BoostMint / Main Support",
      requests: 0,
      isForwarded: true,
      offForward: [],
      preview: { refill: "8847283, 8847284 refill", speedup: "8847283, 8847284 speed" }
    })
  })

  it("PR-07: are changed in words, format and switches, and refused with what is wrong", async () => {
    const id = await idOf("BoostMint")
    const changed = await owner("PATCH", `/api/providers/${id}`, {
      alias: "Mint",
      words: { cancel: "stop", "cancel@processing": "speed", refill: " " },
      format: "bulk",
      isPanelAsked: false,
      offForward: ["refill", "refill"],
      offPanel: ["cancel"]
    })
    expect((changed.json as { provider: unknown }).provider).toMatchObject({
      alias: "Mint",
      words: { cancel: "stop", "cancel@processing": "speed" },
      format: "bulk",
      isForwarded: true,
      isPanelAsked: false,
      offForward: ["refill"],
      offPanel: ["cancel"],
      preview: { cancel: "Bulk Cancel Request:\nExternal IDs: 8847283, 8847284" }
    })
    const refused = async (body: object) => {
      const answer = await owner("PATCH", `/api/providers/${id}`, body)
      return [answer.status, messageOf(answer)]
    }
    expect(await refused({ words: { "cancel@later": "x" } })).toEqual([
      400,
      expect.stringContaining("cancel@later")
    ])
    expect(await refused({ format: "{external_ids} {domain}" })).toEqual([
      400,
      "There is no variable {domain}."
    ])
    expect(await refused({ alias: "fastlikes" })).toEqual([409, expect.stringContaining("Another provider")])
    expect((await refused({ offPanel: ["status"] }))[0]).toBe(400)
    const preview = await manager("POST", "/api/providers/preview", {
      words: { cancel: "stop" },
      format: "{panel}: {external_ids} {command} {nothing}",
      panelName: "Main",
      status: "processing"
    })
    expect(preview.json).toMatchObject({
      problems: ["There is no variable {nothing}."],
      texts: { cancel: "Main: 8847283, 8847284 stop {nothing}" }
    })
  })

  it("AC-03: are seen by staff, changed by who may manage them, and are nobody else's", async () => {
    const id = await idOf("FollowHub")
    const writes = [
      ["PATCH", `/api/providers/${id}`, { alias: "x" }],
      ["DELETE", `/api/providers/${id}`, undefined],
      ["POST", `/api/panels/${stage.panelId}/providers/import`, undefined]
    ] as const
    for (const [method, path, body] of writes) {
      expect([method, (await viewer(method, path, body)).status]).toEqual([method, 403])
      expect([method, (await other(method, path, body)).status]).toEqual([method, 404])
    }
    expect(itemsOf(await viewer("GET", "/api/providers"))).toHaveLength(3)
    expect(itemsOf(await other("GET", "/api/providers"))).toEqual([])
    expect((await manager("PATCH", `/api/providers/${id}`, { alias: "Hub" })).status).toBe(200)
    expect((await manager("DELETE", `/api/providers/${id}`)).status).toBe(204)
    expect((await manager("DELETE", `/api/providers/${id}`)).status).toBe(404)
    const log = itemsOf<{ action: string; actor: string; subject: string }>(
      await owner("GET", "/api/audit?action=provider")
    )
    expect(log.slice(0, 2)).toMatchObject([
      { action: "provider.removed", actor: "manager", subject: "Hub" },
      { action: "provider.changed", actor: "manager", subject: "Hub" }
    ])
  })

  it("say why an import could not be made", async () => {
    stage.panel.faults.add({ kind: "status", path: "/orders", status: 500, times: "always" })
    const path = `/api/panels/${stage.panelId}/providers/import`
    const failed = await owner("POST", path)
    expect([failed.status, failed.json]).toEqual([
      200,
      { added: [], new: 0, known: 0, manualOrders: 0, problem: "The panel did not give a readable answer." }
    ])
    const { panels } = (await owner("GET", "/api/providers")).json as { panels: ReadonlyArray<unknown> }
    expect(panels).toMatchObject([
      { panelName: "Main", problem: "The panel did not give a readable answer." }
    ])
    stage.panel.faults.clear()
  })

  it("MA-03: the recovery vault opens for the master admin alone, with a reason, on record", async () => {
    stage.panel.addOrder({ provider: "hiddenmint.example" })
    await expect
      .poll(async () => (await owner("POST", `/api/panels/${stage.panelId}/providers/import`)).json, {
        timeout: 20_000,
        interval: 500
      })
      .toMatchObject({ problem: null })
    const path = `/api/admin/recovery/${stage.panelId}/open`
    for (const who of [owner, viewer, manager, other]) {
      expect((await who("GET", "/api/admin/recovery")).status).toBe(403)
      expect((await who("POST", path, { reason })).status).toBe(403)
    }
    const listed = await admin("GET", "/api/admin/recovery")
    expect(listed.json).toMatchObject({
      days: 90,
      items: [{ panelId: stage.panelId, tenantName: "SMM Nepal" }]
    })
    expect(listed.text).not.toContain("hiddenmint")
    expect((await admin("POST", path, { reason: "why" })).status).toBe(400)
    expect((await admin("POST", `/api/admin/recovery/${stage.tenantId}/open`, { reason })).status).toBe(404)
    const opened = await admin("POST", path, { reason })
    expect(opened.json).toMatchObject({ panelName: "Main" })
    expect(opened.text).toContain("hiddenmint.example")
    const record = await stage.query(
      "select actor, reason from platform_audit_entry where action = 'recovery.opened'"
    )
    expect(record).toEqual([{ actor: "boss", reason }])
    expect(stage.capture.logs.filter((line) => line.includes("hiddenmint"))).toEqual([])
  })

  it("MA-03: a panel that is added is copied at once", async () => {
    const fields = {
      name: "Second",
      kind: "perfect_admin_v2",
      url: stage.panel.url,
      key: "a-key-of-the-panel"
    }
    const added = await owner("POST", "/api/panels", fields)
    expect(added.status, added.text).toBe(200)
    const { panel } = added.json as { readonly panel: { readonly id: string } }
    const opened = await admin("POST", `/api/admin/recovery/${panel.id}/open`, { reason })
    expect(opened.json).toEqual({ panelName: "Second", providers: [] })
    expect((await owner("DELETE", `/api/panels/${panel.id}`)).status).toBe(204)
  })

  it("PR-04: the notice is what happens: a removed panel leaves its copy, and nothing else of what it was", async () => {
    const items = itemsOf<{ about: string; text: string }>(await viewer("GET", "/api/privacy-notice"))
    const text = (about: string) => items.find((one) => one.about === about)?.text ?? ""
    expect(text("recovery")).toContain("kept for 90 days more")
    expect(text("permanence")).toContain("The keys are then permanently deleted")
    expect((await owner("DELETE", `/api/panels/${stage.panelId}`)).status).toBe(204)
    expect(itemsOf(await owner("GET", "/api/panels"))).toEqual([])
    expect(await list()).toEqual([])
    for (const table of ["provider", "service", "provider_sync", "catalogue_refresh"])
      expect([table, await stage.query(`select 1 from ${table}`)]).toEqual([table, []])
    expect(await stage.query("select 1 from panel where secret is not null")).toEqual([])
    expect((await stage.query("select 1 from customer")).length).toBeGreaterThan(0)
    const opened = await admin("POST", `/api/admin/recovery/${stage.panelId}/open`, { reason })
    expect(opened.text).toContain("hiddenmint.example")
  })
})

describe("PR-04 where the platform keeps no copies", () => {
  let stage: WholeStage
  beforeAll(async () => {
    stage = await openWholeStage({}, { RECOVERY_VAULT_DAYS: "0" })
  })
  afterAll(() => stage.close())

  it("the notice says so, and nothing of a provider's name is left after the panel is removed", async () => {
    const owner = await stage.person("owner", "owner")
    expect((await owner("POST", `/api/panels/${stage.panelId}/providers/import`)).status).toBe(200)
    const notice = (await owner("GET", "/api/privacy-notice")).text
    expect(notice).toContain("keeps no recovery copies")
    expect(notice).toContain("names are then permanently deleted")
    expect((await owner("DELETE", `/api/panels/${stage.panelId}`)).status).toBe(204)
    for (const table of ["provider", "recovery_copy"])
      expect([table, await stage.query(`select 1 from ${table}`)]).toEqual([table, []])
    expect(await stage.query("select 1 from panel")).toEqual([])
  })
})
