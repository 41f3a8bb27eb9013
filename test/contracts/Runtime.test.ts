import { Effect, Layer, ManagedRuntime } from "effect"
import { ShardId, Sharding } from "effect/cluster"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeResidents } from "../../src/actors/Residents.ts"
import { RunnerPlace } from "../../src/adapters/cluster/RunnerPlace.ts"
import * as RuntimeView from "../../src/adapters/cluster/RuntimeView.ts"
import { DatabaseUrl, PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { testSettings } from "../../src/adapters/TestSettings.ts"
import { TenantId } from "../../src/domain/Ids.ts"
import { Residents } from "../../src/ports/Residents.ts"
import { Runtime } from "../../src/ports/Runtime.ts"
import { waitFor } from "../journeys/WholeStage.ts"

const tenant = TenantId.make("11111111-1111-4111-8111-111111111111")
const channel = "33333333-3333-4333-8333-333333333333"

describe("MA-01: the runtime view of several processes", () => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  }, 180_000)
  afterAll(() => opened?.close())

  const open = async () => {
    const database = ManagedRuntime.make(
      PlatformSql.layer(3).pipe(Layer.provideMerge(Layer.effect(DatabaseUrl, testDatabase)))
    )
    const url = await database.runPromise(DatabaseUrl)
    const query = (text: string, parameters: ReadonlyArray<unknown> = []) =>
      database.runPromise(Effect.flatMap(PlatformSql, (sql) => sql.unsafe(text, parameters)))
    await query("insert into tenant (id, name, time_zone) values ($1, 'SMM Nepal', 'UTC')", [tenant])
    await query(
      "insert into channel (id, tenant_id, kind, name, state) values ($1, $2, 'telegram', 'Bot', $3::jsonb)",
      [channel, tenant, JSON.stringify({ _tag: "Open" })]
    )
    /** A process with actors of its own; the cluster itself is not started. */
    const start = (address: string) => {
      const residents = makeResidents()
      const runtime = ManagedRuntime.make(
        RuntimeView.layer.pipe(
          Layer.provide(Layer.succeed(Residents, residents)),
          Layer.provide(Layer.succeed(RunnerPlace, { address })),
          Layer.provide(
            Layer.mock(Sharding.Sharding)({
              hasShardId: () => true,
              isShutdown: Effect.succeed(false),
              getShardId: () => ShardId.make("default", 1)
            })
          ),
          Layer.provide(PlatformSql.layer(2)),
          Layer.provide(Layer.succeed(DatabaseUrl, url)),
          Layer.provide(testSettings()),
          Layer.orDie
        )
      )
      const run = <A, E>(ask: (view: Runtime["Service"]) => Effect.Effect<A, E>) =>
        runtime.runPromise(Effect.flatMap(Runtime, ask))
      return { address, residents, run, close: () => runtime.dispose() }
    }
    const [first, second] = [start("10.0.0.1:1"), start("10.0.0.2:2")]
    await Promise.all([first.run(({ overview }) => overview), second.run(({ overview }) => overview)])
    return {
      query,
      first,
      second,
      close: async () => {
        await first.close()
        await second.close()
        await database.dispose()
      }
    }
  }

  it("each process tells of all, with what only the other one knows", async () => {
    const { first, second } = opened
    second.residents.enter("Channel", `${tenant}/${channel}`)
    const order = second.residents.enter("Order", `${tenant}/p/492007588`, () => 3)
    order.handled = 7
    second.residents.failed(order, "TypeError in actors/orders/OrderWork.ts:12")
    const runners = await waitFor(async () => {
      const { runners } = await first.run(({ overview }) => overview)
      return runners.length === 2 && runners[1]!.residents.Order + runners[0]!.residents.Order === 1
        ? runners
        : undefined
    })
    expect(runners.find(({ address }) => address === second.address)).toMatchObject({
      isSilent: false,
      deepest: { Order: 3 },
      restarts: { Order: 1 },
      defects: [{ kind: "Order", text: "TypeError in actors/orders/OrderWork.ts:12" }]
    })
    const [session] = await waitFor(async () => {
      const { items } = await first.run(({ sessions }) =>
        sessions({ state: "Open", kind: null, search: null, before: null, limit: 10 })
      )
      return items[0]?.runner === second.address ? items : undefined
    })
    expect(session).toMatchObject({ tenantName: "SMM Nepal", name: "Bot", state: "Open" })
  })

  it("a workspace's actors of the other process come within seconds, and until then it is said that they are missing", async () => {
    const { first, second } = opened
    const tree = () => Effect.runPromise(Effect.promise(() => first.run(({ tree }) => tree(tenant, false))))
    const before = await tree()
    expect(before).toMatchObject({ _tag: "Some", value: { missing: [second.address] } })
    const after = await waitFor(async () => {
      const found = await tree()
      return found._tag === "Some" && found.value.missing.length === 0 ? found.value : undefined
    })
    expect(after.channels[0]!.actor).toMatchObject({ runner: second.address })
    expect(after.orders).toEqual([
      {
        id: `${tenant}/p/492007588`,
        orderId: "492007588",
        actor: expect.objectContaining({ runner: second.address, depth: 3, handled: 7, restarts: 1 })
      }
    ])
  })

  it("an actor that has gone keeps its restarts for when it comes again", () => {
    const { second } = opened
    const order = [...second.residents.all()].find(({ kind }) => kind === "Order")!
    second.residents.leave(order)
    expect(second.residents.count("Order")).toBe(0)
    expect(second.residents.enter("Order", order.id)).toMatchObject({ restarts: 1, handled: 0 })
  })

  it("a process that says nothing more is shown as silent, one that has left in good order not at all", async () => {
    const { first, second, query } = opened
    await second.close()
    await waitFor(async () =>
      (await first.run(({ overview }) => overview)).runners.length === 1 ? true : undefined
    )
    await query(
      `insert into runner_report (address, reported_at, report)
       select '10.0.0.3:3', now() - interval '8 seconds', report from runner_report limit 1`
    )
    const { runners } = await first.run(({ overview }) => overview)
    expect(runners.find(({ address }) => address === "10.0.0.3:3")).toMatchObject({
      isSilent: true,
      reasons: ["nothing has been heard of it"]
    })
  })
})
