import { Clock, Effect, Layer, Option } from "effect"
import { channelSentence } from "../../domain/ChannelWords.ts"
import type { ChannelState } from "../../domain/Channel.ts"
import type { TenantId } from "../../domain/Ids.ts"
import {
  type RunnerView,
  Runtime,
  type RuntimeOverview,
  type SessionView,
  type TenantTree
} from "../../ports/Runtime.ts"
import { decodeIdCursor, page } from "../postgres/Cursor.ts"
import { anywhere } from "../postgres/customers/Search.ts"
import { PlatformSql } from "../postgres/Database.ts"
import { type LivingActor, mostLiving } from "./LivingActors.ts"
import { makeRunnerReports, type Report } from "./RunnerReports.ts"
import { makeQueues } from "./RuntimeQueues.ts"
import { growTree, type TreeRows } from "./RuntimeTree.ts"

/** A process that has said nothing for so long has missed three reports. */
const silentMillis = 7_000

/** Chats that sleep and are shown all the same, the newest. */
const sleepingChats = 50

const newestErrors = 20

type SessionRow = Omit<SessionView, "state" | "sentence" | "since" | "lastAcknowledgedAt"> & {
  readonly state: ChannelState
  readonly since: Date
  readonly lastAcknowledgedAt: Date | null
}

type ErrorRow = Omit<RuntimeOverview["errors"][number], "at"> & { readonly at: Date }

