import { Effect, Option } from "effect"
import { expect } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { type DryReport, DryRun } from "../../src/actors/dryrun/DryRun.ts"
import type { NewRequest } from "../../src/ports/Requests.ts"
import type { Stage } from "./Stage.ts"

/** A message that is tried first and sent afterwards. */
export interface Trial {
  readonly kind: string
  readonly text: string
  /** Direct, unless it is said in the support group. */
  readonly isInGroup?: boolean
  /** The writer; rahim when not said. */
  readonly by?: "rahim" | "newcomer" | "everywhere"
  /** What the answer must hold; nothing = nobody is answered. */
  readonly says?: string
}

/** Everything the database holds, by table; what only keeps connections alive is counted and not read. */
const everything = async (stage: Stage): Promise<Readonly<Record<string, string>>> => {
  const tables = await stage.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1"
  )
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      // What a connection does by itself, its keys and heartbeats, goes on meanwhile.
      if (/^(cluster_|whatsapp_|channel|runner_)/.test(name)) return [name, "alive"] as const
      const [row] = await stage.query<{ state: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as state
         from "${name}" t`
      )
      return [name, row!.state] as const
    })
  )
  return Object.fromEntries(rows)
}

/** Everything the outside world has got of the gateway. */
const outside = ({ panel, customers, groups, telegram }: Stage) => ({
  panel: panel.writes.length,
  chats: customers.map(({ person }) => person.inbox.entries.length),
  groups: [groups.support, groups.fastLikes, groups.fallback].map(({ log }) => log.entries.length),
  telegram: telegram.messages.length
})

/** A stage on which messages are tried, then sent. */
export const makeTrials = (stage: Stage) => {
  const people = new Map<string, Person>([["rahim", stage.rahim]])
  const reports = new Map<string, DryReport>()

  const customerOf = async (by: string) => {
    const username = by === "rahim" ? "rahim_smm" : by
    const rows = await stage.query<{ id: string }>("select id::text from customer where username = $1", [
      username
    ])
    return (rows[0]?.id ?? null) as Parameters<DryRun["Service"]["run"]>[1]["customerId"]
  }

  /** Waits until what was done before is at its end: nothing is under way, and nothing has changed for a while. */
  const quiet = async () => {
    let last = ""
    let looks = 0
    const read = Effect.promise(async () => {
      const [open] = await stage.query<{ count: number }>(
        `select count(*)::int as count from message
         where direction = 'out' and stage in ('queued', 'sending', 'sent') or stage = 'received'`
      )
      const now = JSON.stringify(await everything(stage))
      looks = now === last && open!.count === 0 ? looks + 1 : 0
      last = now
      return looks
    })
    await stage.until("quiet", read, (equal) => equal >= 20)
  }

  const tryOut = async (trials: ReadonlyArray<Trial>) => {
    await quiet()
    const before = { rows: await everything(stage), outside: outside(stage) }
    for (const { kind, text, isInGroup = false, by = "rahim" } of trials) {
      const customerId = await customerOf(by)
      const chatKind = isInGroup ? "group" : "direct"
      const message = { text, customerId, channelKind: "whatsapp", chatKind, now: Date.now() } as const
      const report = await stage.run(Effect.flatMap(DryRun, (dry) => dry.run(stage.tenantId, message)))
      reports.set(kind, Option.getOrThrow(report))
    }
    // What is written late, in batches, would be seen too.
    await quiet()
    return { before, after: { rows: await everything(stage), outside: outside(stage) } }
  }

  /** Sends it and waits for as many answers as the dry run promised. */
  const send = async ({ text, isInGroup = false, by = "rahim" }: Trial, answers: number) => {
    const person = people.get(by)!
    const log = isInGroup ? stage.groups.support.log : person.inbox
    const before = log.entries.length
    const { id } = isInGroup
      ? await person.sendToGroup(stage.groups.support.jid, text)
      : await person.send(gatewayNumber, text)
    const fate = await stage.handled(id)
    const answersOf = () =>
      log.entries
        .slice(before)
        .filter(({ isFromGateway, group }) => isFromGateway && (group !== undefined) === isInGroup)
        .map((entry) => entry.text)
    await stage.until("the answers", Effect.sync(answersOf), (found) => found.length >= answers)
    const [message] = await stage.query<{ id: string }>(
      "select id::text from message where network_id = $1",
      [id]
    )
    return { fate, replies: answersOf(), messageId: message!.id }
  }

  /** What a message's requests are, without what belongs to a moment: ids and times. */
  const recorded = (messageId: string) =>
    stage.query<object>(
      `select order_id as "orderId", panel_id::text as "panelId", command, asked, external_id as "externalId",
        provider_id::text as "providerId", customer_id::text as "customerId", order_status as "orderStatus", template, trace,
        (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', d.kind, 'routeId', d.route_id,
          'channelId', d.channel_id, 'chatId', d.chat_id)) order by d.kind, d.chat_id), '[]') from dispatch d
          where d.request_id = r.id) as dispatches
       from request r where message_id = $1 order by order_id, command`,
      [messageId]
    )
  const wouldBeRecorded = ({ orders }: DryReport) =>
    orders
      .flatMap(({ request }) => (request === null ? [] : [core(request)]))
      .toSorted((left, right) => left.orderId.localeCompare(right.orderId))

  const compare = async (trial: Trial) => {
    const dry = reports.get(trial.kind)!
    const promised = dry.verdict._tag === "Reply" ? dry.verdict.parts : []
    const real = await send(trial, promised.length)
    expect(real.replies).toEqual(promised)
    if (trial.says === undefined) expect(promised).toEqual([])
    else expect(promised.join("\n")).toContain(trial.says)
    if (dry.verdict._tag === "Leave") {
      expect(real.fate).toMatchObject({ stage: dry.verdict.stage, note: dry.verdict.why })
    }
    expect(await recorded(real.messageId)).toEqual(wouldBeRecorded(dry))
  }

  return { people, reports, tryOut, compare }
}

const core = ({
  at: _at,
  cooldownSeconds: _cooldown,
  conversationId: _conversation,
  heldUntil: _held,
  messageId: _message,
  tenantId: _tenant,
  dispatches,
  ...rest
}: NewRequest) => ({
  ...rest,
  dispatches: dispatches.toSorted((left, right) => place(left).localeCompare(place(right)))
})

const place = (dispatch: NewRequest["dispatches"][number]): string =>
  dispatch.kind === "provider" ? `provider ${dispatch.chatId}` : dispatch.kind
