import { Effect } from "effect"
import type { RegistrationId, TenantId } from "../../../../domain/Ids.ts"
import type { LinkOutcome, Registrations } from "../../../../ports/Registrations.ts"
import { TenantSql } from "../../Database.ts"
import { auditWriter } from "../AuditRows.ts"
import { Changes } from "../Changes.ts"
import { chatNews, type News, noNews } from "../ChatNews.ts"
import { claimant } from "./Claims.ts"
import { endedColumns, type EndedRow } from "./RegistrationRows.ts"

type Options<Name extends "approve" | "close"> = Parameters<Registrations["Service"][Name]>[2]

/** How waiting registrations end: once, by a conditional update that the notice shares its transaction with. */
export const registrationEnds = Effect.gen(function* () {
  const { sql } = yield* TenantSql
  const changes = yield* Changes
  const attach = claimant(sql)
  const audit = auditWriter(sql)
  const chats = chatNews(sql)
  const columns = endedColumns(sql)

  const end = (id: RegistrationId, state: string, by: string, now: number) => sql<EndedRow>`
    update registration set state = ${state}, decided_at = ${new Date(now)}, decided_by = ${by}, version = version + 1
    where id = ${id} and state = 'waiting' returning ${columns}`

  const note = (
    tenantId: TenantId,
    id: RegistrationId,
    row: EndedRow,
    end: { readonly actor: string; readonly state: string; readonly reason?: string }
  ) =>
    audit(tenantId, {
      actor: end.actor,
      action: `registration.${end.state}`,
      subjectKind: "registration",
      subjectId: id,
      subject: row.username,
      ...(end.reason === undefined ? {} : { reason: end.reason }),
      before: { state: "waiting" },
      after: { state: end.state }
    })

  const endWell = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: RegistrationId,
    { by, mayHaveSeveral, notices, now }: Options<"approve">
  ) {
    const [row] = yield* end(id, "linked", by, now)
    if (row === undefined) return { outcome: { _tag: "NotWaiting" } as LinkOutcome, news: noNews }
    const { contactId, proof } = row
    const customerId = yield* attach(tenantId, { contactId, claim: row, proof, mayHaveSeveral, by, now })
    if (customerId === null) {
      yield* sql`update registration set state = 'taken' where id = ${id}`
      const reason = "The username has another number, or the number another username."
      yield* note(tenantId, id, row, { actor: by, state: "taken", reason })
      const news = yield* chats.say(row.conversationId, notices?.taken ?? null, now)
      return { outcome: { _tag: "Taken" } as LinkOutcome, news }
    }
    yield* note(tenantId, id, row, { actor: by, state: "linked" })
    yield* chats.lock(row.conversationId === null ? [] : [row.conversationId], contactId)
    const events = yield* chats.refreshContacts([contactId])
    const said = yield* chats.say(row.conversationId, notices?.linked ?? null, now)
    const news: News = { ...said, events: [...events, ...said.events] }
    return { outcome: { _tag: "Linked", customerId } as LinkOutcome, news }
  })

  const endOtherwise = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: RegistrationId,
    { by, notice, now, state }: Options<"close">
  ) {
    const [row] = yield* end(id, state, by, now)
    if (row === undefined) return { isEnded: false, news: noNews }
    yield* note(tenantId, id, row, { actor: by, state })
    return { isEnded: true, news: yield* chats.say(row.conversationId, notice, now) }
  })

  return {
    approve: Effect.fn("Registrations.approve")(function* (
      tenantId: TenantId,
      id: RegistrationId,
      options: Options<"approve">
    ) {
      return (yield* changes.make(tenantId, endWell(tenantId, id, options))).outcome
    }),
    close: Effect.fn("Registrations.close")(function* (
      tenantId: TenantId,
      id: RegistrationId,
      options: Options<"close">
    ) {
      return (yield* changes.make(tenantId, endOtherwise(tenantId, id, options))).isEnded
    })
  }
})
