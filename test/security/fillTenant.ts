import { Effect, Result } from "effect"
import { randomUUID } from "node:crypto"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { noTenant, sealedColumns } from "../../src/adapters/vault/SealedColumns.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Vault } from "../../src/ports/Vault.ts"

/** What a workspace holds now: by table, the key of one row. Every text in it contains `mark`. */
export interface Filled {
  readonly mark: string
  readonly keys: ReadonlyMap<string, ReadonlyArray<string>>
  /** Tables that nothing could be put into, and why. */
  readonly empty: ReadonlyArray<string>
}

interface Column {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly hasDefault: boolean
  /** Table that it refers to. */
  readonly target: string | null
  /** Words that a check allows. */
  readonly words: ReadonlyArray<string>
}

interface Table {
  readonly name: string
  readonly columns: ReadonlyArray<Column>
  readonly key: ReadonlyArray<string>
}

/** Every column, those that refer and those that must be, or only those that must be. */
type Fullness = "full" | "referring" | "bare"

/** Written by triggers and functions alone. */
const others = ["audit_link", "audit_anchor", "message_words"]

/** Ends of things, so that nothing the gateway does by itself begins to work on them; and what is more than a word. */
const chosen: Readonly<Record<string, unknown>> = {
  "message.stage": "done",
  "message.direction": "in",
  "message.author": "customer",
  "message_media.sha256": null,
  "request.status": "closed",
  "request.stage": "added",
  "dispatch.state": "done",
  "registration.state": "rejected",
  "login.role": "staff",
  "panel.base_url": "http://127.0.0.1:1",
  "panel.kind": "perfect_admin_v2",
  "panel.disconnected_at": null,
  "conversation.controlled_until": null,
  "conversation.controller_name": null,
  "channel.kind": "whatsapp",
  "channel.state": { _tag: "Disabled" },
  "channel_state_change.state": { _tag: "Disabled" },
  "request.result": "closed",
  "request.order_status": "completed",
  "request.trace": [],
  "bulk.detail": null,
  "ledger_transfer.debited": "adjustment",
  "ledger_transfer.credited": "wallet",
  "log_line.level": "info",
  "log_line.area": "channel"
}

/**
 * Puts one row into every table that belongs to tenants, made from the tables themselves, so that a new table is filled
 * from the day it is there.
 */
export const fillTenant = Effect.fnUntraced(function* (tenantId: TenantId, mark: string) {
  const sql = yield* PlatformSql
  const vault = yield* Vault
  const tables = yield* readTables
  const keys = new Map<string, ReadonlyArray<string>>([["tenant", [tenantId]]])
  const failures = new Map<string, string>()

  const valueOf = Effect.fnUntraced(function* (table: Table, column: Column, row: string, how: Fullness) {
    const { name, type, target } = column
    const place = `${table.name}.${name}`
    if (name === "tenant_id") return tenantId
    if (name === "id" && type === "uuid") return row
    if (place in chosen) return chosen[place]
    const referred = target ?? (name.endsWith("_id") ? name.slice(0, -3) : "")
    if (how === "bare" && !column.isRequired) return undefined
    if (keys.has(referred) && (type === "uuid" || target !== null)) return keys.get(referred)![0]
    if (how !== "full" && !column.isRequired) return undefined
    if (type === "bytea") {
      const of = sealedColumns.find((one) => one.table === table.name && one.column === name)
      if (of === undefined) return Buffer.from(mark)
      const parts = of.key.map((part) =>
        part === "id" ? row : (keys.get(part.replace(/_id$/, ""))?.[0] ?? mark)
      )
      return Buffer.from(
        yield* vault.seal(
          { tenantId: tenantId ?? noTenant, table: table.name, column: name, row: parts.join("/") },
          Buffer.from(`${mark}-secret-of-${place}`)
        )
      )
    }
    if (name === "is_enabled") return false
    if (column.hasDefault) return undefined
    if (type === "uuid") return column.isRequired ? randomUUID() : undefined
    if (type === "text") return column.words[0] ?? `${mark}-${place}`
    if (type === "text[]") return column.words.slice(0, 1)
    if (/^(smallint|integer|bigint|numeric|double)/.test(type)) return 1
    if (type === "boolean") return false
    if (type === "jsonb") return { note: `${mark}-${place}` }
    if (type.startsWith("timestamp"))
      return new Date(Date.now() + (/expires/.test(name) ? 86_400_000 : -1_000))
    return undefined
  })

  const fill = Effect.fnUntraced(function* (table: Table, how: Fullness) {
    const row = randomUUID()
    const values: Record<string, unknown> = {}
    for (const column of table.columns) {
      const value = yield* valueOf(table, column, row, how)
      if (value !== undefined) values[column.name] = value
    }
    const names = Object.keys(values)
    const types = names.map((name) => table.columns.find((column) => column.name === name)!.type)
    const [inserted] = yield* sql.unsafe<{ key: ReadonlyArray<string> }>(
      `insert into "${table.name}" (${names.map((name) => `"${name}"`).join(", ")})
       values (${types.map((type, n) => `$${n + 1}::${type}`).join(", ")})
       returning array[${table.key.map((name) => `"${name}"::text`).join(", ")}]::text[] as key`,
      names.map((name, n) => (types[n] === "jsonb" ? JSON.stringify(values[name]) : values[name]))
    )
    return inserted!.key
  })

  for (let round = 0, before = -1; before !== keys.size; round++) {
    before = keys.size
    for (const table of tables) {
      if (keys.has(table.name) || others.includes(table.name)) continue
      for (const how of ["full", "referring", "bare"] as const) {
        const done = yield* Effect.result(fill(table, how))
        if (Result.isSuccess(done)) {
          keys.set(table.name, done.success)
          failures.delete(table.name)
          break
        }
        failures.set(table.name, String(done.failure.reason.cause))
      }
    }
  }
  return { mark, keys, empty: [...failures].map(([name, why]) => `${name}: ${why}`) } satisfies Filled
})

const readTables = Effect.gen(function* () {
  const sql = yield* PlatformSql
  return yield* sql<Table>`
    select c.relname::text as name,
      array(select a.attname::text from pg_index i join unnest(i.indkey) with ordinality u(num, at) on true
        join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num
        where i.indrelid = c.oid and i.indisprimary order by u.at) as key,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'isRequired', a.attnotnull, 'hasDefault', a.atthasdef or a.attidentity <> '',
        'target', (select f.confrelid::regclass::text from pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum] limit 1),
        'words', coalesce((select jsonb_agg(m[1]) from pg_constraint k,
            regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') m
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '[]')) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
      as columns
    from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and exists (
      select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped)
    order by c.relname`
})
