import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { crossReferences } from "./crossReferences.ts"
import { type Answer, type Gate, openGate, type Workspace } from "./Gate.ts"
import { type Description, describeApi, type JsonSchema } from "./OpenApi.ts"
import { nobody, visitor } from "./Visitor.ts"

/** Writes that answer 200 for a name that is nobody's, because it is no id: nothing of anybody is in it. */
const namedByPeople: ReadonlyArray<string> = []

describe("SE-01: another workspace's ids, at every endpoint that the OpenAPI document has", () => {
  let gate: Gate
  let api: Description
  let a: Workspace
  let b: Workspace
  let fitting: ReturnType<typeof visitor>["fitting"]
  let askAs: ReturnType<typeof visitor>["askAs"]
  let each: ReturnType<typeof visitor>["each"]

  beforeAll(async () => {
    gate = await openGate({ workspaces: 2 })
    api = await describeApi(gate)
    ;[a, b] = gate.workspaces as [Workspace, Workspace]
    ;({ fitting, askAs, each } = visitor(gate, api))
  }, 360_000)
  afterAll(() => gate?.close())

  it("there is a row in every table of both workspaces", () => {
    expect(a.filled.empty).toEqual([])
    expect(b.filled.empty).toEqual([])
    expect(api.operations.length).toBeGreaterThan(60)
    console.log(`endpoints: ${api.operations.length}, tables filled: ${b.filled.keys.size}`)
  })

  it("its own ids open what is behind them, so that this test would see what it looks for", async () => {
    const ids = [...a.filled.keys.values()].flat()
    let opened = 0
    const complaints = await each(
      api.operations.filter(
        ({ isWrite, params, path }) => !isWrite && params.length === 1 && !path.includes("/admin/")
      ),
      async (operation, complain) => {
        const answers: Array<Answer> = []
        for (const id of ids) {
          const request = fitting(operation, (_, __, place) => (place === "path" ? id : undefined))
          answers.push(await askAs(a.owner, operation, request))
        }
        if (answers.some(({ status }) => status === 200)) opened++
        // A channel that is switched off has no chats to show: 409.
        else if (!answers.some(({ status }) => status === 409))
          complain(`opened by none of its own ids: ${answers.map(({ status }) => status).join()}`)
      }
    )
    expect(complaints).toEqual([])
    console.log(`own ids: ${opened} endpoints that read one thing opened it`)
  }, 360_000)

  it("nothing of another workspace is told or changed, whichever of its ids stands in address, query or body", async () => {
    const ids = [
      ...new Map([...b.filled.keys].flatMap(([table, key]) => key.map((id) => [id, table] as const)))
    ]
    const own = [...a.filled.keys].flatMap(([, [id]]) => (id === undefined || id.length !== 36 ? [] : [id]))
    // With every pair of them a test would take minutes; those of the tables that are named in addresses tell enough.
    const some = ids.filter(([id, table]) => id.length === 36 && named.has(table))
    const mineOf = [...a.filled.keys].flatMap(([table, [id]]) =>
      id !== undefined && named.has(table) ? [id] : []
    )
    const before = await snapshot(b)
    let asked = 0
    const told = (answer: Answer) =>
      answer.text.includes(b.filled.mark) || answer.text.includes("Workspace B")
    const complaints = await each(
      api.operations.filter(({ isPublic }) => !isPublic),
      async (operation, complain) => {
        const send = async (
          where: string,
          id: string,
          request: { readonly path: string; readonly body?: string }
        ) => {
          const answer = await askAs(a.owner, operation, request)
          asked++
          // Its own words may come back: only what was not sent is a leak.
          const echoed = id.includes(b.filled.mark)
          if (!echoed && told(answer)) complain(`${where} ${id}: tells ${answer.text.slice(0, 300)}`)
          if (answer.status >= 500) complain(`${where} ${id}: ${answer.status} ${answer.text.slice(0, 300)}`)
          if (answer.status < 300 && where === "address" && !namedByPeople.includes(operation.name)) {
            complain(`${where} ${id}: ${answer.status} ${answer.text.slice(0, 200)}`)
          }
        }
        for (const [id] of ids) {
          if (operation.params.length > 0) {
            await send(
              "address",
              id,
              fitting(operation, (_, __, place) => (place === "path" ? id : undefined))
            )
          }
          for (const { name } of operation.query) {
            const isTyped = ["limit"].includes(name)
            if (!isTyped)
              await send(
                "query",
                id,
                fitting(operation, (of, __, place) =>
                  of === name ? id : place === "path" ? own[0] : undefined
                )
              )
          }
        }
        for (let n = 1; n < operation.params.length; n++) {
          for (const mine of mineOf) {
            for (const [id] of some) {
              await send(
                "address",
                id,
                fitting(operation, (name, _, place) =>
                  place !== "path" ? undefined : name === operation.params[n]!.name ? id : mine
                )
              )
            }
          }
        }
        if (operation.body === null) return
        for (const [id] of operation.params.length === 0 ? ids : some) {
          for (const mine of operation.params.length === 0 ? [nobody] : mineOf) {
            await send(
              "body",
              id,
              fitting(operation, (name, schema, place) =>
                place === "path" ? mine : isId(name, schema) ? id : undefined
              )
            )
          }
        }
      }
    )
    expect(complaints).toEqual([])
    expect(await gate.run(crossReferences)).toEqual([])
    expect(await snapshot(b)).toEqual(before)
    console.log(
      `another workspace's ids: ${api.operations.length} endpoints, ${ids.length} ids, ${asked} requests, nothing told or changed`
    )
  }, 720_000)

  const named = new Set([
    "channel",
    "contact",
    "conversation",
    "customer",
    "dispatch",
    "login",
    "panel",
    "provider",
    "registration",
    "request",
    "route"
  ])
  const isId = (name: string, { format, pattern }: JsonSchema) =>
    /ids?$/i.test(name) ||
    format === "uuid" ||
    pattern?.includes("[0-9a-f") === true ||
    /^(of|panel|channel|provider|customer)$/i.test(name)

  /** Every row of a workspace, but for what the gateway itself goes on writing. */
  const snapshot = async ({ filled, tenantId }: Workspace) => {
    const rows: Record<string, unknown> = {}
    for (const table of filled.keys.keys()) {
      if (["log_line", "login_session", "notice", "catalogue_refresh", "provider_sync"].includes(table))
        continue
      rows[table] = await gate.query(
        `select to_jsonb(t) as row from "${table}" t where ${table === "tenant" ? "id" : "tenant_id"} = $1 order by t::text`,
        [tenantId]
      )
    }
    return rows
  }
})
