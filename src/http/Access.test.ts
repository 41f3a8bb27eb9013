import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { HttpApi } from "effect/http-api"
import type { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { ApiKeyId, LoginId, TenantId } from "../domain/Ids.ts"
import { permissions, platformPermissions, refusal, type Need } from "../domain/Permissions.ts"
import { ApiKeys } from "../ports/ApiKeys.ts"
import { Ledger } from "../ports/Ledger.ts"
import type { SessionLogin } from "../ports/Logins.ts"
import { Staff } from "../ports/Staff.ts"
import { TenantControl } from "../ports/TenantControl.ts"
import { Workspaces } from "../ports/Workspaces.ts"
import { Api } from "./Api.ts"
import { Authorization, TenantPages } from "./api/Authorization.ts"
import { needsOf } from "./Auth.ts"
import { hashOf, newKey } from "./keys/KeyText.ts"
import { Redacted } from "effect"
import { Gateway, gatewayLayer } from "./testing/Gateway.ts"
import { LoginRows, tenants } from "./testing/MemoryLogins.ts"

interface Declared {
  readonly endpoint: HttpApiEndpoint.Top
  readonly group: HttpApiGroup.Top
  readonly name: string
  readonly needs: ReadonlyArray<Need> | undefined
  readonly isWrite: boolean
}

const declared: Array<Declared> = []
HttpApi.reflect(Api, {
  onGroup: () => {},
  onEndpoint: ({ endpoint, group }) => {
    declared.push({
      endpoint,
      group,
      name: `${endpoint.method} ${endpoint.path}`,
      needs: needsOf(endpoint, group),
      isWrite: endpoint.method !== "GET"
    })
  }
})

const isOpen = ({ needs }: Declared) => needs?.includes("public") === true

/** What decides about a request is the login, not what the request says. */
const pathOf = ({ endpoint }: Declared) =>
  endpoint.path.replaceAll(/:\w+/g, "11111111-1111-4111-8111-111111111111")

describe("the API's declarations", () => {
  it("AC-03: every endpoint says what it needs, and asks who is there", () => {
    assert.isAbove(declared.length, 50)
    const silent = declared.filter(({ needs }) => needs === undefined || needs.length === 0)
    assert.deepStrictEqual(
      silent.map(({ name }) => name),
      []
    )
    const unguarded = declared.filter((one) => !isOpen(one) && !one.endpoint.middlewares.has(Authorization))
    assert.deepStrictEqual(
      unguarded.map(({ name }) => name),
      []
    )
  })

  it("what a workspace's people may is asked where it is known whose workspace it is", () => {
    const homeless = declared.filter(
      ({ needs, endpoint }) =>
        needs?.some(
          (need) => need === "owner" || permissions.includes(need as (typeof permissions)[number])
        ) === true && !endpoint.middlewares.has(TenantPages)
    )
    assert.deepStrictEqual(
      homeless.map(({ name }) => name),
      []
    )
  })

  it("nobody but the owner manages staff and keys, nobody but the admin platform staff", () => {
    const of = (start: string) => declared.filter(({ endpoint }) => endpoint.path.startsWith(start))
    for (const { needs } of [...of("/api/staff"), ...of("/api/keys")])
      assert.deepStrictEqual(needs, ["owner"])
    for (const { needs } of of("/api/admin/staff")) assert.deepStrictEqual(needs, ["admin"])
    assert.isAbove(of("/api/staff").length, 3)
  })
})

const { key, prefix } = newKey()
let scopes: ReadonlyArray<(typeof permissions)[number]> = []

/** One key, whose scopes the tests set. */
const oneKey = Layer.mergeAll(
  Layer.mock(Staff)({}),
  Layer.mock(Workspaces)({ viewed: () => Effect.void }),
  Layer.mock(TenantControl)({}),
  Layer.mock(Ledger)({}),
  Layer.mock(ApiKeys)({
    used: () => Effect.void,
    find: (asked) =>
      Effect.succeed(
        asked === prefix
          ? Option.some({
              id: ApiKeyId.make(crypto.randomUUID()),
              name: "test",
              scopes,
              tenantId: TenantId.make(tenants.sita),
              tenantName: "Sita",
              timeZone: "UTC",
              hash: hashOf(key),
              lastUsedAt: null
            })
          : Option.none()
      )
  })
)

interface Caller {
  readonly who: string
  readonly login: Pick<SessionLogin, "role" | "tenantId" | "permissions" | "isViewing">
}

const sita = TenantId.make(tenants.sita)
const callers: ReadonlyArray<Caller> = [
  { who: "the owner", login: { role: "owner", tenantId: sita, permissions: [], isViewing: false } },
  {
    who: "staff without a switch",
    login: { role: "staff", tenantId: sita, permissions: [], isViewing: false }
  },
  ...permissions.map((permission) => ({
    who: `staff with ${permission}`,
    login: { role: "staff", tenantId: sita, permissions: [permission], isViewing: false } as const
  })),
  {
    who: "staff with every switch, view logs only too",
    login: { role: "staff", tenantId: sita, permissions, isViewing: false }
  },
  { who: "the admin", login: { role: "admin", tenantId: null, permissions: [], isViewing: false } },
  { who: "the admin, looking", login: { role: "admin", tenantId: sita, permissions: [], isViewing: true } },
  { who: "platform staff", login: { role: "adminStaff", tenantId: null, permissions: [], isViewing: false } },
  ...platformPermissions.map((permission) => ({
    who: `platform staff with ${permission}`,
    login: { role: "adminStaff", tenantId: null, permissions: [permission], isViewing: false } as const
  }))
]

/** What a write is asked with; a file comes as it is, not as JSON. */
const sent = ({ isWrite, endpoint }: (typeof declared)[number], headers: Record<string, string> = {}) => ({
  body: isWrite ? {} : undefined,
  headers:
    isWrite && endpoint.path.endsWith("/media")
      ? { ...headers, "content-type": "application/octet-stream" }
      : headers
})

layer(gatewayLayer({ access: oneKey }), { excludeTestServices: true, timeout: "120 seconds" })(
  "what a login may, endpoint by endpoint",
  (it) => {
    const become = Effect.fnUntraced(function* (login: Caller["login"]) {
      const { logins } = yield* LoginRows
      logins.set("maya", { ...logins.get("sita")!, id: LoginId.make("maya"), username: "maya", ...login })
    })

    for (const { who, login } of callers) {
      it.effect(`AC-03: ${who}`, () =>
        Effect.gen(function* () {
          const { ask, logIn } = yield* Gateway
          yield* become(login)
          let allowed = 0
          for (const one of declared.filter((one) => !isOpen(one) && one.endpoint.path !== "/api/logout")) {
            const cookie = yield* logInOnce(logIn)
            const { status, text } = yield* ask(one.endpoint.method, pathOf(one), { cookie, ...sent(one) })
            const words = refusal({ ...login, isKey: false }, one.needs, one.isWrite)
            // The platform's people have no workspace, whatever else they may.
            const isHomeless = login.tenantId === null && one.endpoint.middlewares.has(TenantPages)
            if (words === null && !isHomeless) {
              allowed += 1
              assert.notStrictEqual(status, 403, `${one.name}: ${text}`)
              assert.notStrictEqual(status, 401, `${one.name}: ${text}`)
            } else {
              assert.strictEqual(status, 403, `${one.name}: ${text}`)
              assert.include(text, words ?? "workspace")
            }
          }
          assert.isAbove(allowed, 0)
        })
      )
    }

    it.effect(
      "AC-03: view logs only is what happened, who changed what, and what runs; nothing else of the workspace",
      () =>
        Effect.sync(() => {
          const login = { role: "staff", permissions, isViewing: false, isKey: false } as const
          const seen = declared.filter(
            ({ needs, isWrite }) =>
              refusal(login, needs, isWrite) === null &&
              !needs!.some((need) => ["any", "person", "public"].includes(need))
          )
          assert.deepStrictEqual(seen.map(({ name }) => name).toSorted(), [
            "GET /api/audit",
            "GET /api/audit.csv",
            "GET /api/logs",
            "GET /api/runtime"
          ])
        })
    )

    it.effect("AC-06: who looks at a workspace changes nothing of it", () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        yield* become({ role: "admin", tenantId: sita, permissions: [], isViewing: true })
        const cookie = yield* logInOnce(logIn)
        const writes = declared.filter(
          ({ isWrite, endpoint }) => isWrite && endpoint.middlewares.has(TenantPages)
        )
        assert.isAbove(writes.length, 20)
        for (const one of writes) {
          const { status, text } = yield* ask(one.endpoint.method, pathOf(one), { cookie, ...sent(one) })
          assert.strictEqual(status, 403, `${one.name}: ${text}`)
          assert.include(text, "looking at this workspace")
        }
      })
    )

    for (const granted of [[], ...permissions.map((permission) => [permission])]) {
      it.effect(`AC-07: a key with ${granted.join() || "no scope"} opens what the scope opens`, () =>
        Effect.gen(function* () {
          const { ask } = yield* Gateway
          scopes = granted
          for (const one of declared.filter((one) => !isOpen(one))) {
            const { status, text } = yield* ask(one.endpoint.method, pathOf(one), {
              origin: null,
              ...sent(one, { authorization: `Bearer ${Redacted.value(key)}` })
            })
            const asker = { role: "staff", permissions: granted, isViewing: false, isKey: true } as const
            if (refusal(asker, one.needs, one.isWrite) === null) {
              assert.notInclude([401, 403], status, `${one.name}: ${text}`)
            } else assert.strictEqual(status, 403, `${one.name}: ${text}`)
          }
        })
      )
    }

    it.effect("AC-07: a key never comes together with a cookie, and a wrong one opens nothing", () =>
      Effect.gen(function* () {
        const { ask, logIn } = yield* Gateway
        yield* become({ role: "owner", tenantId: sita, permissions: [], isViewing: false })
        const cookie = yield* logInOnce(logIn)
        const authorization = `Bearer ${Redacted.value(key)}`
        const both = yield* ask("GET", "/api/me", { cookie, headers: { authorization } })
        assert.strictEqual(both.status, 401)
        assert.include(both.text, "not both")
        for (const wrong of [authorization.slice(0, -1), `Bearer ${prefix}`, "Bearer", "Basic eDp5"]) {
          assert.strictEqual(
            (yield* ask("GET", "/api/me", { headers: { authorization: wrong } })).status,
            401
          )
        }
        assert.strictEqual((yield* ask("GET", "/api/me", { headers: { authorization } })).status, 200)
      })
    )

    it.effect("IN-01: the OpenAPI document names both schemes", () =>
      Effect.gen(function* () {
        const { ask } = yield* Gateway
        const { components, paths } = (yield* ask("GET", "/api/openapi.json")).json as {
          components: { securitySchemes: Record<string, { type: string; scheme?: string; in?: string }> }
          paths: Record<string, Record<string, { security: ReadonlyArray<object> }>>
        }
        const schemes = Object.values(components.securitySchemes)
        assert.isTrue(
          schemes.some(({ type, scheme }) => type === "http" && scheme?.toLowerCase() === "bearer")
        )
        assert.isTrue(schemes.some(({ type, in: place }) => type === "apiKey" && place === "cookie"))
        assert.lengthOf(paths["/api/requests"]!["get"]!.security, 2)
      })
    )
  }
)

let cookie = ""

/** The login's cookie; his row changes, his session stays. */
const logInOnce = (logIn: (username: string) => Effect.Effect<string>) =>
  cookie === ""
    ? Effect.tap(logIn("maya"), (got) => Effect.sync(() => (cookie = got)))
    : Effect.succeed(cookie)
