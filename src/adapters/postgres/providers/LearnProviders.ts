import { Effect, Redacted } from "effect"
import { type PanelId, ProviderId, type TenantId } from "../../../domain/Ids.ts"
import { freeAlias, shownName } from "../../../domain/providers/ProviderAlias.ts"
import type { NamedProvider } from "../../../ports/ProviderNames.ts"
import type { Providers } from "../../../ports/Providers.ts"
import { Vault } from "../../../ports/Vault.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"

interface Known {
  readonly panelId: PanelId
  readonly mark: string
  readonly alias: string
}

/** Takes up whom a reading names for the first time (PR-02); one tenant's readings take turns, so that no alias is given twice. */
export const makeLearnProviders = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const vault = yield* Vault
  const audit = auditWriter(sql)

  const store = Effect.fnUntraced(function* (
    tenantId: TenantId,
    panelId: PanelId,
    { mark, name }: NamedProvider,
    alias: string
  ) {
    const id = ProviderId.make(newId())
    const place = { tenantId, table: "provider", column: "sealed_name", row: id }
    const sealed = yield* vault.seal(place, Buffer.from(Redacted.value(name)))
    yield* sql`
      insert into provider (id, tenant_id, panel_id, alias, mark, sealed_name)
      values (${id}, ${tenantId}, ${panelId}, ${alias}, ${mark}, ${sealed})`
    return { id, alias }
  })

  const learn: Providers["Service"]["learn"] = Effect.fn("Providers.learn")(function* (
    tenantId,
    panelId,
    reading,
    by,
    nextAt
  ) {
    return yield* within(
      tenantId,
      Effect.gen(function* () {
        yield* sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 22))`
        // Kept until the end, so that the panel is not disconnected meanwhile and left with providers.
        const [panel] = yield* sql<{ readonly name: string }>`
            select name from panel where id = ${panelId} and disconnected_at is null for share`
        const none = { added: [], known: 0, manualOrders: reading.manualOrders }
        if (panel === undefined) return none
        const all = yield* sql<Known>`select panel_id as "panelId", mark, alias from provider`
        const marks = new Set(all.filter((one) => one.panelId === panelId).map(({ mark }) => mark))
        const taken = all.map(({ alias }) => alias)
        const fresh = reading.providers.filter(({ mark }) => !marks.has(mark))
        const added: Array<{ readonly id: ProviderId; readonly alias: string }> = []
        for (const provider of fresh) {
          const alias = freeAlias(shownName(Redacted.value(provider.name)), taken)
          taken.push(alias)
          added.push(yield* store(tenantId, panelId, provider, alias))
        }
        yield* audit(
          tenantId,
          ...added.map(({ id, alias }) => ({
            actor: by,
            action: "provider.added",
            subjectKind: "provider" as const,
            subjectId: id,
            subject: alias,
            after: { panel: panel.name }
          }))
        )
        yield* sql`
            insert into provider_sync (panel_id, tenant_id, at, next_at, synced_at)
            values (${panelId}, ${tenantId}, now(), ${new Date(nextAt)}, now())
            on conflict (panel_id) do update set at = now(), next_at = excluded.next_at, held_until = null,
              synced_at = now(), safe_text = null`
        return { ...none, added, known: reading.providers.length - fresh.length }
      })
    )
  }, Effect.orDie)
  return learn
})
