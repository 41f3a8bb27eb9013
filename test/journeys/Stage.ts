import { ConfigProvider, type Duration, Effect, Layer, ManagedRuntime, Schedule } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { DatabaseUrl, PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import type { ChannelState } from "../../src/domain/Channel.ts"
import type { ChannelId, DispatchId, TenantId } from "../../src/domain/Ids.ts"
import { defaultRules } from "../../src/domain/Rules.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { PanelPatience } from "../../src/actors/conversations/PanelLookup.ts"
import { LookEvery } from "../../src/actors/customers/RegistrationWatch.ts"
import { gateway } from "../../src/Relaydesk.ts"
import { Settings } from "../../src/Settings.ts"
import { openScene, type SceneOptions, sceneSettings } from "../../simulators/Scene.ts"
import { type SeedOptions, seedTenant } from "../../simulators/seedTenant.ts"
import { makeCapture } from "./Capture.ts"

interface StageOptions extends SceneOptions, SeedOptions {
  /** host:port of further panels that this gateway may reach. */
  readonly allow?: ReadonlyArray<string>
  /** Settings beside the scene's own. */
  readonly settings?: Readonly<Record<string, string>>
  /** A mail server, without a scheme. */
  readonly smtp?: string
  /** How long an unreachable panel is waited for; as in production when absent. */
  readonly panelPatience?: Duration.Input
}

/** The rules under every test's own: a few people ask for a whole test's worth here. */
const groundRules = { supportNumber: "+977 980-0000000", commandsPerMinute: 10_000 }

/** A gateway in this process with real Baileys, real grammY and real PostgreSQL, in a simulated world. */
export const openStage = async (options: StageOptions = {}) => {
  const scene = await openScene(options)
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-stage-"))
  const config = sceneSettings(scene)
  const EGRESS_ALLOW = [config.EGRESS_ALLOW, ...(options.allow ?? [])].join(",")
  const mail =
    options.smtp === undefined
      ? {}
      : { SMTP_URL: `smtp://${options.smtp}`, MAIL_FROM: "Desk <desk@desk.example>" }
  const settings = Settings.layer.pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown({
          ...config,
          ...mail,
          ...options.settings,
          EGRESS_ALLOW,
          DATA_DIR: dataDir
        })
      )
    )
  )
  const capture = makeCapture()
  const paces = Layer.mergeAll(
    Layer.succeed(LookEvery, "500 millis"),
    options.panelPatience === undefined ? Layer.empty : Layer.succeed(PanelPatience, options.panelPatience)
  )
  const database = ManagedRuntime.make(Layer.effect(DatabaseUrl, testDatabase))
  const databaseUrl = await database.runPromise(DatabaseUrl)
  const start = () => {
    const started = ManagedRuntime.make(
      gateway.pipe(
        Layer.provideMerge(Layer.succeed(DatabaseUrl, databaseUrl)),
        Layer.provideMerge(settings),
        Layer.provideMerge(capture.logger),
        Layer.provideMerge(paces),
        Layer.orDie
      )
    )
    started.runFork(capture.follow)
    return started
  }
  let runtime = start()
  type Services = ManagedRuntime.ManagedRuntime.Services<typeof runtime>
  const run = <A, E>(effect: Effect.Effect<A, E, Services>): Promise<A> => runtime.runPromise(effect)
  const tenant = await run(seedTenant(scene, { ...options, rules: { ...groundRules, ...options.rules } }))
  const { tenantId } = tenant

  /** Waits until `read` gives something that `fits`, and returns it. */
  const until = <A, E>(
    what: string,
    read: Effect.Effect<A, E, Services>,
    fits: (value: A) => boolean,
    seconds = 20
  ) => {
    let last: unknown
    return run(
      read.pipe(
        Effect.orDie,
        Effect.flatMap((value) => {
          last = value
          return fits(value) ? Effect.succeed(value) : Effect.fail("not yet")
        }),
        Effect.retry(Schedule.spaced("25 millis").pipe(Schedule.upTo({ duration: `${seconds} seconds` }))),
        Effect.mapError(
          () =>
            new Error(
              `${what} did not come within ${seconds} s; it is ${JSON.stringify(last)?.slice(0, 500)}`
            )
        ),
        Effect.orDie
      )
    )
  }

  /** Waits until the channel's state is the wanted one; reads the database as the pages do. */
  const channelState = async <Tag extends ChannelState["_tag"]>(
    channelId: ChannelId,
    tag: Tag,
    of: TenantId = tenantId
  ) => {
    const channels = await until(
      `state ${tag} of ${channelId}`,
      Effect.flatMap(Desk, (desk) => desk.channels(of)),
      (found) => found.find(({ id }) => id === channelId)?.state._tag === tag
    )
    return channels.find(({ id }) => id === channelId)!.state as Extract<ChannelState, { _tag: Tag }>
  }

  /** What became of the customer's message with this network id, once the gateway has finished with it. */
  const handled = async (networkId: string) => {
    const rows = await until(
      `the end of message ${networkId}`,
      Effect.flatMap(
        PlatformSql,
        (sql) => sql<{ stage: string; note: string | null; conversation: string }>`
          select stage, note, conversation_id::text as conversation from message
          where network_id = ${networkId} and direction = 'in'`
      ),
      (found) => found.length > 0 && found.every(({ stage }) => stage !== "received")
    )
    if (rows.length !== 1) throw new Error(`message ${networkId} is stored ${rows.length} times`)
    return rows[0]!
  }

  const readRequests = (orderId: number | string) =>
    Effect.flatMap(Desk, (desk) =>
      desk.requests(tenantId, { before: null, limit: 200, status: null, search: String(orderId) })
    ).pipe(Effect.map(({ items }) => items))

  /** The order's requests as the pages show them, newest first. */
  const requestsOf = (orderId: number | string) => run(Effect.orDie(readRequests(orderId)))

  /** The order's newest request, once nothing of it is under way. */
  const settled = async (orderId: number | string) => {
    const [newest] = await until(
      `the end of what is done for order ${orderId}`,
      readRequests(orderId),
      ([request]) => request !== undefined && request.status !== "open"
    )
    return newest!
  }

  /** Replaces the tenant's rules (beside the scene's own) and waits until they are in force. */
  const setRules = async (rules: Readonly<Record<string, unknown>>) => {
    const wanted = { ...groundRules, ...rules }
    await run(Effect.flatMap(TenantSetup, (setup) => setup.setRules(tenantId, wanted)))
    const expected = { ...defaultRules, ...wanted }
    await inForce(({ rules }) => isDeepStrictEqual({ ...rules }, expected), "the new rules")
  }

  /** Waits until the tenant's settings, which are cached for a moment, are as wanted. */
  const inForce = (fits: (config: Config) => boolean, what: string) =>
    until(
      what,
      Effect.flatMap(Tenants, (tenants) => tenants.config(tenantId)),
      fits
    )

  await scene.phone.scan((await channelState(tenant.whatsappChannel, "WaitingForScan")).qr)
  await scene.phone.waitForOnline()
  await channelState(tenant.whatsappChannel, "Open")
  await channelState(tenant.telegramChannel, "Open")

  /** How often a channel of this gateway has come up. */
  const openings = Effect.flatMap(
    PlatformSql,
    (sql) => sql<{ channel: string; times: number }>`
      select channel_id::text as channel, count(*)::int as times from channel_state_change
      where state->>'_tag' = 'Open' group by 1 order by 1`
  )

  return {
    ...scene,
    ...tenant,
    run,
    capture,
    until,
    channelState,
    handled,
    requestsOf,
    settled,
    setRules,
    inForce,
    /** One statement with the platform's rights. */
    query: <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
      run(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters))),
    /** Waits until nothing is on its way to a panel or a provider: what is counted then stays. */
    quiet: () =>
      until(
        "the end of what is on its way",
        Effect.flatMap(
          PlatformSql,
          (sql) => sql`select 1 from dispatch where state in ('queued', 'running', 'retrying')`
        ),
        (rows) => rows.length === 0
      ),
    retryDispatch: (id: DispatchId) =>
      run(
        Effect.flatMap(DeadLetters, (letters) =>
          letters.retry(tenantId, id, { by: "sita", isConfirmed: true })
        )
      ),
    /** Ends the gateway in good order and starts another on the same database. */
    restart: async () => {
      const before = await run(Effect.orDie(openings))
      await runtime.dispose()
      runtime = start()
      await until("open channels after a restart", openings, (now) =>
        before.every(({ channel, times }) => now.some((one) => one.channel === channel && one.times > times))
      )
    },
    close: async () => {
      await runtime.dispose()
      await database.dispose()
      await scene.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

type Config = Effect.Success<ReturnType<Tenants["Service"]["config"]>>

export type Stage = Awaited<ReturnType<typeof openStage>>
