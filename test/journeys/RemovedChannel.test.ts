import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { type Asking, openWholeStage, waitFor, type WholeStage } from "./WholeStage.ts"

quietLibsignal()

/** What staff read of an order's requests. */
interface RequestList {
  readonly items: ReadonlyArray<{
    readonly orderId: string
    readonly customerUsername: string | null
    readonly dispatches: ReadonlyArray<{ readonly kind: string; readonly state: string }>
  }>
}

describe("a WhatsApp number is removed with what the owner is told is removed, and nothing else", () => {
  let stage: WholeStage
  let owner: Asking
  let nextOrder = 680_000_000
  beforeAll(async () => {
    stage = await openWholeStage({ requestsPerSecond: 500 })
    // WhatsApp tells nothing of groups for now: what is for a provider waits.
    stage.whatsapp.faults.add({ kind: "queryError", xmlns: "w:g2", code: 429 })
    owner = await stage.person("owner", "owner")
    await stage.link()
  })
  afterAll(() => stage.close())

  const addOrder = (user: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const channel = (path: string, body?: unknown) =>
    owner(body === undefined ? "GET" : "POST", `/api/channels/${stage.whatsappChannel}/${path}`, body)
  const requestsOf = async (id: string) =>
    ((await owner("GET", `/api/requests?search=${id}&limit=5`)).json as RequestList).items
  /** Where its rows still are, by table: all that name a channel. */
  const rowsLeft = async () => {
    const tables = await stage.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
         and a.attname = 'channel_id' and not a.attisdropped order by 1`
    )
    expect(tables.map(({ name }) => name)).toContain("message")
    const left: Array<string> = []
    for (const { name } of tables) {
      const rows = await stage.query(`select 1 from ${name} where channel_id = $1 limit 1`, [
        stage.whatsappChannel
      ])
      if (rows.length > 0) left.push(name)
    }
    return left
  }
  const wroteToGroups = () =>
    Object.values(stage.groups).flatMap((group) =>
      "log" in group ? group.log.entries.filter(({ isFromGateway }) => isFromGateway) : []
    )

  let asked: string

  it("the dialog counts what is there, and the wrong name removes nothing", async () => {
    asked = addOrder("rahim_smm")
    await stage.rahim.send(gatewayNumber, `${asked} cancel`)
    await stage.rahim.waitFor(({ text }) => text === added(asked), 15_000)
    await waitFor(async () => {
      const [row] = await stage.query<{ state: string }>(
        "select stage as state from message where author = 'provider_dispatch'"
      )
      return row
    })
    const [counted] = await stage.query<{ chats: number; messages: number; routes: number }>(
      `select (select count(*)::int from conversation where channel_id = $1) as chats,
        (select count(*)::int from message where channel_id = $1) as messages,
        (select count(*)::int from route where channel_id = $1) as routes`,
      [stage.whatsappChannel]
    )
    expect(counted).toEqual({ chats: 2, messages: 3, routes: 3 })
    const { json } = await channel("removal")
    expect(json).toEqual({ name: "Main", ...counted, waiting: 1 })
    const refused = await channel("remove", { name: "Maine" })
    expect(refused.status).toBe(409)
    expect(stage.phone.isOnline).toBe(true)
    expect((await channel("removal")).json).toEqual(json)
  })

  it("its session ends on the phone, and what is said to be deleted is deleted", async () => {
    expect((await channel("remove", { name: "Main" })).status).toBe(204)
    await waitFor(async () => (stage.phone.isOnline ? undefined : true))
    // The phone shows no linked device any more.
    expect(stage.whatsapp.stats().numbers.filter(({ number }) => number === gatewayNumber)).toEqual([])
    // Requests stay, and with them where they were to go.
    expect((await rowsLeft()).filter((name) => name !== "dispatch")).toEqual([])
    expect(await stage.query("select 1 from whatsapp_creds")).toEqual([])
    const { json } = await owner("GET", "/api/channels")
    expect((json as { readonly items: ReadonlyArray<{ readonly name: string }> }).items).toMatchObject([
      { name: "Bot" }
    ])
    for (const path of ["removal", "history?limit=5", "webhook"]) {
      expect((await channel(path)).status, path).toBe(404)
    }
  })

  it("nothing is sent by it any more: what waited shows as failed, and new requests go other ways", async () => {
    const [request] = await requestsOf(asked)
    const waiting = request!.dispatches.filter(({ kind }) => kind === "provider")
    expect(waiting.length).toBeGreaterThan(0)
    for (const { state } of waiting) expect(state).toBe("dead")
    const heard = stage.rahim.inbox.entries.length
    const later = addOrder(stage.aaravUsername)
    stage.aarav.write(stage.bot, `${later} cancel`)
    await stage.telegram.waitFor(({ isFromBot, text }) => isFromBot && text.includes(later), 15_000)
    // Settings are known for a second: what was still meant for it is said to have failed, and waits for nobody.
    await waitFor(async () => {
      const [fresh] = await requestsOf(later)
      const left = fresh!.dispatches.filter(({ kind, state }) => kind === "provider" && state !== "dead")
      return left.length === 0 ? true : undefined
    })
    await stage.rahim.send(gatewayNumber, `${asked} status`)
    // Longer than it takes to look for channels that should run.
    await waitFor(async () => {
      const [row] = await stage.query<{ looked: boolean }>(
        "select clock_timestamp() > at + interval '4 seconds' as looked from audit_entry where action = 'channel.removed'"
      )
      return row?.looked === true ? true : undefined
    })
    expect(stage.phone.isOnline).toBe(false)
    expect(stage.rahim.inbox.entries).toHaveLength(heard)
    expect(wroteToGroups()).toEqual([])
    expect(await rowsLeft()).toEqual(["dispatch"])
  })

  it("its past stays readable: the request with its customer, the log, and who removed it with how much", async () => {
    expect(await requestsOf(asked)).toMatchObject([{ orderId: asked, customerUsername: "rahim_smm" }])
    const customers = await owner("GET", "/api/customers?search=rahim_smm&limit=5")
    expect(customers.text).toContain(stage.rahim.number)
    const logs = await owner("GET", "/api/logs?limit=200")
    expect(logs.status).toBe(200)
    expect(logs.text).toContain(asked)
    const { json } = await owner("GET", "/api/audit?limit=20")
    const { items } = json as {
      readonly items: ReadonlyArray<{ readonly action: string; readonly subject: string }>
    }
    expect(items.find(({ action }) => action === "channel.removed")).toMatchObject({
      actor: "owner",
      subject: "Main",
      before: { chats: 2, messages: 3, routes: 3, waiting: 1 }
    })
  })

  it("nothing failed over it", () => {
    expect(stage.capture.logs.filter((line) => /level=(ERROR|FATAL)/.test(line))).toEqual([])
  })
})
