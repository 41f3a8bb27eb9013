import { Effect, Layer, Option, Redacted } from "effect"
import { LoginId, TenantId } from "../../../domain/Ids.ts"
import { type Account, Accounts, type MailTarget, NameTaken, type NewOwner } from "../../../ports/Accounts.ts"
import { difference } from "../customers/AuditRows.ts"
import { PlatformSql } from "../Database.ts"
import { newId } from "../NewId.ts"
import { accountResets } from "./AccountResets.ts"
import { accountSessions } from "./AccountSessions.ts"
import { loginAudit } from "./LoginAudit.ts"

/** What people do with their own logins, in PostgreSQL. */
export const layer = Layer.effect(
  Accounts,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const audit = loginAudit(sql)

    const register = Effect.fn("Accounts.register")(function* (owner: NewOwner) {
      const tenantId = TenantId.make(newId())
      const loginId = LoginId.make(newId())
      const insert = Effect.gen(function* () {
        // Looks are compared, which no unique index does: one registration after the other.
        yield* sql`select pg_advisory_xact_lock(hashtext('relaydesk registration'))`
        const alike = yield* sql`
          select 1 from login
          where login_look(username) = login_look(${owner.username}) or lower(username) = lower(${owner.username})`
        if (alike.length > 0) return yield* new NameTaken()
        yield* sql`
          insert into tenant (id, name, time_zone) values (${tenantId}, ${owner.username}, ${owner.timeZone})`
        // Staff names come by another way and take no lock: the unique index has the last word.
        const made = yield* sql`
          insert into login (id, tenant_id, username, role, password_hash, email, whatsapp, telegram, created_ip)
          values (${loginId}, ${tenantId}, ${owner.username}, 'owner', ${Redacted.value(owner.passwordHash)},
            ${owner.email}, ${owner.whatsapp}, ${owner.telegram}, ${owner.ip})
          on conflict do nothing returning id`
        if (made.length === 0) return yield* new NameTaken()
        yield* audit(loginId, "login.registered", owner.madeBy)
        return { tenantId, loginId }
      })
      return yield* sql.withTransaction(insert).pipe(Effect.catchTag("SqlError", Effect.die))
    })

    const find = Effect.fn("Accounts.find")(function* (loginId: LoginId) {
      const [row] = yield* sql<
        Omit<Account, "createdAt" | "passwordHash"> & { createdAt: Date; passwordHash: string }
      >`
        select id, username, role, tenant_id as "tenantId", email, whatsapp, telegram, created_at as "createdAt",
          password_hash as "passwordHash"
        from login where id = ${loginId}`.pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), (found): Account => ({
        ...found,
        createdAt: found.createdAt.getTime(),
        passwordHash: Redacted.make(found.passwordHash)
      }))
    })

    const setContact = Effect.fn("Accounts.setContact")(function* (
      loginId: LoginId,
      { email, whatsapp, telegram }: Pick<Account, "email" | "whatsapp" | "telegram">
    ) {
      const put = Effect.gen(function* () {
        const [old] = yield* sql<Pick<Account, "email" | "whatsapp" | "telegram">>`
          select email, whatsapp, telegram from login where id = ${loginId} for update`
        const changed = old === undefined ? null : difference(old, { email, whatsapp, telegram })
        if (changed === null) return
        yield* sql`
          update login set email = ${email}, whatsapp = ${whatsapp}, telegram = ${telegram} where id = ${loginId}`
        // A link that is on its way to the old address opens nothing any more.
        yield* sql`delete from login_reset where login_id = ${loginId} and used_at is null and made_by = 'mail'`
        yield* audit(loginId, "login.contactChanged", null, null, changed)
      })
      yield* sql.withTransaction(put).pipe(Effect.orDie)
    })

    const rehash = Effect.fn("Accounts.rehash")(function* (
      loginId: LoginId,
      from: Redacted.Redacted,
      to: Redacted.Redacted
    ) {
      yield* sql`
        update login set password_hash = ${Redacted.value(to)}
        where id = ${loginId} and password_hash = ${Redacted.value(from)}`.pipe(Effect.orDie)
    })

    const mailTargets = Effect.fn("Accounts.mailTargets")(function* (nameOrEmail: string) {
      return yield* sql<MailTarget>`
        select l.id, l.username, l.email
        from login l left join tenant t on t.id = l.tenant_id
        where (lower(l.username) = lower(${nameOrEmail}) or lower(l.email) = lower(${nameOrEmail}))
          and l.email is not null and l.status = 'active' and coalesce(t.status, 'active') = 'active'
        order by l.id limit 5`.pipe(Effect.orDie)
    })

    return Accounts.of({
      register,
      find,
      setContact,
      rehash,
      mailTargets,
      ...accountSessions(sql),
      ...accountResets(sql)
    })
  })
)
