import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { syncDue } from "../../src/actors/providers/ProviderSync.ts"
import { askOnWhatsApp } from "./Chats.ts"
import { crawl, crawled, type Visited } from "./Crawl.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

/** What the panel calls the provider, in every way that a panel's field may be filled. */
const spellings = [
  "hiddenmint.example",
  "https://www.HiddenMint.example/",
  "HIDDENMINT.EXAMPLE",
  "hiddenmint.example:8443",
  "HiddenMint (hiddenmint.example)",
  "hiddenmint[dot]example"
]

/** A trace of him, whatever the spelling, also where bytes are written as letters. */
const traces = ["hiddenmint", "latermint"].flatMap((name) => [
  new RegExp(name, "i"),
  new RegExp(Buffer.from(name).toString("hex"), "i"),
  new RegExp(Buffer.from(name).toString("base64").slice(0, 10))
])
const isTraced = (text: string) => traces.some((trace) => trace.test(text))

interface Shown {
  readonly items: ReadonlyArray<{ readonly id: string; readonly alias: string; readonly requests: number }>
}

describe("PR-03 a provider whom the panel calls by his domain", () => {
  let stage: WholeStage
  let owner: Asking
  let staff: Asking
  let lastOrder = 590_000_000
  beforeAll(async () => {
    stage = await openWholeStage({ requestsPerSecond: 500 }, crawled)
    owner = await stage.person("owner", "owner")
    staff = await stage.person("maya", "staff")
    await stage.query("update login set permissions = array['inbox.view'] where username = 'maya'")
    await stage.link()
  })
  afterAll(() => stage.close())

  const addOrder = (provider: string) => {
    const id = ++lastOrder
    stage.panel.addOrder({ id, user: "rahim_smm", provider, externalId: `8${id}` })
    return String(id)
  }
  const shown = async () => (await owner("GET", "/api/providers")).json as Shown
  const known = async () => (await shown()).items.map(({ alias }) => alias)
  const settled = (orderId: string) =>
    waitFor(async () => {
      const rows = await stage.query(
        `select 1 from request r where order_id = $1 and not exists (select from dispatch d where d.request_id = r.id
         and d.state in ('queued', 'running', 'retrying'))`,
        [orderId]
      )
      return rows.length > 0 ? true : undefined
    })

  it("PR-02: is imported with one click, once in each spelling that the panel has, under a number", async () => {
    for (const name of [...spellings, "Rush", "N/A"]) addOrder(name)
    const first = await owner("POST", `/api/panels/${stage.panelId}/providers/import`)
    expect(first.json).toMatchObject({ new: 5, known: 0, manualOrders: 1, problem: null })
    expect((await known()).toSorted()).toEqual([
      "BoostMint",
      "FastLikes",
      "FollowHub",
      "Provider 1",
      "Provider 2",
      "Provider 3",
      "Provider 4",
      "Rush"
    ])
    const again = await owner("POST", `/api/panels/${stage.panelId}/providers/import`)
    expect(again.json).toMatchObject({ new: 0, known: 5 })
    expect(stage.panel.claims).toEqual([])
  })

  it("is forwarded to, answered about and counted by alias", async () => {
    for (const name of spellings) {
      const id = addOrder(name)
      expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toContain(id)
      await settled(id)
    }
    const counted = (await shown()).items.filter(({ requests }) => requests > 0)
    expect(counted.map(({ requests }) => requests).reduce((sum, n) => sum + n, 0)).toBe(spellings.length)
  })

  it("PR-02: appears by himself after a request for an order of his, although nobody imported him", async () => {
    const id = addOrder("latermint.example")
    await askOnWhatsApp(stage.rahim, `${id} cancel`)
    await settled(id)
    const before = await known()
    await stage.query("update provider_sync set at = at - interval '11 minutes' where panel_id = $1", [
      stage.panelId
    ])
    await stage.query("update request set accepted_at = now() where order_id = $1", [id])
    await stage.run(syncDue())
    const after = await known()
    expect(after.filter((alias) => !before.includes(alias))).toEqual(["Provider 5"])
  })

  it("stays hidden where the panel puts him into its errors, and the owner is told of the trouble", async () => {
    await owner("PUT", "/api/admin-chats", { whatsapp: "9779822222222", label: "Owner", getsNotices: true })
    const message = "Provider hiddenmint.example (https://www.hiddenmint.example/api/v2?key=1) said no"
    for (const path of ["/orders/request-cancel", "/orders"])
      stage.panel.faults.add({ kind: "error-code", path, code: 102, message, times: "always" })
    const id = addOrder("hiddenmint.example")
    await askOnWhatsApp(stage.rahim, `${id} cancel`)
    const failed = await owner("POST", `/api/panels/${stage.panelId}/providers/import`)
    expect(failed.json).toMatchObject({ new: 0, problem: expect.stringContaining("The panel said") })
    expect(failed.text).not.toMatch(/mint/i)
    stage.panel.faults.clear()
    const next = addOrder("hiddenmint.example")
    stage.panel.faults.add({
      kind: "error-code",
      path: "/orders/request-cancel",
      code: 102,
      message,
      times: "always"
    })
    await askOnWhatsApp(stage.rahim, `${next} cancel`)
    await settled(next)
    stage.panel.faults.clear()
  })

  it("cannot be written into alias, words or format, and the refusal does not repeat him", async () => {
    const [first] = (await shown()).items.filter(({ alias }) => alias === "Provider 1")
    for (const body of [
      { alias: "hiddenmint.example" },
      { alias: "HiddenMint[dot]example" },
      { words: { cancel: "cancel hiddenmint.example" } },
      { format: "{external_ids} hiddenmint.example" }
    ]) {
      const answer = await owner("PATCH", `/api/providers/${first!.id}`, body)
      expect([body, answer.status]).toEqual([body, 400])
      expect(isTraced(answer.text)).toBe(false)
    }
    const edited = await owner("PATCH", `/api/providers/${first!.id}`, { alias: "Quick" })
    expect(edited.status).toBe(200)
  })

  const traced = (visited: ReadonlyArray<Visited>) =>
    visited.filter(({ text }) => isTraced(text)).map(({ asked }) => asked)

  it("is in no answer to any GET of the API, for owner or staff", async () => {
    const visited = await crawl(owner)
    const found = new Set(visited.filter(({ status }) => status === 200).map(({ path }) => path))
    expect(traced(visited)).toEqual([])
    // The crawl was where it matters, and saw the rows of this journey.
    for (const path of [
      "/api/conversations/{id}/messages",
      "/api/requests",
      "/api/logs",
      "/api/customers/export",
      "/api/audit",
      "/api/panels",
      "/api/providers",
      "/api/services",
      "/api/privacy-notice"
    ])
      expect([path, found.has(path)]).toEqual([path, true])
    const text = visited.map((one) => one.text).join("\n")
    expect(text).toContain(String(lastOrder))
    expect(text).toContain("Quick")
    expect(traced(await crawl(staff))).toEqual([])
  })

  it("is in no frame of the live socket, no log line, and no message to anybody", async () => {
    const { capture } = stage
    expect(capture.frames.length).toBeGreaterThan(20)
    expect(capture.logs.some((line) => line.includes("level=DEBUG"))).toBe(true)
    const written = await stage.query<{ text: string }>("select text from message")
    expect(written.length).toBeGreaterThan(20)
    const told = [
      ...stage.customers.map(({ person }) => person),
      stage.providerStaff,
      stage.fallbackStaff
    ].flatMap(({ inbox }) => inbox.entries.map(({ text }) => text))
    expect(told.length).toBeGreaterThan(5)
    for (const text of [...capture.frames, ...capture.logs, ...written.map((row) => row.text), ...told])
      expect(isTraced(text), text.slice(0, 300)).toBe(false)
  })

  it("is in no row of the database in clear, and the search finds what is there", async () => {
    const tables = await stage.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
       where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`
    )
    const places = async (matches: (text: string) => boolean) => {
      const found: Array<string> = []
      for (const { name } of tables) {
        const rows = await stage.query<{ text: string }>(`select t::text as text from ${name} t`)
        if (rows.some(({ text }) => matches(text))) found.push(name)
      }
      return found
    }
    expect(await places((text) => text.includes("Quick"))).toContain("provider")
    expect(await places(isTraced)).toEqual([])
  })

  it("would be found by these searches, were he there", async () => {
    await stage.query("update provider set alias = 'HiddenMint.example' where alias = 'Quick'")
    await stage.query("update message set text = 'see hiddenmint.example'")
    const found = new Set((await crawl(owner)).filter(({ text }) => isTraced(text)).map(({ path }) => path))
    for (const path of ["/api/providers", "/api/requests", "/api/conversations/{id}/messages"])
      expect([path, found.has(path)]).toEqual([path, true])
  })
})
