import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { type Asking, openWholeStage, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

const password = "a password of seven words or so"
/** 20 November 2026, 18:15 UTC: midnight in Nepal. */
const midnight = Date.UTC(2026, 10, 20, 18, 15)
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, "0")}`

let stage: WholeStage
let owner: Asking
beforeAll(async () => {
  stage = await openWholeStage()
  owner = await stage.person("owner-of-files", "owner")
  const [customer] = await stage.query<{ id: string }>("select id from customer where username = 'rahim_smm'")
  const request = (n: number, command: string, provider: number, at: number) =>
    stage.query(
      `insert into request (id, tenant_id, panel_id, order_id, command, asked, provider_id, customer_id, message_id,
         status, stage, order_status, template, trace, accepted_at, watch_at)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8, 'done', 'added', 'in_progress', 'x', '[]', $9, null)`,
      [
        id(n),
        stage.tenantId,
        stage.panelId,
        `50000${n}`,
        command,
        stage.providers[provider],
        customer!.id,
        id(100 + n),
        new Date(at)
      ]
    )
  await request(1, "cancel", 0, midnight - 1)
  await request(2, "refill", 0, midnight)
  await request(3, "refill", 1, midnight + 1)
  await stage.query(
    `insert into dispatch (id, tenant_id, request_id, kind, panel_id, order_id, command, state, attempts, next_at,
       safe_text, took_ms, settled_at)
     values ($1, $2, $3, 'panel', $4, '500003', 'refill', 'dead', 2, now(), '=the panel said no', 210, now())`,
    [id(200), stage.tenantId, id(3), stage.panelId]
  )
}, 900_000)
afterAll(() => stage?.close())

const lines = (text: string) =>
  text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n")
const orders = async (query: string) =>
  (
    (await owner("GET", `/api/requests${query}`)).json as { items: ReadonlyArray<{ orderId: string }> }
  ).items.map(({ orderId }) => orderId)

describe("OR-12, RE-03: lists", () => {
  it("of requests are narrowed by command, panel, provider and days, and the counts with them", async () => {
    expect(await orders("")).toEqual(["500003", "500002", "500001"])
    expect(await orders("?command=refill")).toEqual(["500003", "500002"])
    expect(await orders(`?providerId=${stage.providers[0]}`)).toEqual(["500002", "500001"])
    expect(await orders(`?panelId=${stage.panelId}&from=${midnight}`)).toEqual(["500003", "500002"])
    expect(await orders(`?to=${midnight}`)).toEqual(["500001"])
    expect(await orders(`?panelId=${id(9)}`)).toEqual([])
    expect(await orders(`?id=${id(2)}`)).toEqual(["500002"])
    expect(await orders(`?id=${id(9)}`)).toEqual([])
    const page = (await owner("GET", "/api/requests?command=refill")).json as {
      counts: object
      items: ReadonlyArray<object>
    }
    expect(page.counts).toEqual({ done: 2 })
    expect(page.items[0]).toMatchObject({ panelName: "Main", dispatches: [{ kind: "panel", tookMs: 210 }] })
    expect((await owner("GET", "/api/requests?from=soon")).status).toBe(400)
    expect((await owner("GET", "/api/requests/choices")).json).toMatchObject({
      panels: [{ name: "Main" }],
      providers: [{ name: "BoostMint" }, { name: "FastLikes" }, { name: "FollowHub" }]
    })
  })

  it("come as files with the same filters, in the workspace's time, and without formulas", async () => {
    const requests = await owner("GET", "/api/requests.csv?command=refill")
    expect(lines(requests.text)).toEqual([
      "Accepted (Asia/Kathmandu),Order,Command,User,Asked in,Panel,Provider,External id,Order was,Status,Result,Ended (Asia/Kathmandu),Panel API,Forward",
      "2026-11-21 00:00:00,500003,refill,rahim_smm,,Main,BoostMint,,in_progress,done,,,Panel API: dead (=the panel said no),",
      "2026-11-21 00:00:00,500002,refill,rahim_smm,,Main,FastLikes,,in_progress,done,,,,"
    ])
    const failed = lines((await owner("GET", "/api/dispatches.csv?state=dead")).text)
    expect(failed).toHaveLength(2)
    expect(failed[1]).toContain(",'=the panel said no,")
    expect(lines((await owner("GET", "/api/bulks.csv")).text)).toHaveLength(1)
    expect(lines((await owner("GET", "/api/services.csv")).text)[0]).toMatch(/^Panel,Service,Name/)
    const providers = lines((await owner("GET", "/api/providers.csv?search=boost")).text)
    expect(providers.map((line) => line.split(",")[0])).toEqual(["Alias", "BoostMint"])
    const routes = lines((await owner("GET", "/api/routes.csv?search=manual")).text)
    expect(routes[1]).toBe("everything else,,all,Manual orders,Main,yes,")
    const channels = lines((await owner("GET", "/api/channels.csv")).text)
    expect(channels[0]).toMatch(/^Name,Kind,Address,On,State,Since \(Asia\/Kathmandu\)/)
    expect(channels.some((line) => line.startsWith("Main,whatsapp,"))).toBe(true)
    const panels = lines((await owner("GET", "/api/panels.csv")).text)
    expect(panels[1]).toMatch(/^Main,perfect/)
    await owner("POST", "/api/keys", { name: "n8n", scopes: ["inbox.view"] })
    const keys = lines((await owner("GET", "/api/keys.csv")).text)
    expect(keys[1]).toMatch(/^n8n,\w+,view inbox,/)
    const all = [requests.text, ...failed, ...providers, ...routes, ...channels, ...panels, ...keys].join()
    expect(all).not.toContain("boostmint.example")
    expect((await owner("GET", "/api/requests.csv?from=soon")).status).toBe(400)
  })

  it("of people, chats and webhooks come as files, too; the platform has its users as one", async () => {
    const file = async (asked: Asking, path: string) => lines((await asked("GET", path)).text)
    const [contact] = await stage.query<{ id: string }>("select id from contact limit 1")
    await stage.query(
      `insert into registration (id, tenant_id, contact_id, username, proof, state, asked_at)
       values ($1, $2, $3, 'wants_in', 'approval', 'waiting', $4)`,
      [id(300), stage.tenantId, contact!.id, new Date(midnight)]
    )
    const waiting = await file(owner, "/api/registrations.csv?state=waiting")
    expect(waiting).toHaveLength(2)
    expect(waiting[1]).toMatch(/^2026-11-21 00:00:00,wants_in,.*,approval,waiting,,$/)
    expect(await file(owner, "/api/registrations.csv?state=linked")).toHaveLength(1)

    const customer = { username: "quiet_smm", panelId: null, whatsapp: [], telegram: [] }
    await owner("POST", "/api/customers", customer)
    await stage.query(
      "update customer set status = 'suspended', suspended_reason = 'Too many' where username = 'quiet_smm'"
    )
    expect((await file(owner, "/api/customers/silenced.csv"))[1]).toMatch(/^quiet_smm,[^,]+,/)

    const trusted = { whatsapp: "+977 980 0000099", label: "=Sita", getsNotices: true }
    expect((await owner("PUT", "/api/admin-chats", trusted)).status).toBe(200)
    expect((await file(owner, "/api/admin-chats.csv"))[1]).toMatch(/^'=Sita,\S*9779800000099,.*yes$/)

    await stage.query(
      `insert into conversation (id, tenant_id, channel_id, chat_id, kind, title, is_provider, last_at)
       values ($1, $2, $3, '120363000000000777@g.us', 'group', 'Night shift', true, $4)`,
      [id(302), stage.tenantId, stage.whatsappChannel, new Date(midnight)]
    )
    const chats = await file(owner, "/api/destinations.csv?use=provider&search=night")
    expect(chats.slice(1)).toEqual(["Night shift,group,,,Main,,no,yes,no,no,no,"])
    expect(await file(owner, "/api/destinations.csv?use=silent")).toHaveLength(1)

    await stage.query(
      `insert into webhook_delivery (id, tenant_id, channel_id, kind, dedupe_key, body, received_at, next_at, state)
       values ($1, $2, $3, 'green_api', 'k1', 'hidden words', $4, $4, 'dead')`,
      [id(301), stage.tenantId, stage.whatsappChannel, new Date(midnight)]
    )
    const webhooks = await file(owner, "/api/webhook-deliveries.csv?state=dead")
    expect(webhooks[1]).toMatch(/^2026-11-21 00:00:00,Main,green_api,k1,12,0,dead,0,/)
    expect(webhooks.join()).not.toContain("hidden words")
    expect(await file(owner, "/api/webhook-deliveries.csv?state=waiting")).toHaveLength(1)

    const platform = await stage.person("platform", "admin", null)
    const users = await file(platform, "/api/admin/users.csv?search=owner-of-files")
    expect(users[0]).toMatch(/^Username,Workspace,Status,Plan,Credit,/)
    expect(users[1]).toMatch(/^owner-of-files,/)
    expect(await file(platform, "/api/admin/users.csv?status=banned")).toHaveLength(1)
    expect((await owner("GET", "/api/admin/users.csv")).status).toBe(403)
  })

  it("AC-03: are for those who may see the list", async () => {
    const add = (username: string, permissions: ReadonlyArray<string>) =>
      owner("POST", "/api/staff", { username, password, permissions })
    expect((await add("answers", ["inbox.answer"])).status).toBe(200)
    expect((await add("customers", ["customers.manage"])).status).toBe(200)
    expect((await add("watcher", ["logs.view"])).status).toBe(200)
    const statuses = async (username: string) => {
      const cookie = await stage.logIn(username)
      const get = async (path: string) =>
        (await fetch(`${stage.base}${path}`, { headers: { cookie } })).status
      return {
        requests: await get("/api/requests.csv"),
        failed: await get("/api/dispatches.csv"),
        providers: await get("/api/providers.csv"),
        routes: await get("/api/routes.csv"),
        staff: await get("/api/staff.csv"),
        panels: await get("/api/panels.csv"),
        keys: await get("/api/keys.csv"),
        audit: await get("/api/audit.csv"),
        waiting: await get("/api/registrations.csv"),
        silenced: await get("/api/customers/silenced.csv"),
        trusted: await get("/api/admin-chats.csv"),
        chats: await get("/api/destinations.csv"),
        webhooks: await get("/api/webhook-deliveries.csv"),
        verify: await get("/api/audit/verify")
      }
    }
    const people = { waiting: 403, silenced: 403, trusted: 403, chats: 403, webhooks: 403 }
    const rest = { requests: 403, failed: 403, routes: 403, staff: 403, panels: 403, keys: 403, verify: 403 }
    const none = { ...people, ...rest }
    expect(await statuses("answers")).toMatchObject({ ...none, requests: 200, audit: 403 })
    expect(await statuses("customers")).toMatchObject({ ...none, audit: 200 })
    expect(await statuses("watcher")).toMatchObject({ ...none, audit: 200 })
    const staff = lines((await owner("GET", "/api/staff.csv?search=answ")).text)
    expect(staff[1]).toMatch(/^answers,active,answer chats,/)
  })

  it("SE-06: the audit log is the owner's; who looks after customers reads what was done to customers alone", async () => {
    const customer = { username: "new_smm", panelId: null, whatsapp: [], telegram: [] }
    expect((await owner("POST", "/api/customers", customer)).status).toBe(200)
    const kinds = async (username: string, query = "") => {
      const cookie = await stage.logIn(username)
      const answer = await fetch(`${stage.base}/api/audit${query}`, { headers: { cookie } })
      const { items } = (await answer.json()) as { items: ReadonlyArray<{ subjectKind: string }> }
      return [...new Set(items.map(({ subjectKind }) => subjectKind))].toSorted()
    }
    expect(await kinds("owner-of-files")).toEqual(expect.arrayContaining(["customer", "login"]))
    expect(await kinds("watcher")).toEqual(expect.arrayContaining(["customer", "login"]))
    expect(await kinds("customers")).toEqual(["contact", "customer"])
    expect(await kinds("customers", "?action=staff")).toEqual([])
    const cookie = await stage.logIn("customers")
    const file = await (await fetch(`${stage.base}/api/audit.csv`, { headers: { cookie } })).text()
    expect(
      lines(file)
        .slice(1)
        .map((line) => line.split(",")[3])
    ).toEqual(["customer", "contact", "customer"])
    const mine = await owner("GET", "/api/audit?actor=owner-of-files&from=0")
    expect((mine.json as { items: ReadonlyArray<unknown> }).items.length).toBeGreaterThan(3)
    expect((await owner("GET", "/api/audit?actor=nobody")).json).toMatchObject({ items: [] })
    expect((await owner("GET", "/api/audit?to=1")).json).toMatchObject({ items: [] })
  })

  it("the way to the first reply is counted", async () => {
    expect((await owner("GET", "/api/start")).json).toMatchObject({
      panels: 1,
      channels: 2,
      providers: 3,
      routes: 5,
      hasReplied: false
    })
    const stranger = await stage.person("root", "admin", null)
    expect((await stranger("GET", "/api/start")).status).toBe(403)
  })
})