/** What runs now, from each process's reports and the rows of all workspaces. */
export const layer = Layer.effect(
  Runtime,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const own = yield* makeRunnerReports
    const looks = yield* makeQueues(sql)
    const always = sql`true`

    /** Of this process as it is at this moment, of the others as they last said. */
    const runners = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const rows = yield* sql<{ address: string; age: number; report: Report }>`
        select address, extract(epoch from now() - reported_at)::float8 * 1000 as age, report
        from runner_report where address <> ${own.address} order by address`
      const others = rows.map(({ address, age, report }): RunnerView => ({
        ...report,
        address,
        reportedAt: Math.round(now - age),
        isSilent: age > silentMillis,
        reasons: age > silentMillis ? ["nothing has been heard of it"] : report.reasons
      }))
      const self: RunnerView = {
        ...(yield* own.report),
        address: own.address,
        reportedAt: now,
        isSilent: false
      }
      return [self, ...others].toSorted((a, b) => a.startedAt - b.startedAt)
    })

    const overview = Effect.gen(function* () {
      const errors = yield* sql<ErrorRow>`
        select l.id, l.at, l.level, l.tenant_id as "tenantId", t.name as "tenantName", l.text
        from log_line l join tenant t on t.id = l.tenant_id
        where l.area = 'system' and l.level <> 'info' and l.at > now() - interval '1 day'
        order by l.id desc limit ${newestErrors}`
      return {
        at: yield* Clock.currentTimeMillis,
        runners: yield* runners,
        queues: yield* looks.queues,
        errors: errors.map((row) => ({ ...row, at: row.at.getTime() }))
      }
    }).pipe(Effect.orDie, Effect.withSpan("Runtime.overview"))

    const sessions: Runtime["Service"]["sessions"] = Effect.fn("Runtime.sessions")(function* (query) {
      const before = yield* decodeIdCursor(query.before)
      const state = sql`case when c.is_enabled then c.state->>'_tag' else 'Disabled' end`
      const { search, kind } = query
      const matching = sql`
        ${kind === null ? always : sql`c.kind = ${kind}`}
          and ${search === null ? always : sql`(c.name ilike ${anywhere(search)} or t.name ilike ${anywhere(search)})`}`
      return yield* Effect.gen(function* () {
        const rows = yield* sql<SessionRow>`
          select c.id, c.tenant_id as "tenantId", t.name as "tenantName", c.name, c.kind, c.is_enabled as "isEnabled",
            c.state, c.state_since as since, c.last_acknowledged_at as "lastAcknowledgedAt",
            c.generation::int as generation, (
              select r.address from runner_report r
              where c.id = any(r.channels) and r.reported_at > now() - interval '10 seconds'
              order by r.reported_at desc limit 1) as runner
          from channel c join tenant t on t.id = c.tenant_id
          where ${matching} and ${query.state === null ? always : sql`${state} = ${query.state}`}
            and ${before === null ? always : sql`c.id < ${before}::uuid`}
          order by c.id desc limit ${query.limit + 1}`
        const counts = yield* sql<{ state: string; count: number }>`
          select ${state} as state, count(*)::int as count
          from channel c join tenant t on t.id = c.tenant_id where ${matching} group by 1`
        const now = yield* Clock.currentTimeMillis
        const { items, next } = page(rows, query.limit, ({ id }) => id)
        return {
          items: items.map((row) => sessionView(row, now)),
          next,
          counts: Object.fromEntries(counts.map(({ state, count }) => [state, count]))
        }
      }).pipe(Effect.orDie)
    })

    const rowsOf = (tenantId: TenantId, chats: ReadonlyArray<string>, withTitles: boolean) =>
      Effect.all({
        channels: sql<TreeRows["channels"][number]>`
          select id, name, kind, case when is_enabled then state->>'_tag' else 'Disabled' end as state
          from channel where tenant_id = ${tenantId} order by created_at, id`,
        conversations: sql<Omit<TreeRows["conversations"][number], "lastAt"> & { lastAt: Date }>`
          select id, kind, channel_id as "channelId", last_at as "lastAt",
            ${withTitles ? sql`conversation_view(c)->>'title'` : sql`null`} as title
          from conversation c where tenant_id = ${tenantId} and (
            id in (select jsonb_array_elements_text(${JSON.stringify(chats)}::jsonb)::uuid)
            or id in (select id from conversation where tenant_id = ${tenantId} order by last_at desc, id desc limit ${sleepingChats}))
          order by last_at desc, id desc`
      })

    const tree = Effect.fn("Runtime.tree")(function* (tenantId: TenantId, withTitles: boolean) {
      const now = yield* Clock.currentTimeMillis
      const [tenant] = yield* sql<{ name: string }>`select name from tenant where id = ${tenantId}`
      if (tenant === undefined) return Option.none<TenantTree>()
      own.watch(tenantId, now)
      const said = yield* sql<{ address: string; living: ReadonlyArray<LivingActor> | null }>`
        select address, residents->${tenantId as string} as living from runner_report
        where address <> ${own.address} and reported_at > now() - interval '7 seconds' order by address`
      const living = [
        { runner: own.address, actors: yield* own.living(tenantId) },
        ...said.flatMap(({ address, living }) =>
          living === null ? [] : [{ runner: address, actors: living }]
        )
      ]
      const chats = living.flatMap(({ actors }) =>
        actors.flatMap(({ kind, id }) => (kind === "Conversation" ? [id.slice(tenantId.length + 1)] : []))
      )
      const { channels, conversations } = yield* rowsOf(tenantId, chats, withTitles)
      const rows = {
        channels,
        conversations: conversations.map((row) => ({ ...row, lastAt: row.lastAt.getTime() }))
      }
      return Option.some<TenantTree>({
        at: now,
        id: tenantId,
        name: tenant.name,
        ...growTree(tenantId, rows, living),
        missing: said.flatMap(({ address, living }) => (living === null ? [address] : [])),
        isCut: living.some(({ actors }) =>
          Map.groupBy(actors, ({ kind }) => kind)
            .values()
            .some((kin) => kin.length >= mostLiving)
        )
      })
    }, Effect.orDie)

    return Runtime.of({ overview, sessions, tree, ...looks, own: own.actors })
  })
)

const sessionView = ({ state, ...row }: SessionRow, now: number): SessionView => ({
  ...row,
  state: row.isEnabled ? state._tag : "Disabled",
  sentence: row.isEnabled ? channelSentence(state, now) : channelSentence({ _tag: "Disabled" }, now),
  since: row.since.getTime(),
  lastAcknowledgedAt: row.lastAcknowledgedAt?.getTime() ?? null
})
