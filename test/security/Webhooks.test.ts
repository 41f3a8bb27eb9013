import { createHmac, randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Gate, openGate, type Workspace } from "./Gate.ts"

const secrets = {
  accessToken: `EAA${randomBytes(20).toString("hex")}`,
  appSecret: randomBytes(16).toString("hex"),
  verifyToken: randomBytes(8).toString("hex")
}

describe("CH-09, SE-04: webhooks at the door of the whole gateway", () => {
  let gate: Gate
  let a: Workspace
  let owner: string
  let channelId: string
  let path: string
  beforeAll(async () => {
    gate = await openGate({ workspaces: 2, config: { PUBLIC_URL: "http://desk.example" } })
    a = gate.workspaces[0]!
    owner = await gate.session(a.owner)
    const made = await gate.ask("POST", "/api/channels", {
      cookie: owner,
      body: JSON.stringify({
        kind: "whatsapp_cloud",
        name: "Cloud",
        phoneNumberId: "106540352242922",
        ...secrets
      })
    })
    expect(made.status).toBe(200)
    channelId = (JSON.parse(made.text) as { channel: { id: string } }).channel.id
    const place = await gate.ask("GET", `/api/channels/${channelId}/webhook`, { cookie: owner })
    const { url } = JSON.parse(place.text) as { url: string }
    expect(url).toMatch(/^http:\/\/desk\.example\/hooks\/whatsapp_cloud\/[\w-]{32}$/)
    path = new URL(url).pathname
  }, 360_000)
  afterAll(() => gate?.close())

  const sign = (body: string | Buffer) =>
    `sha256=${createHmac("sha256", secrets.appSecret).update(body).digest("hex")}`
  const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}, to = path) =>
    gate.ask("POST", to, { body, origin: null, headers: { "x-hub-signature-256": sign(body), ...headers } })
  const stored = async () =>
    (
      await gate.query<{ n: number }>(
        "select count(*)::int as n from webhook_delivery where channel_id = $1",
        [channelId]
      )
    )[0]!.n

  it("are taken without a login and from no page, whatever type they say they have", async () => {
    expect((await post(`{"a":1}`)).status).toBe(200)
    expect((await post(`{"a":2}`, { "content-type": "text/plain" })).status).toBe(200)
    expect((await post(Buffer.from([0, 255, 254, 128]))).status).toBe(200)
    expect(await stored()).toBe(3)
  })

  it("are answered before anybody works on them: the channel cannot even be connected here", async () => {
    const body = JSON.stringify({ object: "whatsapp_business_account", entry: [] })
    const times: Array<number> = []
    for (let n = 0; n < 30; n += 1) {
      const started = performance.now()
      expect((await post(`${body}${" ".repeat(n)}`)).status).toBe(200)
      times.push(performance.now() - started)
    }
    times.sort((one, other) => one - other)
    console.log(`webhook answered: median ${times[15]!.toFixed(1)} ms, worst ${times[29]!.toFixed(1)} ms`)
    expect(times[15]).toBeLessThan(250)
  })

  it("are refused alike where there is nobody, and tell nothing where the signature is wrong", async () => {
    const before = await stored()
    const body = `{"b":1}`
    const nobody = path.replace(/[\w-]{32}$/, "A".repeat(32))
    const asked = [
      await post(body, {}, nobody),
      await post(body, {}, path.replace("whatsapp_cloud", "green_api")),
      await post(body, {}, "/hooks/whatsapp_cloud/..%2f..%2fetc"),
      await post(body, {}, `/hooks/whatsapp_cloud/${channelId}`)
    ]
    expect(new Set(asked.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(asked[0]!.status).toBe(404)
    const forged = await post(body, { "x-hub-signature-256": sign("other") })
    expect(forged).toMatchObject({ status: 403, text: "This is not signed as it should be." })
    expect((await gate.ask("GET", nobody, {})).status).toBe(404)
    expect((await gate.ask("GET", path, { cookie: owner })).status).toBe(404)
    expect((await gate.ask("DELETE", path, { cookie: owner })).status).toBe(404)
    expect(await stored()).toBe(before)
  })

  it("are cut at 3 MB, said to be so long or not", async () => {
    const before = await stored()
    const large = Buffer.alloc(3 * 1024 * 1024 + 1, "a")
    const said = await post(large).catch(() => ({ status: 413 }))
    expect(said.status).toBe(413)
    const fits = Buffer.alloc(1024 * 1024, "b")
    expect((await post(fits)).status).toBe(200)
    expect(await stored()).toBe(before + 1)
  }, 180_000)

  it("SE-02: a channel's secrets come back in no answer, row or stored webhook", async () => {
    await post(`{"c":1}`, { authorization: `Bearer ${secrets.accessToken}` })
    const answers = [
      await gate.ask("GET", "/api/channels", { cookie: owner }),
      await gate.ask("GET", `/api/channels/${channelId}/webhook`, { cookie: owner }),
      await gate.ask("GET", "/api/webhook-deliveries", { cookie: owner })
    ].map(({ text }) => text)
    const rows = JSON.stringify(await gate.query("select row_to_json(c)::text from channel c"))
    const deliveries = JSON.stringify(await gate.query("select headers, dedupe_key from webhook_delivery"))
    for (const secret of Object.values(secrets)) {
      for (const text of [...answers, rows, deliveries]) expect(text).not.toContain(secret)
    }
  })

  it("are the owner's alone to see and to replay, and those of his own workspace", async () => {
    const list = await gate.ask("GET", "/api/webhook-deliveries?limit=2", { cookie: owner })
    const page = JSON.parse(list.text) as { items: Array<{ id: string; state: string }>; next: string }
    expect(page.items.length).toBe(2)
    expect(page.next).toBe(page.items[1]!.id)
    const dead = page.items[0]!.id
    await gate.query("update webhook_delivery set state = 'dead', settled_at = now() where id = $1", [dead])
    const stranger = await gate.session(gate.workspaces[1]!.owner)
    const staff = await gate.session(a.staff)
    const replay = (cookie: string) =>
      gate.ask("POST", `/api/webhook-deliveries/${dead}/replay`, { cookie, body: "{}" })
    expect((await replay(stranger)).status).toBe(404)
    expect((await replay(staff)).status).toBe(403)
    const paths = ["/api/webhook-deliveries", `/api/channels/${channelId}/webhook`]
    for (const one of paths) expect((await gate.ask("GET", one, { cookie: staff })).status).toBe(403)
    expect((await gate.ask("GET", paths[1]!, { cookie: stranger })).status).toBe(404)
    const filtered = await gate.ask("GET", "/api/webhook-deliveries?state=dead", { cookie: owner })
    expect((JSON.parse(filtered.text) as typeof page).items.map(({ id }) => id)).toEqual([dead])
    expect((await replay(owner)).status).toBe(204)
    const audit = await gate.query("select actor, action from audit_entry where action = 'webhook.replayed'")
    expect(audit).toEqual([{ actor: a.owner, action: "webhook.replayed" }])
  })
})
