import { Clock, Effect, Layer, Option } from "effect"
import { namesProvider } from "../../../domain/providers/ProviderAlias.ts"
import { Providers } from "../../../ports/Providers.ts"
import { Vault } from "../../../ports/Vault.ts"
import { auditWriter, difference } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"
import { makeLearnProviders } from "./LearnProviders.ts"
import { fieldsOf, providerEntry, providerRows } from "./ProviderRows.ts"
import { makeProviderSyncs } from "./ProviderSyncs.ts"

type Service = Providers["Service"]

/** Who a tenant's panels buy from, in PostgreSQL; a provider's name on the panel goes in and does not come out here. */
export const layer = Layer.effect(
  Providers,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const audit = auditWriter(sql)
    const vault = yield* Vault
    const learn = yield* makeLearnProviders
    const syncs = yield* makeProviderSyncs

    const list: Service["list"] = Effect.fn("Providers.list")(function* (tenantId, now) {
      return (yield* within(tenantId, providerRows(sql, null, now))).map(providerEntry)
    }, Effect.orDie)

    const find: Service["find"] = Effect.fn("Providers.find")(function* (tenantId, id, now) {
      const [row] = yield* within(tenantId, providerRows(sql, id, now))
      return Option.map(Option.fromUndefinedOr(row), providerEntry)
    }, Effect.orDie)

    const edit: Service["edit"] = Effect.fn("Providers.edit")(function* (tenantId, id, fields, by) {
      const now = yield* Clock.currentTimeMillis
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [stored] = yield* sql<{ readonly sealed: Uint8Array }>`
            select sealed_name as sealed from provider where id = ${id} for update`
          const [row] = yield* providerRows(sql, id, now)
          if (row === undefined || stored === undefined) return "missing" as const
          const before = fieldsOf(row)
          const after = { ...before, ...fields }
          const change = difference({ ...before }, { ...after })
          if (change === null) return "edited" as const
          const place = { tenantId, table: "provider", column: "sealed_name", row: id }
          const name = Buffer.from(yield* vault.open(place, stored.sealed)).toString()
          const told = [after.alias, after.format ?? "", ...Object.values(after.words)]
          if (told.some((text) => namesProvider(text, name))) return "reveals" as const
          yield* sql`
            update provider set alias = ${after.alias}, words = ${JSON.stringify(after.words)}::jsonb,
              format = ${after.format}, is_forwarded = ${after.isForwarded}, is_panel_asked = ${after.isPanelAsked},
              off_forward = ${[...after.offForward]}, off_panel = ${[...after.offPanel]}
            where id = ${id}`
          yield* audit(tenantId, {
            actor: by,
            action: "provider.changed",
            subjectKind: "provider",
            subjectId: id,
            subject: after.alias,
            ...change
          })
          return "edited" as const
        })
      ).pipe(
        // Another provider of the tenant has the alias.
        Effect.catchReason("SqlError", "UniqueViolation", () => Effect.succeed("taken" as const)),
        Effect.orDie
      )
    })

    const remove: Service["remove"] = Effect.fn("Providers.remove")(function* (tenantId, id, by) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ readonly alias: string }>`
            delete from provider where id = ${id} returning alias`
          if (row === undefined) return false
          yield* audit(tenantId, {
            actor: by,
            action: "provider.removed",
            subjectKind: "provider",
            subjectId: id,
            subject: row.alias
          })
          return true
        })
      )
    }, Effect.orDie)

    return Providers.of({ list, find, edit, remove, learn, ...syncs })
  })
)
