import { Effect, Layer, Redacted } from "effect"
import { HttpServer } from "effect/http"
import * as Http from "../../src/http/Http.ts"
import { Passwords } from "../../src/http/login/Passwords.ts"
import { SetupToken } from "../../src/http/login/SetupToken.ts"
import * as Ready from "../../src/Ready.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Settings } from "../../src/Settings.ts"
import type { Stage } from "./Stage.ts"

/** A place and what stands there. */
export type Place = readonly [place: string, text: string]

/** What the pages were asked with, and what they answered. */
interface PageAnswers {
  /** Passwords, session cookies and the set-up token that were used. */
  readonly secrets: ReadonlyArray<string>
  readonly answers: ReadonlyArray<Place>
  /** GET endpoints of the document that nobody was answered by. */
  readonly unseen: ReadonlyArray<string>
}

const passwords = {
  admin: "basalt harbor umbrella canyon",
  owner: "velvet tractor lantern meadow",
  wrong: "pelican orchard granite window"
}

/** Pages and API on a free port, before the stage's gateway. */
const served = Http.layer.pipe(
  Layer.provide(Ready.layer),
  Layer.provideMerge(SetupToken.layer),
  Layer.provideMerge(Passwords.layer),
  Layer.provide(
    Layer.effect(
      Settings,
      Effect.map(Settings, (settings) => ({ ...settings, port: 0 }))
    )
  )
)

/** Asks every GET endpoint as the master admin, as the tenant's owner and as nobody, for everything that lists name. */
export const readPages = (stage: Stage): Promise<PageAnswers> =>
  stage.run(
    Effect.scoped(
      Effect.gen(function* () {
        const context = yield* Layer.build(served)
        return yield* Effect.provide(ask(stage), context)
      })
    ).pipe(Effect.orDie)
  )

const ask = Effect.fnUntraced(function* (stage: Stage) {
  const { address } = yield* HttpServer.HttpServer
  const base = `http://127.0.0.1:${"port" in address ? address.port : 0}`
  const token = Redacted.value(yield* SetupToken)
  const hash = yield* Effect.flatMap(Passwords, (hashes) => hashes.hash(Redacted.make(passwords.owner)))
  yield* Effect.flatMap(TenantSetup, (setup) =>
    setup.createLogin({
      tenantId: stage.tenantId,
      username: "asking.owner",
      passwordHash: hash,
      role: "owner"
    })
  )

  const answers: Array<Place> = []
  const read = (path: string, cookie: string) =>
    Effect.promise(async () => {
      const response = await fetch(`${base}${path}`, { headers: { cookie } })
      const text = `${JSON.stringify([...response.headers])}\n${await response.text()}`
      answers.push([`GET ${path}`, text])
      return { isGood: response.ok, text: text.slice(text.indexOf("\n") + 1) }
    })
  const enter = (path: string, body: object) =>
    Effect.promise(async () => {
      const headers = { origin: base, "content-type": "application/json" }
      const response = await fetch(`${base}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
      answers.push([`POST ${path}`, await response.text()])
      return (response.headers.get("set-cookie") ?? "").split(";")[0]!
    })
  const admin = yield* enter("/api/setup", { token, username: "asking.admin", password: passwords.admin })
  const owner = yield* enter("/api/login", { username: "asking.owner", password: passwords.owner })
  yield* enter("/api/login", { username: "asking.owner", password: passwords.wrong })

  const document = yield* read("/api/openapi.json", "")
  const endpoints = Object.entries((JSON.parse(document.text) as OpenApi).paths).flatMap(([path, methods]) =>
    "get" in methods ? [path] : []
  )
  const unseen: Array<string> = []
  for (const path of [...endpoints, "/health", "/ready", "/metrics", "/docs"]) {
    let isSeen = false
    for (const cookie of [admin, owner, ""]) {
      const [list, rest] = path.split(/\/\{\w+\}/)
      // What has no list of its own is named by others, as messages are by their chats.
      const ids =
        rest === undefined
          ? [""]
          : endpoints.includes(list!)
            ? idsIn((yield* read(list!, cookie)).text)
            : idsIn(answers.map(([, text]) => text).join("\n"))
      const seen = yield* Effect.forEach(
        ids.slice(-40),
        (id) => read(id === "" ? path : `${list}/${id}${rest}`, cookie),
        { concurrency: 8 }
      )
      isSeen ||= seen.some(({ isGood }) => isGood)
    }
    if (!isSeen) unseen.push(path)
  }
  const cookies = [admin, owner].map((cookie) => cookie.split("=")[1]!)
  return { secrets: [token, ...cookies, ...Object.values(passwords)], answers, unseen }
})

interface OpenApi {
  readonly paths: Readonly<Record<string, object>>
}

/** Every id that a list names. */
const idsIn = (text: string): ReadonlyArray<string> => [
  ...new Set([...text.matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id]) => id!))
]
