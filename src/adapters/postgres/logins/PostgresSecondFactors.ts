import { Effect, Layer, Option, Redacted } from "effect"
import type { LoginId } from "../../../domain/Ids.ts"
import type { LoginRole } from "../../../ports/Logins.ts"
import { type CodeOutcome, type FactorState, SecondFactors } from "../../../ports/SecondFactors.ts"
import { Vault } from "../../../ports/Vault.ts"
import { platformAudit } from "../accounts/PlatformAudit.ts"
import { difference } from "../customers/AuditRows.ts"
import { PlatformSql } from "../Database.ts"
import { describeApp, newAppSecret, stepOf } from "./AppCodes.ts"
import { loginAudit } from "./LoginAudit.ts"
import { newRecoveryCodes, readRecoveryCode, recoveryCodeHash } from "./RecoveryCodes.ts"

/** Wrong codes of an app in a quarter of an hour, from wherever they come: a stranger finds one in a million so. */
const maxTries = 8

/** Where a secret is sealed; the platform's own logins have no tenant. */
const place = (tenantId: string | null, loginId: LoginId) => ({
  tenantId: tenantId ?? "platform",
  table: "login_factor",
  column: "secret",
  row: loginId
})

/** Second factors in PostgreSQL. */
export const layer = Layer.effect(
  SecondFactors,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const vault = yield* Vault
    const audit = loginAudit(sql)
    const note = platformAudit(sql)

    const policy = sql<{
      role: LoginRole
    }>`select role from login_policy where needs_factor order by role`.pipe(
      Effect.map((rows) => rows.map(({ role }) => role)),
      Effect.orDie
    )

    const state = Effect.fn("SecondFactors.state")(function* (loginId: LoginId) {
      const [row] = yield* sql<FactorState>`
        select exists (select 1 from login_factor where login_id = ${loginId} and confirmed_at is not null) as "isOn",
          (select count(*)::int from login_recovery_code where login_id = ${loginId} and used_at is null) as "codesLeft"`.pipe(
        Effect.orDie
      )
      return row ?? { isOn: false, codesLeft: 0 }
    })

    const begin = Effect.fn("SecondFactors.begin")(function* (loginId: LoginId, username: string) {
      const secret = newAppSecret()
      const [owner] = yield* sql<{ tenantId: string | null }>`
        select tenant_id as "tenantId" from login where id = ${loginId}`
      const sealed = yield* vault.seal(place(owner?.tenantId ?? null, loginId), secret)
      const rows = yield* sql`
        insert into login_factor (login_id, tenant_id, secret)
        select id, tenant_id, ${sealed} from login where id = ${loginId}
        on conflict (login_id) do update
        set secret = excluded.secret, created_at = now(), last_step = 0
        where login_factor.confirmed_at is null
        returning login_id`
      if (rows.length === 0) return Option.none()
      const shown = describeApp(secret, username)
      return Option.some({ secret: Redacted.make(shown.secret), uri: Redacted.make(shown.uri) })
    }, Effect.orDie)

    /** The step of a right code, after a try was taken; the count of tries holds in every process. */
    const checkApp = Effect.fnUntraced(function* (
      loginId: LoginId,
      code: string,
      now: number,
      isConfirmed: boolean
    ) {
      const at = new Date(now)
      const since = new Date(now - 15 * 60_000)
      const isThere = isConfirmed ? sql`confirmed_at is not null` : sql`confirmed_at is null`
      const [row] = yield* sql<{ secret: Uint8Array; tenantId: string | null; isAllowed: boolean }>`
        with before as (
          select login_id, (tries < ${maxTries} or tries_since < ${since}) as allowed from login_factor
          where login_id = ${loginId} and ${isThere} for update)
        update login_factor f set
          tries = case when not allowed then tries when tries_since < ${since} then 1 else tries + 1 end,
          tries_since = case when tries_since < ${since} then ${at}::timestamptz else tries_since end
        from before where f.login_id = before.login_id
        returning f.secret, f.tenant_id as "tenantId", allowed as "isAllowed"`
      if (row === undefined) return "off" as const
      if (!row.isAllowed) return "tooMany" as const
      const secret = yield* vault.open(place(row.tenantId, loginId), row.secret)
      return stepOf(secret, code, now) ?? ("wrong" as const)
    })

    const putCodes = Effect.fnUntraced(function* (loginId: LoginId) {
      const codes = newRecoveryCodes()
      yield* sql`delete from login_recovery_code where login_id = ${loginId}`
      yield* sql`
        insert into login_recovery_code (login_id, tenant_id, code_hash)
        select id, tenant_id, unnest(${codes.map((code) => recoveryCodeHash(loginId, code))}::text[])
        from login where id = ${loginId}`
      return codes
    })

    const confirm = Effect.fn("SecondFactors.confirm")(function* (
      loginId: LoginId,
      code: string,
      now: number
    ) {
      const step = yield* checkApp(loginId, digitsOf(code), now, false)
      if (typeof step === "string") return { outcome: step }
      const switchOn = Effect.gen(function* () {
        const rows = yield* sql`
          update login_factor set confirmed_at = ${new Date(now)}, last_step = ${step}, tries = 0
          where login_id = ${loginId} and confirmed_at is null returning login_id`
        if (rows.length === 0) return { outcome: "spent" as const }
        const recoveryCodes = yield* putCodes(loginId)
        yield* audit(loginId, "login.factorOn", null)
        return { outcome: "right" as const, recoveryCodes }
      })
      return yield* sql.withTransaction(switchOn)
    }, Effect.orDie)

    const useRecovery = Effect.fnUntraced(function* (loginId: LoginId, code: string, now: number) {
      const hash = recoveryCodeHash(loginId, code)
      const used = yield* sql.withTransaction(
        Effect.gen(function* () {
          const rows = yield* sql`
            update login_recovery_code set used_at = ${new Date(now)}
            where login_id = ${loginId} and code_hash = ${hash} and used_at is null returning 1`
          if (rows.length > 0) yield* audit(loginId, "login.recoveryCodeUsed", null)
          return rows.length > 0
        })
      )
      if (used) return "right" as const
      const known = yield* sql`
        select 1 from login_recovery_code where login_id = ${loginId} and code_hash = ${hash}`
      return known.length > 0 ? ("spent" as const) : ("wrong" as const)
    })

    const use = Effect.fn("SecondFactors.use")(function* (loginId: LoginId, code: string, now: number) {
      const recovery = readRecoveryCode(code)
      // Recovery codes have no count of tries: nobody finds one, and the owner's own must work while somebody guesses.
      if (recovery !== null) return yield* useRecovery(loginId, recovery, now)
      const step = yield* checkApp(loginId, digitsOf(code), now, true)
      if (typeof step === "string") return step
      const rows = yield* sql`
        update login_factor set last_step = ${step}, tries = 0
        where login_id = ${loginId} and confirmed_at is not null and last_step < ${step} returning login_id`
      return rows.length > 0 ? ("right" as const) : ("spent" as const)
    }, Effect.orDie) as (loginId: LoginId, code: string, now: number) => Effect.Effect<CodeOutcome>

    const remove = Effect.fn("SecondFactors.remove")(function* (loginId: LoginId) {
      yield* sql.withTransaction(
        Effect.gen(function* () {
          yield* sql`delete from login_factor where login_id = ${loginId}`
          yield* sql`delete from login_recovery_code where login_id = ${loginId}`
          yield* audit(loginId, "login.factorOff", null)
        })
      )
    }, Effect.orDie)

    return SecondFactors.of({
      state,
      begin,
      confirm,
      use,
      remove,
      renewCodes: Effect.fn("SecondFactors.renewCodes")(function* (loginId: LoginId) {
        return yield* sql.withTransaction(
          Effect.tap(putCodes(loginId), audit(loginId, "login.recoveryCodesRenewed", null))
        )
      }, Effect.orDie),
      policy,
      setPolicy: Effect.fn("SecondFactors.setPolicy")(function* (roles, by, now) {
        const put = Effect.gen(function* () {
          const before = { roles: yield* policy }
          yield* sql`
            insert into login_policy (role, needs_factor, changed_at, changed_by)
            select role, role = any(${[...roles]}::text[]), ${new Date(now)}, ${by}
            from unnest(array['admin', 'adminStaff', 'owner', 'staff']) as role
            on conflict (role) do update
            set needs_factor = excluded.needs_factor, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            where login_policy.needs_factor <> excluded.needs_factor`
          const changed = difference(before, { roles: yield* policy })
          if (changed === null) return
          const subject = { subjectKind: "login", subjectId: "", subject: "Second factor" } as const
          yield* note({ actor: by, action: "login.policyChanged", ...subject, ...changed })
        })
        yield* sql.withTransaction(put)
      }, Effect.orDie)
    })
  })
)

/** People type "123 456". */
const digitsOf = (code: string): string => code.replaceAll(/\s/g, "")
