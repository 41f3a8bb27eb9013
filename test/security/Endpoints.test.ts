import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bodyLimit } from "../../src/http/Security.ts"
import { type Answer, type Ask, type Gate, openGate, type Workspace } from "./Gate.ts"
import { type Description, describeApi } from "./OpenApi.ts"
import { visitor } from "./Visitor.ts"

/** What anybody may call, and why. A new endpoint without a login is a decision: it is written down here. */
const publicly: Readonly<Record<string, string>> = {
  "GET /api/setup": "whether there is an admin yet",
  "POST /api/setup": "needs the one-time token of the console",
  "POST /api/login": "logs in",
  "GET /api/doors": "which ways in there are, for the log-in page",
  "POST /api/register": "registers where the platform is open",
  "POST /api/password/forgot": "asks for a link, and is told the same whoever it is",
  "POST /api/password/reset": "needs the link's token"
}

/** What every login may do, also one without any permission: what is his own. */
const ownOnly = [
  /^GET \/api\/me$/,
  /^POST \/api\/logout$/,
  /^(GET|PATCH) \/api\/account$/,
  /^(GET|DELETE|POST) \/api\/account\/sessions/,
  /^POST \/api\/password\/change$/,
  /^(GET|POST) \/api\/factor(\/|$)/,
  /^GET \/api\/privacy-notice$/,
  // Rows of his own alone.
  /^GET \/api\/logins\/attempts$/,
  // Whom he may not manage is not there for him: 404.
  /^POST \/api\/logins\/\{id\}\/reset-link$/
]

const shape = { _tag: expect.any(String), message: expect.any(String), reference: expect.any(String) }
const leaks =
  /node_modules|\bat .*\.ts:\d|\.ts:\d+:\d+|SqlError|PgConnection|select .* from |insert into|syntax error|violates|relation "|\/src\/|duplicate key/i

