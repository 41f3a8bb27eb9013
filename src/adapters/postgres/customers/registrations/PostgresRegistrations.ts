import { Effect, Layer, Option } from "effect"
import { type ContactId, RegistrationId, type TenantId } from "../../../../domain/Ids.ts"
import {
  type Claim,
  type LinkOutcome,
  type NewRegistration,
  Registrations
} from "../../../../ports/Registrations.ts"
import { PlatformSql, TenantSql } from "../../Database.ts"
import { newId } from "../../NewId.ts"
import { Changes } from "../Changes.ts"
import { chatNews } from "../ChatNews.ts"
import { claimant } from "./Claims.ts"
import { codeHash, hasCode, newCode } from "./OneTimeCode.ts"
import { registrationEnds } from "./RegistrationEnds.ts"
import { registrationLists } from "./RegistrationLists.ts"
import { toDue, toWaiting, waitingColumns, type WaitingRow } from "./RegistrationRows.ts"

/** Numbers on their way to a username, in PostgreSQL. */
export const layer = Layer.effect(
  Registrations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const changes = yield* Changes
    const attach = claimant(sql)
    const chats = chatNews(sql)
    const columns = waitingColumns(sql)

    const waiting = Effect.fn("Registrations.waiting")(function* (tenantId: TenantId, contactId: ContactId) {
      const [row] = yield* within(
        tenantId,
        sql<WaitingRow>`select ${columns} from registration where contact_id = ${contactId} and state = 'waiting'`
      ).pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), toWaiting)
    })

    const isFree = Effect.fn("Registrations.isFree")(function* (tenantId: TenantId, username: string) {
      const held = yield* within(
        tenantId,
        sql`
          select 1 from customer cu where lower(cu.username) = lower(${username})
            and exists (select 1 from customer_contact l where l.customer_id = cu.id)`
      ).pipe(Effect.orDie)
      return held.length === 0
    })

    const begin = Effect.fn("Registrations.begin")(function* (tenantId: TenantId, asked: NewRegistration) {
      const id = RegistrationId.make(newId())
      const code = asked.proof === "approval" ? null : newCode()
      const { claim, contactId, conversationId, expiresAt, proof } = asked
      const begun = yield* within(
        tenantId,
        sql`
          insert into registration as r (id, tenant_id, contact_id, conversation_id, panel_id, username, user_id, email,
            proof, code_hash, state, asked_at, expires_at)
          select ${id}, ${tenantId}, ct.id, (select id from conversation where id = ${conversationId}),
            (select id from panel where id = ${claim.panelId}), ${claim.username}, ${claim.userId}, ${claim.email},
            ${proof}, ${code === null ? null : codeHash(id, code)}, 'waiting', ${new Date(asked.now)},
            ${expiresAt === null ? null : new Date(expiresAt)}
          from contact ct where ct.id = ${contactId}
          on conflict (contact_id) where state = 'waiting' do update set id = excluded.id,
            conversation_id = excluded.conversation_id, panel_id = excluded.panel_id, username = excluded.username,
            user_id = excluded.user_id, email = excluded.email, proof = excluded.proof, code_hash = excluded.code_hash,
            tries = 0, asked_at = excluded.asked_at, expires_at = excluded.expires_at, version = r.version + 1
          returning 1`
      ).pipe(Effect.orDie)
      if (begun.length === 0) return yield* Effect.die(new Error("a registration of an unknown contact"))
      return { id, code }
    })

    /** The row's lock orders racing tries, so that the count is exact. */
    const tryCodes = Effect.fnUntraced(function* (
      id: RegistrationId,
      codes: ReadonlyArray<string>,
      maxTries: number
    ) {
      const [row] = yield* sql<{ hash: string | null; tries: number }>`
        select code_hash as hash, tries from registration where id = ${id} and state = 'waiting' for update`
      if (row === undefined || row.hash === null || row.tries >= maxTries) return false
      if (hasCode(id, row.hash, codes)) return true
      yield* sql`update registration set tries = tries + 1 where id = ${id}`
      return false
    })

    const checkCode = Effect.fn("Registrations.checkCode")(function* (
      tenantId: TenantId,
      id: RegistrationId,
      codes: ReadonlyArray<string>,
      maxTries: number
    ) {
      if (codes.length === 0) return false
      return yield* within(tenantId, tryCodes(id, codes, maxTries)).pipe(Effect.orDie)
    })

    const linkAtOnce = Effect.fnUntraced(function* (
      tenantId: TenantId,
      contactId: ContactId,
      claim: Claim,
      mayHaveSeveral: boolean,
      now: number
    ) {
      const wish = { contactId, claim, proof: "trust", mayHaveSeveral, by: "system", now } as const
      const customerId = yield* attach(tenantId, wish)
      const events = customerId === null ? [] : yield* chats.refreshContacts([contactId])
      const outcome: LinkOutcome = customerId === null ? { _tag: "Taken" } : { _tag: "Linked", customerId }
      return { outcome, news: { events, channelId: null } }
    })

    const link = Effect.fn("Registrations.link")(function* (
      tenantId: TenantId,
      ...asked: [contactId: ContactId, claim: Claim, mayHaveSeveral: boolean, now: number]
    ) {
      return (yield* changes.make(tenantId, linkAtOnce(tenantId, ...asked))).outcome
    })

    const due = Effect.fn("Registrations.due")(function* (now: number, limit: number) {
      const at = new Date(now)
      const rows = yield* platform<WaitingRow>`
        select ${waitingColumns(platform)} from registration
        where state = 'waiting' and (proof = 'ticket' or expires_at <= ${at})
        order by coalesce(expires_at <= ${at}, false) desc, asked_at, id limit ${limit}`.pipe(Effect.orDie)
      return rows.map(toDue)
    })

    return Registrations.of({
      waiting,
      isFree,
      begin,
      checkCode,
      link,
      due,
      ...(yield* registrationEnds),
      ...(yield* registrationLists)
    })
  })
).pipe(Layer.provide(Changes.layer))
