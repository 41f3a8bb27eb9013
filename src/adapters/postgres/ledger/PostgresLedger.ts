import { Clock, Effect, Layer, Option } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import type { PageQuery } from "../../../ports/Desk.ts"
import { type Adjustment, CreditRefused, Ledger, type Transfer, type Wallet } from "../../../ports/Ledger.ts"
import { bothLogs, ofPlatform } from "../accounts/BothLogs.ts"
import { decodeIdCursor, page } from "../Cursor.ts"
import { PlatformSql, TenantSql } from "../Database.ts"

interface Moved {
  readonly outcome: "moved" | "repeated" | CreditRefused["why"]
  readonly before: number
  readonly after: number
}

/** The ledger of credit in PostgreSQL: the platform moves, each tenant reads his own. */
export const layer = Layer.effect(
  Ledger,
  Effect.gen(function* () {
    const platform = yield* PlatformSql
    const { sql, within } = yield* TenantSql
    const told = bothLogs(platform)

    const adjust = Effect.fn("Ledger.adjust")(function* (
      by: string,
      tenantId: TenantId,
      { id, amount, reason }: Adjustment
    ) {
      const at = new Date(yield* Clock.currentTimeMillis)
      const work = Effect.gen(function* () {
        const [tenant] = yield* platform<{ name: string }>`select name from tenant where id = ${tenantId}`
        if (tenant === undefined) return Option.none()
        const [row] = yield* platform<Moved>`
          select outcome, old_balance::float8 as before, new_balance::float8 as after
          from move_credit(${id}, ${tenantId}, ${amount}::bigint, 'adjustment', ${reason}, ${ofPlatform(by)}, ${at})`
        const { outcome, before, after } = row!
        if (outcome === "moved") {
          yield* told(tenantId, {
            actor: by,
            action: "user.credit",
            subjectKind: "tenant",
            subjectId: tenantId,
            subject: tenant.name,
            before: { credit: before },
            after: { credit: after },
            reason
          })
        } else if (outcome !== "repeated") return yield* new CreditRefused({ why: outcome, balance: before })
        return Option.some({ before, credit: after })
      })
      return yield* platform.withTransaction(work).pipe(Effect.catchTag("SqlError", Effect.die))
    })

    const wallet = Effect.fn("Ledger.wallet")(function* (tenantId: TenantId) {
      const [row] = yield* within(
        tenantId,
        sql<Wallet>`
          select balance::float8 as balance, overdraft::float8 as overdraft from ledger_account where kind = 'wallet'`
      ).pipe(Effect.orDie)
      return row ?? { balance: 0, overdraft: 0 }
    })

    const transfers = Effect.fn("Ledger.transfers")(function* (tenantId: TenantId, query: PageQuery) {
      const before = yield* decodeIdCursor(query.before)
      const rows = yield* within(
        tenantId,
        sql<Omit<Transfer, "at"> & { readonly at: Date }>`
          select id, (case credited when 'wallet' then amount else -amount end)::float8 as amount,
            balance::float8 as balance, reason, by, at
          from ledger_transfer
          where 'wallet' in (debited, credited) and ${
            before === null
              ? sql`true`
              : sql`number < (select number from ledger_transfer where id = ${before}::uuid)`
          }
          order by number desc limit ${query.limit + 1}`
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      const { items, next } = page(rows, query.limit, ({ id }) => id)
      return { items: items.map((row) => ({ ...row, at: row.at.getTime() })), next }
    })

    return Ledger.of({ adjust, wallet, transfers })
  })
)
