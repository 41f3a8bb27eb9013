import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import { ConversationId, TenantId } from "../../domain/Ids.ts"
import type { LiveEvent } from "../../domain/LiveEvent.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { event, join } from "../testing/LiveClient.ts"
import { tenants } from "../testing/MemoryLogins.ts"
import { storedAccess } from "../testing/StoredAccess.ts"

const stored = gatewayLayer({
  customers: storedAccess,
  access: storedAccess,
  logins: storedAccess
}).pipe(Layer.provideMerge(storedAccess))

const password = "correct horse battery"

interface Member {
  readonly member: { readonly id: string; readonly permissions: ReadonlyArray<string> }
}

layer(stored, { excludeTestServices: true, timeout: "60 seconds" })("staff and keys", (it) => {
  const addStaff = Effect.fnUntraced(function* (
    owner: string,
    username: string,
    permissions: ReadonlyArray<string>
  ) {
    const { ask } = yield* Gateway
    const body = { username, password, permissions }
    const answer = yield* ask("POST", "/api/staff", { cookie: owner, body })
    assert.strictEqual(answer.status, 200, answer.text)
    return (answer.json as Member).member
  })

  it.effect("AC-03: a switch opens and closes pages of a live login from the next request on", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const owner = yield* logIn("sita")
      const { id } = yield* addStaff(owner, "maya", ["customers.manage"])
      const maya = yield* logIn("maya")
      const status = (path: string) =>
        Effect.map(ask("GET", path, { cookie: maya }), (answer) => answer.status)
      assert.strictEqual(yield* status("/api/customers"), 200)
      assert.strictEqual(yield* status("/api/conversations"), 403)
      assert.strictEqual(yield* status("/api/staff"), 403)
      const me = yield* ask("GET", "/api/me", { cookie: maya })
      assert.deepInclude((me.json as { login: object }).login, {
        role: "staff",
        permissions: ["customers.manage"],
        isViewing: false
      })

      const change = (body: object) => ask("PATCH", `/api/staff/${id}`, { cookie: owner, body })
      yield* change({ permissions: ["inbox.view"] })
      assert.strictEqual(yield* status("/api/customers"), 403)
      assert.strictEqual(yield* status("/api/conversations"), 200)
      yield* change({ permissions: ["inbox.view", "customers.manage", "logs.view"] })
      assert.strictEqual(yield* status("/api/conversations"), 403)
      assert.strictEqual(yield* status("/api/logs"), 200)
      yield* change({ status: "suspended" })
      assert.strictEqual(yield* status("/api/logs"), 401)
      const strange = yield* change({ permissions: ["everything"] })
      assert.strictEqual(strange.status, 400)
    })
  )

  it.effect("AC-03: nobody touches the staff of another workspace, and a name is taken once", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const { id } = yield* addStaff(yield* logIn("sita"), "nila", [])
      const cookie = yield* logIn("hari")
      const body = { permissions: ["inbox.view"] }
      assert.strictEqual((yield* ask("PATCH", `/api/staff/${id}`, { cookie, body })).status, 404)
      assert.strictEqual((yield* ask("DELETE", `/api/staff/${id}`, { cookie })).status, 404)
      const again = { username: "NILA", permissions: [] }
      const taken = yield* ask("POST", "/api/staff", { cookie, body: again })
      assert.strictEqual(taken.status, 409)
      assert.deepStrictEqual((yield* ask("GET", "/api/staff", { cookie })).json, { items: [] })
    })
  )

  it.effect("AC-03: staff's names and passwords keep the rules of everybody's", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const add = (cookie: string, path: string, body: object) =>
        Effect.map(
          ask("POST", path, { cookie, body: { permissions: [], ...body } }),
          ({ status, text }) => `${status}${text.includes("password1234") ? ", which is repeated" : ""}`
        )
      for (const [cookie, path] of [
        [yield* logIn("sita"), "/api/staff"],
        [yield* logIn("boss"), "/api/admin/staff"]
      ] as const) {
        // A Cyrillic "а", a name of the platform, one that no log-in form takes.
        for (const username of ["s\u0430nju", "Supp0rt", "sanju@home", "sanju..b"]) {
          assert.strictEqual(yield* add(cookie, path, { username }), "400", username)
        }
        for (const weak of ["password1234", "qwertyuiop12", "sanju.b.2024", "Abc!7 k"]) {
          assert.strictEqual(yield* add(cookie, path, { username: "sanju.b", password: weak }), "400", weak)
        }
      }
    })
  )

  it.effect("AC-03: the live socket keeps from staff what their pages keep from them", () =>
    Effect.gen(function* () {
      const { port, ask, logIn } = yield* Gateway
      const feed = yield* LiveFeed
      const owner = yield* logIn("sita")
      const { id } = yield* addStaff(owner, "logan", ["logs.view"])
      const client = yield* join({ port, cookie: yield* logIn("logan") })
      const all = yield* join({ port, cookie: owner })
      const sita = TenantId.make(tenants.sita)
      yield* feed.publish(sita, [message("secret of the inbox"), event(1)])
      const heard = yield* client.next
      assert.strictEqual(heard._tag, "Events")
      assert.deepStrictEqual(heard._tag === "Events" && heard.events.map(({ _tag }) => _tag), ["LogAdded"])
      const whole = yield* all.next
      assert.lengthOf(whole._tag === "Events" ? whole.events : [], 2)
      assert.strictEqual(heard._tag === "Events" && heard.seq, whole._tag === "Events" && whole.seq)

      // What was missed is kept from him as well.
      const again = yield* join({ port, cookie: yield* logIn("logan") }, client.hello.epoch, client.hello.seq)
      assert.isTrue(again.hello.isResumed)
      assert.notInclude(JSON.stringify(yield* again.next), "secret")

      // The switch counts for the socket that is open.
      yield* ask("PATCH", `/api/staff/${id}`, { cookie: owner, body: { permissions: ["inbox.view"] } })
      yield* Effect.sleep(100)
      yield* feed.publish(sita, [message("for the inbox"), event(2)])
      const after = yield* client.next
      assert.deepStrictEqual(after._tag === "Events" && after.events.map(({ _tag }) => _tag), [
        "MessageChanged"
      ])

      yield* ask("DELETE", `/api/staff/${id}`, { cookie: owner })
      assert.strictEqual(yield* Effect.promise(() => client.closed), 4401)
    })
  )

  it.effect("AC-03: who loses the inbox is in no chat any more, and is told of nobody in one", () =>
    Effect.gen(function* () {
      const { port, ask, logIn } = yield* Gateway
      const feed = yield* LiveFeed
      const owner = yield* logIn("sita")
      const { id } = yield* addStaff(owner, "prem", ["inbox.view"])
      const prem = yield* join({ port, cookie: yield* logIn("prem") })
      const boss = yield* join({ port, cookie: owner })
      const at = (conversationId: string) => JSON.stringify({ _tag: "At", conversationId, isTyping: true })
      const chat = ConversationId.make(crypto.randomUUID())
      const other = crypto.randomUUID()
      prem.socket.send(at(chat))
      assert.include(JSON.stringify(yield* boss.next), '"name":"prem","isTyping":true')
      assert.include(JSON.stringify(yield* prem.next), chat)
      yield* ask("PATCH", `/api/staff/${id}`, { cookie: owner, body: { permissions: ["logs.view"] } })
      // Said for him, without a frame of his.
      assert.deepStrictEqual(yield* boss.next, {
        _tag: "Presence",
        chats: [{ conversationId: chat, people: [] }]
      })
      prem.socket.send(at(chat))
      boss.socket.send(at(other))
      assert.include(JSON.stringify(yield* boss.next), other)
      yield* feed.publish(TenantId.make(tenants.sita), [event(7)])
      const heard = yield* prem.next
      assert.strictEqual(heard._tag, "Events", "the boss's whereabouts came before")
    })
  )

  it.effect("AC-07: a key is shown once, opens its scopes without Origin, and nothing once revoked", () =>
    Effect.gen(function* () {
      const { ask, logIn, logged } = yield* Gateway
      const sql = yield* PlatformSql
      const cookie = yield* logIn("sita")
      const made = yield* ask("POST", "/api/keys", {
        cookie,
        body: { name: "n8n", scopes: ["customers.manage"] }
      })
      const { key, item } = made.json as { key: string; item: { id: string; prefix: string } }
      assert.match(key, /^rd_live_[0-9a-f]{12}_[\w-]{43}$/)
      const listed = yield* ask("GET", "/api/keys", { cookie })
      assert.include(listed.text, item.prefix)
      assert.notInclude(listed.text, key)
      const [row] = yield* sql<{
        text: string
      }>`select to_jsonb(k)::text as text from api_key k where id = ${item.id}`
      assert.notInclude(row?.text ?? "", key.slice(item.prefix.length))

      const headers = { authorization: `Bearer ${key}` }
      const program = { headers, origin: null }
      assert.strictEqual((yield* ask("GET", "/api/customers", program)).status, 200)
      const added = yield* ask("POST", "/api/customers", { ...program, body: { username: "by.a.program" } })
      assert.strictEqual(added.status, 200, added.text)
      assert.strictEqual((yield* ask("GET", "/api/conversations", program)).status, 403)
      assert.strictEqual((yield* ask("GET", "/api/keys", program)).status, 403)
      assert.strictEqual((yield* ask("GET", "/api/customers", { headers, cookie })).status, 401)
      const me = (yield* ask("GET", "/api/me", program)).json as { login: object }
      assert.deepInclude(me.login, { username: "API key n8n", tenantId: tenants.sita })
      const audit = (yield* ask("GET", "/api/audit?action=customer.added", { cookie })).text
      assert.include(audit, "API key n8n")
      const used = (yield* ask("GET", "/api/keys", { cookie })).json as {
        items: ReadonlyArray<{ lastUsedAt: number | null }>
      }
      assert.isAbove(used.items[0]?.lastUsedAt ?? 0, Date.now() - 60_000)

      assert.strictEqual((yield* ask("DELETE", `/api/keys/${item.id}`, { cookie })).status, 204)
      assert.strictEqual((yield* ask("GET", "/api/customers", program)).status, 401)
      assert.notInclude(logged.join(), key.slice(item.prefix.length))
    })
  )

  it.effect("AC-07: one key asks 600 times a minute, and then waits", () =>
    Effect.gen(function* () {
      const { ask, logIn } = yield* Gateway
      const cookie = yield* logIn("hari")
      const made = yield* ask("POST", "/api/keys", { cookie, body: { name: "eager", scopes: ["logs.view"] } })
      const { key } = made.json as { key: string }
      const once = ask("GET", "/api/me", { origin: null, headers: { authorization: `Bearer ${key}` } })
      const answers = yield* Effect.all(
        Array.from({ length: 604 }, () => once),
        { concurrency: 16 }
      )
      assert.lengthOf(
        answers.filter(({ status }) => status === 200),
        600
      )
      const refused = answers.filter(({ status }) => status === 429)
      assert.lengthOf(refused, 4)
      assert.isAbove(Number(refused[0]?.headers["retry-after"]), 0)
    })
  )
})

const message = (text: string): typeof LiveEvent.Encoded => ({
  _tag: "MessageChanged",
  message: {
    id: crypto.randomUUID(),
    conversationId: crypto.randomUUID(),
    direction: "in",
    author: "customer",
    senderName: null,
    text,
    kind: "text",
    sentAt: 1,
    stage: "done",
    note: null,
    version: 1
  }
})
