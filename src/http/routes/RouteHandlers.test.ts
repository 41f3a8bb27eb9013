import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LoginId, TenantId } from "../../domain/Ids.ts"
import { AuditLog } from "../../ports/AuditLog.ts"
import type { RouteView } from "../api/RouteBodies.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { rows } from "../testing/MemoryDesk.ts"
import { LoginRows, tenants } from "../testing/MemoryLogins.ts"
import { fastLikes, panels } from "../testing/MemoryServices.ts"
import { chats, haris, storedRoutes } from "../testing/StoredRoutes.ts"

const stored = gatewayLayer({ routes: storedRoutes }).pipe(Layer.provideMerge(storedRoutes))
const group = { channelId: rows.channel, chatId: chats.night }
const provider = { kind: "provider", providerId: fastLikes.id }

type Route = typeof RouteView.Type
type Answer = { readonly json: unknown; readonly text: string; readonly status: number }

layer(stored, { excludeTestServices: true })("routes over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    return yield* ask(method, `/api${path}`, { cookie: yield* logIn(username), body })
  })
  const sita = (method: string, path: string, body?: unknown) => as("sita", method, path, body)
  const add = (fields: object = {}) =>
    sita("POST", "/routes", { for: provider, command: null, place: group, ...fields })
  const routeOf = ({ json, text }: Answer) => {
    const { route } = json as { readonly route?: Route }
    if (route === undefined) throw new Error(text)
    return route
  }
  const items = ({ json }: Answer) => (json as { readonly items: ReadonlyArray<Route> }).items
  const messageOf = ({ json }: Answer) => (json as { readonly message: string }).message
  const remove = (id: string) => sita("DELETE", `/routes/${id}`)

  it.effect("PR-06: a route is added, changed, switched, arranged and removed, and each is audited", () =>
    Effect.gen(function* () {
      const first = yield* add()
      assert.deepStrictEqual(routeOf(first) as unknown, {
        id: routeOf(first).id,
        target: "provider",
        providerId: fastLikes.id,
        providerAlias: "FastLikes",
        panelId: null,
        panelName: "Main",
        serviceId: null,
        serviceName: null,
        command: null,
        channelId: rows.channel,
        channelName: "Main",
        channelKind: "whatsapp",
        chatId: chats.night,
        label: "Night shift",
        isOn: true,
        isChecked: true,
        problems: []
      })
      const second = routeOf(yield* add({ for: { kind: "any" }, label: "At night", isOn: false }))
      assert.deepInclude(second, { label: "At night", isOn: false, target: "any", providerAlias: null })
      const ids = [second.id, routeOf(first).id]
      assert.strictEqual((yield* sita("POST", "/routes/order", { ids })).status, 204)
      assert.deepStrictEqual(
        items(yield* sita("GET", "/routes")).map(({ id }) => id),
        ids
      )
      assert.strictEqual((yield* sita("POST", "/routes/switch", { ids, isOn: false })).status, 204)
      assert.deepStrictEqual(
        items(yield* sita("GET", "/routes")).map(({ isOn }) => isOn),
        [false, false]
      )
      const service = { kind: "service", panelId: panels.main, serviceId: "9" }
      const edited = yield* sita("PATCH", `/routes/${second.id}`, {
        for: service,
        command: "cancel",
        label: null
      })
      assert.deepInclude(routeOf(edited), {
        serviceId: "9",
        panelName: "Main",
        command: "cancel",
        label: "Night shift"
      })
      for (const id of ids) assert.strictEqual((yield* remove(id)).status, 204)
      assert.strictEqual((yield* remove(second.id)).status, 404)
      const audit = yield* AuditLog
      const log = yield* audit.list(TenantId.make(tenants.sita), {
        action: "route",
        search: null,
        before: null,
        limit: 20
      })
      assert.deepStrictEqual(
        log.items.map(({ action }) => action),
        [
          "route.removed",
          "route.removed",
          "route.changed",
          "route.changed",
          "route.arranged",
          "route.added",
          "route.added"
        ]
      )
      const [, , change] = log.items
      assert.deepStrictEqual(change!.before, {
        for: "everything else",
        command: "every command",
        place: "At night"
      })
      assert.deepStrictEqual(change!.after, {
        for: "service 9 of Main",
        command: "cancel",
        place: "Night shift"
      })
    })
  )

  it.effect("PR-05: what cannot be is refused with words that say what to do", () =>
    Effect.gen(function* () {
      const { id } = routeOf(yield* add())
      const refusals: ReadonlyArray<readonly [object, number, RegExp]> = [
        [{}, 409, /gets these requests already/],
        [{ place: { ...group, chatId: "77@g.us" } }, 400, /Choose one from the list/],
        [{ place: { ...group, chatId: chats.support } }, 409, /customers are served/],
        [{ place: { ...group, channelId: haris.channel } }, 400, /no such channel/],
        [{ for: { ...provider, providerId: haris.provider } }, 400, /no such provider/],
        [{ for: { kind: "manual", panelId: haris.panel } }, 400, /no such panel/],
        [{ for: { kind: "service", panelId: panels.main, serviceId: " " } }, 400, /serviceId/],
        [{ place: { channelId: rows.channel, number: "980" } }, 400, /country code/],
        [{ command: "status" }, 400, /command/]
      ]
      for (const [fields, status, words] of refusals) {
        const answer = yield* add(fields)
        assert.strictEqual(answer.status, status, `${JSON.stringify(fields)} ${answer.text}`)
        assert.match(messageOf(answer), words)
      }
      // Nobody could ask the network about this number: it is taken, and marked.
      const typed = yield* add({ place: { channelId: rows.channel, number: "+977 981-0000001" } })
      assert.deepInclude(routeOf(typed), {
        chatId: "9779810000001@s.whatsapp.net",
        label: "+9779810000001",
        isChecked: false
      })
      assert.match(typed.text, /could ask WhatsApp yet/)
      for (const one of [id, routeOf(typed).id]) yield* remove(one)
    })
  )

  it.effect("AC-03: another tenant and staff without the permission get nowhere, staff with it do", () =>
    Effect.gen(function* () {
      const { id } = routeOf(yield* add())
      const { logins } = yield* LoginRows
      const owner = logins.get("sita")!
      const staff = (username: string, permissions: ReadonlyArray<string>) =>
        logins.set(username, {
          ...owner,
          id: LoginId.make(username),
          username,
          role: "staff",
          permissions
        } as never)
      staff("maya", ["inbox.view"])
      staff("nima", ["providers.manage"])
      assert.deepStrictEqual(items(yield* as("hari", "GET", "/routes")), [])
      const destinations = yield* as("hari", "GET", "/destinations")
      assert.deepStrictEqual(items(destinations), [])
      for (const [method, path, body] of [
        ["PATCH", `/routes/${id}`, { isOn: false }],
        ["DELETE", `/routes/${id}`, undefined],
        ["POST", "/routes/switch", { ids: [id], isOn: false }],
        ["POST", "/routes/order", { ids: [id] }],
        ["POST", "/routes/explain", { orderId: "1", command: "cancel", panelId: panels.main }]
      ] as const) {
        assert.strictEqual((yield* as("hari", method, path, body)).status, 404, `${method} ${path}`)
        assert.strictEqual((yield* as("maya", method, path, body)).status, 403, `${method} ${path}`)
      }
      assert.strictEqual((yield* as("maya", "GET", "/destinations")).status, 403)
      assert.strictEqual((yield* as("nima", "PATCH", `/routes/${id}`, { isOn: false })).status, 200)
      assert.deepStrictEqual(
        items(yield* sita("GET", "/routes")).map(({ isOn }) => isOn),
        [false]
      )
      yield* remove(id)
    })
  )

  it.effect("PR-05: destinations are searched and paged, and say what they are used for", () =>
    Effect.gen(function* () {
      const { id } = routeOf(yield* add())
      const all = yield* sita("GET", "/destinations?kind=group&limit=2")
      assert.deepInclude(items(all)[0] as object, { title: "Customers", isSupport: true, routes: [] })
      assert.deepInclude(items(all)[1] as object, {
        title: "Night shift",
        routes: [{ id, target: "provider", alias: "FastLikes", command: null, isOn: true }]
      })
      const { next } = all.json as { readonly next: string }
      // What the channel told of by itself, without that anybody wrote there.
      const rest = items(yield* sita("GET", `/destinations?kind=group&limit=2&before=${next}`))
      assert.deepStrictEqual(
        rest.map((one) => (one as unknown as { title: string }).title),
        ["SMM Nepal"]
      )
      assert.deepStrictEqual(items(yield* sita("GET", "/destinations?search=NIGHT")).length, 1)
      assert.strictEqual((yield* sita("GET", "/destinations?before=nonsense")).status, 400)
      assert.strictEqual(items(yield* sita("GET", `/destinations?channelId=${haris.channel}`)).length, 0)
      yield* remove(id)
    })
  )

  it.effect("PR-06, OR-10: who gets what for an order, and clear words when that cannot be said", () =>
    Effect.gen(function* () {
      const { id } = routeOf(yield* add())
      const explain = (orderId: string, command: string, panelId?: string) =>
        Effect.map(
          sita("POST", "/routes/explain", {
            orderId,
            command,
            ...(panelId === undefined ? {} : { panelId })
          }),
          ({ json }) => json as Record<string, unknown>
        )
      assert.deepStrictEqual(yield* explain("#01", "cancel"), {
        found: "one",
        words: "2 get it.",
        panels: [],
        order: {
          id: "1",
          panelId: panels.main,
          panelName: "Main",
          status: "in_progress",
          serviceId: "9",
          serviceName: "Likes",
          isManual: false,
          providerAlias: "FastLikes",
          hasExternalId: true
        },
        command: "cancel",
        refusal: null,
        acts: [
          {
            kind: "panel",
            place: "Panel API",
            why: "the panel takes cancels itself",
            channelName: null,
            problems: [],
            text: null
          },
          {
            kind: "provider",
            place: "Night shift",
            why: "the route for the provider",
            channelName: "Main",
            problems: [],
            text: "881 cancel"
          }
        ],
        notDone: []
      })
      const speedup = yield* explain("1", "speedup")
      assert.deepStrictEqual(speedup["notDone"], [
        { kind: "panel", place: "Panel API", why: "panel API takes no speed-ups" }
      ])
      const refill = yield* explain("1", "refill")
      assert.match(String(refill["refusal"]), /in progress/)
      assert.match(String(refill["words"]), /the bot would refuse it\. If it were accepted: 1 get it/)
      const two = yield* explain("2", "cancel")
      assert.deepInclude(two, { found: "several", order: null, acts: [] })
      assert.strictEqual((two["panels"] as ReadonlyArray<unknown>).length, 2)
      assert.deepInclude((yield* explain("2", "cancel", panels.main)) as object, { found: "one" })
      const away = yield* explain("3", "cancel")
      assert.deepInclude(away, {
        found: "unreachable",
        words: "Order 3 could not be looked up. Second: The panel cannot be reached."
      })
      assert.deepInclude(yield* explain("4", "cancel"), {
        found: "none",
        words: "No panel knows an order 4."
      })
      assert.strictEqual(
        (yield* sita("POST", "/routes/explain", { orderId: "x", command: "cancel" })).status,
        400
      )
      yield* remove(id)
    })
  )
})