describe("SE-04, SE-07, IN-01: every endpoint that the OpenAPI document has", () => {
  let gate: Gate
  let api: Description
  let a: Workspace
  let fitting: ReturnType<typeof visitor>["fitting"]
  let askAs: ReturnType<typeof visitor>["askAs"]
  let each: ReturnType<typeof visitor>["each"]

  beforeAll(async () => {
    gate = await openGate({ workspaces: 1 })
    api = await describeApi(gate)
    a = gate.workspaces[0]!
    ;({ fitting, askAs, each } = visitor(gate, api))
  }, 360_000)
  afterAll(() => gate?.close())

  const isShaped = ({ text }: Answer) => {
    try {
      expect(JSON.parse(text)).toEqual(expect.objectContaining(shape))
      return true
    } catch {
      return false
    }
  }

  it("(a) answers 401 without a login, unless it is one of the few for everybody", async () => {
    expect(
      api.operations
        .filter(({ isPublic }) => isPublic)
        .map(({ name }) => name)
        .toSorted()
    ).toEqual(Object.keys(publicly).toSorted())
    const closed = api.operations.filter(({ isPublic }) => !isPublic)
    let asked = 0
    const complaints = await each(closed, async (operation, complain) => {
      for (const cookie of [undefined, "relaydesk=", `relaydesk=${"A".repeat(43)}`, "relaydesk=%00"]) {
        const answer = await gate.ask(operation.method, fitting(operation).path, {
          ...fitting(operation),
          ...(cookie === undefined ? {} : { cookie })
        })
        asked++
        if (answer.status !== 401 || !isShaped(answer))
          complain(`${answer.status} ${answer.text.slice(0, 200)}`)
      }
      const bearer = { authorization: `Bearer rd_live_${"a".repeat(40)}` }
      const answer = await gate.ask(operation.method, fitting(operation).path, {
        ...fitting(operation),
        headers: bearer
      })
      asked++
      // Who tries many keys is told to wait.
      const isWaiting = answer.status === 429 && Number(answer.headers["retry-after"]) > 0
      if (answer.status !== 401 && !isWaiting) complain(`with a false key ${answer.status}`)
    })
    expect(complaints).toEqual([])
    console.log(`without a login: ${closed.length} endpoints, ${asked} requests, all 401`)
  }, 360_000)

  it("(c) answers 403 to staff without any permission, unless it is about himself", async () => {
    const closed = api.operations.filter(
      ({ isPublic, name }) => !isPublic && !ownOnly.some((pattern) => pattern.test(name))
    )
    const complaints = await each(closed, async (operation, complain) => {
      const answer = await askAs(a.staff, operation, fitting(operation))
      if (answer.status !== 403 || !isShaped(answer))
        complain(`${answer.status} ${answer.text.slice(0, 200)}`)
    })
    expect(complaints).toEqual([])
    console.log(`without a permission: ${closed.length} endpoints, all 403`)
  }, 360_000)

  it("(e) takes no write from another page, and no live socket", async () => {
    const writes = api.operations.filter(({ isWrite }) => isWrite)
    const strangers: ReadonlyArray<Ask> = [
      { origin: null },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `http://127.0.0.1:${gate.port + 1}` },
      { origin: `http://127.0.0.1:${gate.port}.evil.example` },
      { origin: null, headers: { "sec-fetch-site": "same-site" } },
      { origin: null, headers: { "sec-fetch-site": "none" } }
    ]
    const complaints = await each(writes, async (operation, complain) => {
      for (const stranger of strangers) {
        const answer = await askAs(a.owner, operation, { ...fitting(operation), ...stranger })
        if (answer.status !== 403) complain(`${JSON.stringify(stranger)} ${answer.status}`)
      }
    })
    const cookie = await gate.session(a.owner)
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="
    }
    for (const stranger of strangers) {
      const answer = await gate.ask("GET", "/live", {
        ...stranger,
        cookie,
        headers: { ...upgrade, ...stranger.headers }
      })
      if (answer.status !== 403) complaints.push(`/live ${JSON.stringify(stranger)} ${answer.status}`)
    }
    // A program's key is let through from anywhere, and then no cookie counts beside it.
    for (const operation of writes.filter(({ isPublic }) => !isPublic)) {
      const answer = await gate.ask(operation.method, fitting(operation).path, {
        ...fitting(operation),
        origin: "https://evil.example",
        cookie,
        headers: { authorization: "Bearer none" }
      })
      if (answer.status !== 401 && answer.status !== 429) {
        complaints.push(`${operation.name} with a key of nobody and a cookie: ${answer.status}`)
      }
    }
    expect(complaints).toEqual([])
    console.log(
      `from other pages: ${writes.length} writes × ${strangers.length} and /live × ${strangers.length}, all 403`
    )
  }, 360_000)

  it("(d) answers what is malformed with 400, 413 or 415 in plain words, never with an error of its own", async () => {
    const taking = api.operations.filter(({ body }) => body !== null)
    const counts: Record<number, number> = {}
    const complaints = await each(taking, async (operation, complain) => {
      const { path, body } = fitting(operation)
      const sample: unknown = JSON.parse(body!)
      const send = async (what: string, ask: Ask, allowed: (status: number) => boolean) => {
        const answer = await askAs(a.owner, operation, { path, ...ask })
        counts[answer.status] = (counts[answer.status] ?? 0) + 1
        if (!allowed(answer.status)) complain(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`)
        else if (answer.status >= 400 && !isShaped(answer))
          complain(`${what}: shape of ${answer.text.slice(0, 200)}`)
        if (leaks.test(answer.text)) complain(`${what}: tells ${answer.text.slice(0, 300)}`)
      }
      const is =
        (...wanted: ReadonlyArray<number>) =>
        (status: number) =>
          wanted.includes(status)
      // Who may not ask at all is told that first.
      const refused = (await askAs(a.owner, operation, { path, body: "{" })).status === 403 ? [403] : []
      await send("cut short", { body: body!.slice(0, -1) }, is(400, ...refused))
      await send("not JSON", { body: "username=a" }, is(400, ...refused))
      await send("invalid UTF-8", { body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, is(400, ...refused))
      await send(
        "a form",
        { body: body!, headers: { "content-type": "application/x-www-form-urlencoded" } },
        is(415)
      )
      await send("plain text", { body: body!, headers: { "content-type": "text/plain" } }, is(415))
      await send("no content type", { body: body!, headers: { "content-type": "" } }, is(415))
      await send("too large", { body: `"${"x".repeat(bodyLimit(path))}"` }, is(413))
      for (const wrong of ["null", "5", '"x"', "[]", "true"])
        await send(`body ${wrong}`, { body: wrong }, is(400, ...refused))
      if (typeof sample !== "object" || sample === null || Array.isArray(sample)) return
      const schema = api.resolve(operation.body!)
      for (const [key, value] of Object.entries(sample)) {
        const { [key]: _, ...rest } = sample as Record<string, unknown>
        const isRequired = schema.required?.includes(key) === true
        await send(
          `without ${key}`,
          { body: JSON.stringify(rest) },
          isRequired ? is(400, ...refused) : (status) => status < 500
        )
        for (const wrong of [{ $ne: null }, [[]], 1e308, -1, "\u0000", "x".repeat(100_000), null, !value]) {
          await send(
            `${key} = ${JSON.stringify(wrong).slice(0, 20)}`,
            { body: JSON.stringify({ ...rest, [key]: wrong }) },
            (status) => status < 500
          )
        }
      }
    })
    expect(complaints).toEqual([])
    console.log(`malformed bodies: ${taking.length} endpoints, answers by status ${JSON.stringify(counts)}`)
  }, 720_000)
})
