import { Effect, Layer } from "effect"
import type { ConductKind, ConductLimit } from "../../../domain/ConductLimits.ts"
import type { ContactId, CustomerId, TenantId } from "../../../domain/Ids.ts"
import { Conduct, type ConductVerdict } from "../../../ports/Conduct.ts"
import { TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"
import { auditWriter } from "./AuditRows.ts"
import { Changes } from "./Changes.ts"
import { chatNews, noNews } from "./ChatNews.ts"
import { everybody, waitReason } from "./Waits.ts"

/** What people did lately, in PostgreSQL. */
export const layer = Layer.effect(
  Conduct,
  Effect.gen(function* () {
    const { sql } = yield* TenantSql
    const changes = yield* Changes
    const audit = auditWriter(sql)
    const chats = chatNews(sql)

    const note = Effect.fn("Conduct.note")(function* (
      tenantId: TenantId,
      contactId: ContactId | null,
      kind: ConductKind,
      count: number,
      now: number,
      { blockSeconds, limit, windowSeconds }: ConductLimit
    ) {
      const [row] = yield* sql<{ verdict: ConductVerdict }>`
        select note_conduct(${tenantId}, ${contactId ?? everybody}, ${kind}, ${count}::int, ${new Date(now)},
          ${windowSeconds}::float8, ${limit}::int, ${blockSeconds}::float8, ${newId()}, ${waitReason(kind)}) as verdict`.pipe(
        Effect.orDie
      )
      return row!.verdict
    })

    const suspend = Effect.fn("Conduct.suspend")(function* (
      tenantId: TenantId,
      customerId: CustomerId,
      reason: string,
      now: number
    ) {
      const silence = Effect.gen(function* () {
        const [row] = yield* sql<{ username: string }>`
          update customer set status = 'suspended', suspended_at = ${new Date(now)}, suspended_reason = ${reason},
            version = version + 1
          where id = ${customerId} and status = 'active' and is_auto_suspended
          returning username`
        if (row === undefined) return { isDone: false, news: noNews }
        yield* audit(tenantId, {
          actor: "system",
          action: "customer.suspended",
          subjectKind: "customer",
          subjectId: customerId,
          subject: row.username,
          reason,
          before: { status: "active" },
          after: { status: "suspended" }
        })
        const events = yield* chats.refresh(yield* chats.ofCustomer(customerId))
        return { isDone: true, news: { events, channelId: null } }
      })
      return (yield* changes.make(tenantId, silence)).isDone
    })

    return Conduct.of({ note, suspend })
  })
).pipe(Layer.provide(Changes.layer))
