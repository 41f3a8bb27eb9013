import { Effect, Option } from "effect"
import type { SqlClient } from "effect/sql"
import type { RequestId } from "../../../domain/Ids.ts"
import type { TimelineStep } from "../../../domain/Timeline.ts"

type Of<Tag extends TimelineStep["_tag"]> = Extract<TimelineStep, { readonly _tag: Tag }>

interface Row {
  readonly acceptedAt: number
  readonly watchAt: number | null
  readonly result: Of<"Ended">["result"] | null
  readonly resultAt: number | null
  readonly closedBy: string | null
  readonly received: Omit<Of<"Received">, "_tag"> | null
  readonly replied: Omit<Of<"Replied">, "_tag"> | null
  readonly told: Omit<Of<"Told">, "_tag"> | null
  readonly acts: ReadonlyArray<Omit<Of<"Act">, "_tag" | "at">>
  readonly reminders: ReadonlyArray<Omit<Of<"Reminded">, "_tag">>
  readonly answers: ReadonlyArray<Omit<Of<"Answered">, "_tag">>
}

/** When a row was made, as its id of version 7 says: Unix milliseconds. */
const madeAt = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)

/** The steps of one request, oldest first; None when the tenant has no such request. Runs within the tenant's work. */
export const readTimeline = (sql: SqlClient.SqlClient) => {
  const millis = (column: string) => sql.literal(`floor(extract(epoch from ${column}) * 1000)::bigint`)
  const label = sql.literal(`case d.kind when 'panel' then 'Panel API'
    when 'provider_api' then coalesce(p.alias || ' · ', '') || 'API'
    when 'provider_ticket' then coalesce(p.alias || ' · ', '') || 'ticket'
    else coalesce(p.alias || ' · ', '') || coalesce(ch.name, '') end`)
  return Effect.fnUntraced(function* (id: RequestId) {
    const [found] = yield* sql<{ row: Row }>`
      select jsonb_build_object(
        'acceptedAt', ${millis("r.accepted_at")},
        'watchAt', case when r.result is null and r.status <> 'closed' then ${millis("r.watch_at")} end,
        'result', r.result, 'resultAt', ${millis("r.result_at")},
        'closedBy', (select a.actor from audit_entry a where a.subject_kind = 'request' and a.subject_id = r.id::text
          and a.action = 'request.closed' order by a.id desc limit 1),
        'received', (select jsonb_build_object('at', ${millis("m.sent_at")}, 'text', left(m.text, 500),
          'by', case when m.direction = 'note' then m.sender_name end) from message m where m.id = r.message_id),
        'replied', (select jsonb_build_object('at', ${millis("m.sent_at")}, 'text', left(m.text, 500), 'stage', m.stage)
          from message m where m.cause_id = r.message_id and m.part = 0),
        'told', (select jsonb_build_object('at', ${millis("m.sent_at")}, 'text', left(m.text, 500), 'stage', m.stage)
          from message m where m.conversation_id = r.conversation_id and m.author = 'bot' and m.cause_id is null
            and m.sent_at = r.result_at order by m.id limit 1),
        'acts', (select coalesce(jsonb_agg(jsonb_build_object('dispatchId', d.id, 'kind', d.kind, 'label', ${label},
            'state', d.state, 'attempts', d.attempts, 'tookMs', d.took_ms, 'endedAt', ${millis("d.settled_at")},
            'safeText', d.safe_text, 'stage', (select m.stage from message m where m.id = d.message_id),
            'failures', (select coalesce(jsonb_agg(jsonb_build_object('at', ${millis("t.at")}, 'outcome', t.outcome,
                'safeText', t.safe_text) order by t.id), '[]')
              from (select * from dispatch_attempt where dispatch_id = d.id order by id desc limit 30) t))
            order by d.kind, d.id), '[]')
          from dispatch d left join provider p on p.id = d.provider_id left join channel ch on ch.id = d.channel_id
          where d.request_id = r.id),
        'reminders', (select coalesce(jsonb_agg(jsonb_build_object('at', ${millis("q.at")}, 'number', q.number,
            'label', ${label}) order by q.at), '[]')
          from dispatch d join provider_reminder q on q.dispatch_id = d.id left join provider p on p.id = d.provider_id
            left join channel ch on ch.id = d.channel_id
          where d.request_id = r.id),
        'answers', (select coalesce(jsonb_agg(jsonb_build_object('at', ${millis("a.at")}, 'verdict', a.verdict,
            'link', a.link, 'text', left(m.text, 300)) order by a.at, a.id), '[]')
          from provider_answer a join message m on m.id = a.message_id where a.request_id = r.id)) as row
      from request r where r.id = ${id}`
    return Option.map(Option.fromUndefinedOr(found), ({ row }) => steps(row))
  })
}

/** In the order of their times; what happened in the same millisecond as a person would tell it. */
const steps = (row: Row): ReadonlyArray<TimelineStep> => {
  const all: ReadonlyArray<TimelineStep | null> = [
    row.received === null ? null : { _tag: "Received", ...row.received },
    { _tag: "Recorded", at: row.acceptedAt },
    ...row.acts.map((act): TimelineStep => ({
      _tag: "Act",
      ...act,
      at: Math.max(row.acceptedAt, madeAt(act.dispatchId))
    })),
    row.replied === null ? null : { _tag: "Replied", ...row.replied },
    ...row.reminders.map((one): TimelineStep => ({ _tag: "Reminded", ...one })),
    ...row.answers.map((one): TimelineStep => ({ _tag: "Answered", ...one })),
    row.result === null || row.resultAt === null
      ? null
      : { _tag: "Ended", at: row.resultAt, result: row.result, by: row.closedBy },
    row.told === null ? null : { _tag: "Told", ...row.told }
  ]
  const past = all.filter((step) => step !== null).toSorted((a, b) => a.at - b.at)
  return row.watchAt === null ? past : [...past, { _tag: "Watched", at: row.watchAt }]
}
