import { Effect, Equal, Layer, Result } from "effect"
import type { TenantId } from "../../domain/Ids.ts"
import type { Rules } from "../../domain/Rules.ts"
import {
  changeRules,
  type ChangedRules,
  decodeRules,
  type RuleChange
} from "../../domain/rules/ChangeRules.ts"
import type { AuditEntry } from "../../ports/AuditLog.ts"
import { RuleBook, RulesChanged, RulesRefused } from "../../ports/RuleBook.ts"
import { auditWriter } from "./customers/AuditRows.ts"
import { TenantSql } from "./Database.ts"

interface StoredRules {
  readonly rules: Readonly<Record<string, unknown>>
  readonly version: string
}

/** The owner's rule book in PostgreSQL. */
export const layer = Layer.effect(
  RuleBook,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const audit = auditWriter(sql)

    const read = Effect.fn("RuleBook.read")(function* (tenantId: TenantId) {
      const [row] = yield* within(
        tenantId,
        sql<StoredRules>`select rules, rules_version as version from tenant where id = ${tenantId}`
      )
      return { rules: yield* decodeRules(row?.rules ?? {}), version: Number(row?.version ?? 1) }
    }, Effect.orDie)

    const changeLocked = Effect.fnUntraced(function* (
      tenantId: TenantId,
      change: RuleChange,
      seen: number,
      by: string
    ) {
      // Two editors take turns: the second sees the version of the first.
      const [row] = yield* sql<StoredRules>`
        select rules, rules_version as version from tenant where id = ${tenantId} for no key update`
      if (row === undefined) return yield* Effect.die(new Error("The tenant is not there."))
      const version = Number(row.version)
      if (version !== seen) return yield* new RulesChanged({ version })
      const outcome = changeRules(row.rules, change)
      if (Result.isFailure(outcome)) {
        const [first] = outcome.failure
        return yield* new RulesRefused({
          field: first?.field ?? "",
          safeText: first?.text ?? "",
          problems: [...outcome.failure]
        })
      }
      const { changed, rules, stored } = outcome.success
      if (changed.length === 0) return { rules, version }
      yield* sql`
        update tenant set rules = ${JSON.stringify(stored)}::jsonb, rules_version = ${version + 1}
        where id = ${tenantId}`
      yield* audit(tenantId, ...entriesOf(tenantId, outcome.success, by))
      return { rules, version: version + 1 }
    })

    return RuleBook.of({
      read,
      change: Effect.fn("RuleBook.change")(function* (tenantId, change, version, by) {
        return yield* within(tenantId, changeLocked(tenantId, change, version, by)).pipe(
          Effect.catchTag("SqlError", Effect.die)
        )
      })
    })
  })
)

const textFields: ReadonlyArray<keyof Rules> = ["templates", "templatesByLanguage"]

/** One entry for rules and one for texts, with what is other than before and nothing else. */
const entriesOf = (
  tenantId: TenantId,
  { before, changed, rules }: ChangedRules,
  actor: string
): ReadonlyArray<AuditEntry> => {
  const entry = (subjectKind: "rules" | "templates", subject: string, keys: ReadonlyArray<keyof Rules>) => {
    const [old, now] = [partsOf(before, keys), partsOf(rules, keys)]
    const parts = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
      (part) => !Equal.equals(old[part], now[part])
    )
    const only = (values: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(parts.map((part) => [part, values[part] ?? null]))
    return keys.length === 0
      ? []
      : [
          {
            actor,
            action: `${subjectKind}.changed`,
            subjectKind,
            subjectId: tenantId,
            subject,
            before: only(old),
            after: only(now)
          }
        ]
  }
  return [
    ...entry(
      "rules",
      "Rules",
      changed.filter((key) => !textFields.includes(key))
    ),
    ...entry(
      "templates",
      "Texts",
      changed.filter((key) => textFields.includes(key))
    )
  ]
}

/** The rules' values; of a record each part by itself, as in "templates.cancel.added", so that one changed text is one line. */
const partsOf = (rules: Rules, keys: ReadonlyArray<keyof Rules>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    keys.flatMap((key): ReadonlyArray<readonly [string, unknown]> => {
      const value: unknown = rules[key]
      return isRecord(value)
        ? Object.entries(value).flatMap(([part, inner]) => leaves(`${key}.${part}`, inner))
        : [[key, value]]
    })
  )

const leaves = (path: string, value: unknown): ReadonlyArray<readonly [string, unknown]> =>
  isRecord(value)
    ? Object.entries(value).flatMap(([part, inner]) => leaves(`${path}.${part}`, inner))
    : [[path, value]]

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
