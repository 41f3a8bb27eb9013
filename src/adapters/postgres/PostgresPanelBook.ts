import { Effect, Layer, Option, Redacted, Schema } from "effect"
import { PanelId, type TenantId } from "../../domain/Ids.ts"
import { PanelSettings } from "../../domain/PanelDescription.ts"
import { PanelBook, type PanelEntry, type PanelFields } from "../../ports/PanelBook.ts"
import { Vault } from "../../ports/Vault.ts"
import { auditWriter, difference } from "./customers/AuditRows.ts"
import { TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"

type Column = "secret" | "user_secret"

interface Row extends Omit<PanelEntry, "key" | "userKey" | "settings"> {
  readonly settings: unknown
  readonly secret: Uint8Array
  readonly userSecret: Uint8Array | null
}

const decodeSettings = Schema.decodeUnknownOption(PanelSettings)
const shown = 4
/** Its master key is lost, or the row was changed. */
const unreadable = "unreadable: enter it again"

/** The tenant's panels in PostgreSQL; keys are sealed and leave as "••••1234" only. */
export const layer = Layer.effect(
  PanelBook,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const vault = yield* Vault
    const audit = auditWriter(sql)

    const place = (tenantId: TenantId, column: Column, row: PanelId) => ({
      tenantId,
      table: "panel",
      column,
      row
    })
    const seal = (tenantId: TenantId, column: Column, row: PanelId, key: Redacted.Redacted) =>
      vault.seal(place(tenantId, column, row), Buffer.from(Redacted.value(key)))

    // A key that cannot be opened any more is there all the same.
    const masked = (tenantId: TenantId, column: Column, row: PanelId, sealed: Uint8Array) =>
      vault.open(place(tenantId, column, row), sealed).pipe(
        Effect.map((plain) => Buffer.from(plain).toString()),
        Effect.map((key) => `••••${key.length >= shown * 4 ? key.slice(-shown) : ""}`),
        Effect.orElseSucceed(() => unreadable)
      )

    const entry = Effect.fnUntraced(function* (tenantId: TenantId, row: Row) {
      const { secret, userSecret, settings, ...fields } = row
      return {
        ...fields,
        settings: Option.getOrElse(decodeSettings(settings), (): PanelSettings => ({})),
        key: yield* masked(tenantId, "secret", row.id, secret),
        userKey: userSecret === null ? null : yield* masked(tenantId, "user_secret", row.id, userSecret)
      } satisfies PanelEntry
    })

    const rows = (panelId: PanelId | null) => sql<Row>`
      select id, name, kind, base_url as "baseUrl", settings, secret, user_secret as "userSecret",
        requests_per_second as "requestsPerSecond"
      from panel where disconnected_at is null and ${panelId === null ? sql`true` : sql`id = ${panelId}`} order by created_at, id`

    const read = Effect.fnUntraced(function* (tenantId: TenantId, panelId: PanelId | null) {
      const found = yield* within(tenantId, rows(panelId))
      return yield* Effect.forEach(found, (row) => entry(tenantId, row))
    }, Effect.orDie)

    const find: PanelBook["Service"]["find"] = Effect.fn("PanelBook.find")(function* (tenantId, panelId) {
      return Option.fromUndefinedOr((yield* read(tenantId, panelId))[0])
    })

    const add: PanelBook["Service"]["add"] = Effect.fn("PanelBook.add")(function* (tenantId, fields, by) {
      const id = PanelId.make(newId())
      const { name, kind, baseUrl, requestsPerSecond, settings } = fields
      const secret = yield* seal(tenantId, "secret", id, fields.key)
      const userSecret = Option.isNone(fields.userKey)
        ? null
        : yield* seal(tenantId, "user_secret", id, fields.userKey.value)
      yield* within(
        tenantId,
        Effect.gen(function* () {
          yield* sql`
            insert into panel (id, tenant_id, name, kind, settings, base_url, secret, user_secret, requests_per_second)
            values (${id}, ${tenantId}, ${name}, ${kind}, ${JSON.stringify(settings)}::jsonb, ${baseUrl}, ${secret},
              ${userSecret}, ${requestsPerSecond})`
          const after = { name, kind, requestsPerSecond }
          yield* audit(tenantId, { ...subject(id, name), actor: by, action: "panel.added", after })
        })
      )
      return id
    }, Effect.orDie)

    const edit: PanelBook["Service"]["edit"] = Effect.fn("PanelBook.edit")(function* (
      tenantId,
      panelId,
      fields,
      by
    ) {
      const { key, userKey } = fields
      const secret = key === undefined ? null : yield* seal(tenantId, "secret", panelId, key)
      const userSecret =
        userKey === undefined || Option.isNone(userKey)
          ? null
          : yield* seal(tenantId, "user_secret", panelId, userKey.value)
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<Row>`${rows(panelId)} for update`
          if (row === undefined) return false
          const now = { ...known(row), ...given(fields) }
          yield* sql`
              update panel set name = ${now.name}, kind = ${now.kind}, base_url = ${now.baseUrl},
                settings = ${JSON.stringify(now.settings)}::jsonb, requests_per_second = ${now.requestsPerSecond},
                secret = coalesce(${secret}::bytea, secret),
                user_secret = ${userKey === undefined ? sql`user_secret` : sql`${userSecret}::bytea`}
              where id = ${panelId}`
          const keys = {
            ...(key === undefined ? {} : { key: "changed" }),
            ...(userKey === undefined ? {} : { userKey: Option.isNone(userKey) ? "removed" : "changed" })
          }
          const change = difference(told(known(row)), { ...told(now), ...keys })
          if (change !== null) {
            yield* audit(tenantId, {
              ...subject(panelId, now.name),
              actor: by,
              action: "panel.changed",
              ...change
            })
          }
          return true
        })
      )
    }, Effect.orDie)

    // What a deleted panel would take along goes too; requests are looked after no more, as nobody can be asked.
    const disconnect = (panelId: PanelId) =>
      Effect.all(
        [
          sql`
            update panel set secret = null, user_secret = null, base_url = '', settings = '{}',
              disconnected_at = now() where id = ${panelId}`,
          sql`delete from provider where panel_id = ${panelId}`,
          sql`delete from route where panel_id = ${panelId}`,
          sql`delete from service where panel_id = ${panelId}`,
          sql`delete from catalogue_refresh where panel_id = ${panelId}`,
          sql`delete from provider_sync where panel_id = ${panelId}`,
          sql`update customer set panel_id = null where panel_id = ${panelId}`,
          sql`update conversation set panel_id = null where panel_id = ${panelId}`,
          sql`delete from registration where panel_id = ${panelId}`,
          sql`update request set watch_at = null where panel_id = ${panelId} and result is null`
        ],
        { discard: true }
      )

    const remove: PanelBook["Service"]["remove"] = Effect.fn("PanelBook.remove")(function* (
      tenantId,
      panelId,
      by
    ) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ readonly name: string; readonly isUsed: boolean }>`
              select name, exists (select from request where panel_id = panel.id) as "isUsed"
              from panel where id = ${panelId} and disconnected_at is null for update`
          if (row === undefined) return "missing"
          yield* row.isUsed ? disconnect(panelId) : sql`delete from panel where id = ${panelId}`
          yield* audit(tenantId, { ...subject(panelId, row.name), actor: by, action: "panel.removed" })
          return row.isUsed ? "disconnected" : "removed"
        })
      )
    }, Effect.orDie)

    const list: PanelBook["Service"]["list"] = Effect.fn("PanelBook.list")((tenantId) => read(tenantId, null))
    return PanelBook.of({ list, find, add, edit, remove })
  })
)

const subject = (id: PanelId, name: string) =>
  ({ subjectKind: "panel", subjectId: id, subject: name }) as const

type Known = Omit<PanelFields, "key" | "userKey">

const known = ({ name, kind, baseUrl, requestsPerSecond, settings }: Row): Known => ({
  name,
  kind,
  baseUrl,
  requestsPerSecond,
  settings: Option.getOrElse(decodeSettings(settings), (): PanelSettings => ({}))
})

const given = ({ key: _, userKey: __, ...fields }: Partial<PanelFields>): Partial<Known> => fields

// Staff read the log too, and the description belongs to the owner's page: that it changed is enough.
const told = ({ settings, baseUrl, ...fields }: Known) => ({
  ...fields,
  address: baseUrl,
  description: JSON.stringify(settings) === "{}" ? null : "set"
})
