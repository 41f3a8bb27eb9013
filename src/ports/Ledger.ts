import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import type { TenantId } from "../domain/Ids.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** One movement of a wallet: `amount` is what came in, negative what went out; `balance` what was there after it. In the smallest unit of credit; `at` Unix milliseconds. */
export const Transfer = Schema.Struct({
  id: Schema.String,
  amount: Schema.Int,
  balance: Schema.Int,
  reason: Schema.String,
  by: Schema.String,
  at: Schema.Number
})
export type Transfer = typeof Transfer.Type

/** What a workspace has, and how far below nothing it may go; in the smallest unit of credit. */
export interface Wallet {
  readonly balance: number
  readonly overdraft: number
}

/** A change by hand: the same id is the same change, however often it is asked for. */
export interface Adjustment {
  readonly id: string
  /** In the smallest unit of credit; not 0, negative takes away. */
  readonly amount: number
  readonly reason: string
}

/** Nothing was moved: `short`, the wallet and its overdraft have less; `full`, more than can be counted; `taken`, the id is another change's. */
export class CreditRefused extends Schema.TaggedError<CreditRefused>()("CreditRefused", {
  why: Schema.Literals(["short", "full", "taken"]),
  balance: Schema.Int
}) {}

/** The double-entry ledger of credit (MO-01): whole numbers of the smallest unit, only ever added to. Implemented by `adapters/postgres`. */
export class Ledger extends Context.Service<
  Ledger,
  {
    /** By one of the platform's people, told in both logs with the old and the new balance. None = no such workspace. */
    readonly adjust: (
      by: string,
      tenantId: TenantId,
      adjustment: Adjustment
    ) => Effect.Effect<Option.Option<{ readonly before: number; readonly credit: number }>, CreditRefused>
    readonly wallet: (tenantId: TenantId) => Effect.Effect<Wallet>
    /** The wallet's own, newest first. */
    readonly transfers: (tenantId: TenantId, query: PageQuery) => Effect.Effect<Page<Transfer>, BadCursor>
  }
>()("relaydesk/ports/Ledger") {}
