import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"
import type { Rules } from "../domain/Rules.ts"
import type { RuleChange } from "../domain/rules/ChangeRules.ts"

/** A rule, a part of it where there is one, and what is wrong with it and what to do. */
const Problem = Schema.Struct({
  field: Schema.String,
  item: Schema.NullOr(Schema.String),
  text: Schema.String
})

/** The change makes no sense; `field` and `safeText` are those of the first problem. */
export class RulesRefused extends Schema.TaggedError<RulesRefused>()("RulesRefused", {
  field: Schema.String,
  safeText: Schema.String,
  problems: Schema.Array(Problem)
}) {}

/** Somebody changed the rules since the editor saw them. */
export class RulesChanged extends Schema.TaggedError<RulesChanged>()("RulesChanged", {
  version: Schema.Int
}) {}

/** A tenant's rules; `version` counts their changes. */
export interface RulesRead {
  readonly rules: Rules
  readonly version: number
}

/** The owner's rule book (RU-01). Implemented by `adapters/postgres`. */
export class RuleBook extends Context.Service<
  RuleBook,
  {
    /** As they are stored now, past every cache. */
    readonly read: (tenantId: TenantId) => Effect.Effect<RulesRead>
    /**
     * ONE transaction changes and audits them, or nothing; `version` is the one the editor saw, `by` the login's name.
     * A change that changes nothing counts as no change. In force within a second.
     */
    readonly change: (
      tenantId: TenantId,
      change: RuleChange,
      version: number,
      by: string
    ) => Effect.Effect<RulesRead, RulesRefused | RulesChanged>
  }
>()("relaydesk/ports/RuleBook") {}
