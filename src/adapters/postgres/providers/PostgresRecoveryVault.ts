import { Effect, Layer, Option, Schema } from "effect"
import type { PanelId, TenantId } from "../../../domain/Ids.ts"
import { type RecoveryContent, type RecoveryEntry, RecoveryVault } from "../../../ports/RecoveryVault.ts"
import { Vault } from "../../../ports/Vault.ts"
import { Settings } from "../../../Settings.ts"
import { platformAudit } from "../accounts/PlatformAudit.ts"
import { PlatformSql } from "../Database.ts"

type Service = RecoveryVault["Service"]

const dayMillis = 24 * 3_600_000

const Copied = Schema.fromJsonString(
  Schema.Struct({ name: Schema.String, alias: Schema.optionalKey(Schema.String) })
)
const decode = Schema.decodeUnknownEffect(Copied)

const placeOf = (tenantId: TenantId, row: string) => ({
  tenantId,
  table: "recovery_copy",
  column: "sealed",
  row
})

/** Copies in a table that the tenants' role may not even read; the platform's admin opens them, on record. */
export const layer = Layer.effect(
  RecoveryVault,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const vault = yield* Vault
    const audit = platformAudit(sql)
    const { recoveryVaultDays: days } = yield* Settings

    const copy = Effect.fnUntraced(function* (
      tenantId: TenantId,
      panelId: PanelId,
      kind: "panel" | "provider",
      id: string,
      content: typeof Copied.Type
    ) {
      const sealed = yield* vault.seal(placeOf(tenantId, id), Buffer.from(JSON.stringify(content)))
      yield* sql`
        insert into recovery_copy (id, kind, tenant_id, panel_id, sealed)
        values (${id}, ${kind}, ${tenantId}, ${panelId}, ${sealed})
        on conflict (id) do update set sealed = excluded.sealed, kept_at = now()
          where recovery_copy.removed_at is null`
    })

    // The rows stay until the end: what is removed at this moment is either copied before, or not any more.
    const copyPanel = Effect.fnUntraced(function* (tenantId: TenantId, panelId: PanelId) {
      const [panel] = yield* sql<{ readonly name: string }>`
        select name from panel where id = ${panelId} and tenant_id = ${tenantId} and disconnected_at is null for share`
      if (panel === undefined) return
      const providers = yield* sql<{
        readonly id: string
        readonly alias: string
        readonly sealed: Uint8Array
      }>`
        select id, alias, sealed_name as sealed from provider where panel_id = ${panelId} order by id for share`
      yield* copy(tenantId, panelId, "panel", panelId, { name: panel.name })
      for (const { id, alias, sealed } of providers) {
        const from = { tenantId, table: "provider", column: "sealed_name", row: id }
        const name = yield* vault.open(from, sealed)
        yield* copy(tenantId, panelId, "provider", id, { name: Buffer.from(name).toString(), alias })
      }
    })

    const keep: Service["keep"] = Effect.fn("RecoveryVault.keep")(function* (tenantId, panelId) {
      if (days === 0) return
      yield* sql
        .withTransaction(copyPanel(tenantId, panelId))
        .pipe(Effect.catchCause((cause) => Effect.logError("A recovery copy could not be kept", cause)))
    })

    const list: Service["list"] = sql<ListRow>`
      select c.panel_id as "panelId", c.tenant_id as "tenantId", min(t.name) as "tenantName",
        (count(*) filter (where c.kind = 'provider'))::int as providers, max(c.kept_at) as "keptAt",
        max(c.removed_at) filter (where c.kind = 'panel') as "removedAt", max(c.removed_at) as "lastRemovedAt"
      from recovery_copy c left join tenant t on t.id = c.tenant_id
      group by c.panel_id, c.tenant_id order by max(c.kept_at) desc, c.panel_id`.pipe(
      Effect.map((rows) =>
        rows.map(({ keptAt, lastRemovedAt, removedAt, ...row }): RecoveryEntry => ({
          ...row,
          keptAt: keptAt.getTime(),
          removedAt: removedAt?.getTime() ?? null,
          deletedAt: removedAt === null ? null : (lastRemovedAt ?? removedAt).getTime() + days * dayMillis
        }))
      ),
      Effect.orDie,
      Effect.withSpan("RecoveryVault.list")
    )

    const contentOf = Effect.fnUntraced(function* (rows: ReadonlyArray<CopyRow>) {
      let panelName: string | null = null
      const providers: Array<RecoveryContent["providers"][number]> = []
      for (const { id, kind, removedAt, sealed, tenantId } of rows) {
        const { alias = "", name } = yield* decode(
          Buffer.from(yield* vault.open(placeOf(tenantId, id), sealed)).toString()
        )
        if (kind === "panel") panelName = name
        else providers.push({ name, alias, removedAt: removedAt?.getTime() ?? null })
      }
      return { panelName, providers } satisfies RecoveryContent
    })

    const open: Service["open"] = Effect.fn("RecoveryVault.open")(function* (panelId, reader) {
      const rows = yield* sql.withTransaction(
        Effect.gen(function* () {
          const rows = yield* sql<CopyRow>`
            select id, kind, tenant_id as "tenantId", sealed, removed_at as "removedAt" from recovery_copy
            where panel_id = ${panelId} order by kind, id`
          if (rows[0] === undefined) return []
          yield* audit({
            actor: reader.username,
            action: "recovery.opened",
            subjectKind: "panel",
            subjectId: panelId,
            subject: `workspace ${rows[0].tenantId}`,
            reason: reader.reason
          })
          return rows
        })
      )
      return rows.length === 0 ? Option.none() : Option.some(yield* contentOf(rows))
    }, Effect.orDie)

    const purge: Service["purge"] = Effect.fn("RecoveryVault.purge")(function* (now) {
      const old = sql`removed_at < ${new Date(now - days * dayMillis)}`
      const rows = yield* sql`delete from recovery_copy where ${days === 0 ? sql`true` : old} returning id`
      return rows.length
    }, Effect.orDie)

    return RecoveryVault.of({ days, keep, list, open, purge })
  })
)

interface ListRow extends Omit<RecoveryEntry, "keptAt" | "removedAt" | "deletedAt"> {
  readonly keptAt: Date
  readonly removedAt: Date | null
  readonly lastRemovedAt: Date | null
}

interface CopyRow {
  readonly id: string
  readonly kind: "panel" | "provider"
  readonly tenantId: TenantId
  readonly sealed: Uint8Array
  readonly removedAt: Date | null
}
