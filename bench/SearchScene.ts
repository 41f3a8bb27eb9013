import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Layer, ManagedRuntime } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Database from "../src/adapters/postgres/Database.ts"
import { embeddedPostgres } from "../src/adapters/postgres/EmbeddedPostgres.ts"
import { newId } from "../src/adapters/postgres/NewId.ts"
import * as PostgresDesk from "../src/adapters/postgres/PostgresDesk.ts"
import type { ChannelId, LoginId, TenantId } from "../src/domain/Ids.ts"
import * as LiveHub from "../src/http/LiveHub.ts"

/** A tenant of the bench. */
export interface SearchTenant {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  /** Has some of the chats taken over. */
  readonly loginId: LoginId
}

/** Rows of one insert. */
const atOnce = 50_000

/** The desk on a database of its own; `fill` writes a tenant of so many chats with so many messages. */
export const openSearchScene = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-search-"))
  const runtime = ManagedRuntime.make(
    PostgresDesk.layer.pipe(
      Layer.provide(LiveHub.layer),
      Layer.provideMerge(Database.layer()),
      Layer.provideMerge(Layer.effect(Database.DatabaseUrl, embeddedPostgres({ dataDir }))),
      Layer.orDie
    )
  )
  const url = await runtime.runPromise(Database.DatabaseUrl)
  const query = (text: string, parameters: ReadonlyArray<unknown> = []) =>
    runtime.runPromise(
      Effect.scoped(
        Effect.flatMap(PgConnection.make({ url }), (connection) => connection.query(text, parameters))
      )
    )

  const fill = async (chats: number, messages: number): Promise<SearchTenant> => {
    const [tenantId, channelId, other, loginId] = [newId(), newId(), newId(), newId()]
    await query("insert into tenant (id, name) values ($1, 'Bench')", [tenantId])
    await query(
      "insert into channel (id, tenant_id, kind, name) values ($1, $3, 'whatsapp', 'One'), ($2, $3, 'whatsapp', 'Two')",
      [channelId, other, tenantId]
    )
    // Ids that are made from a number: what belongs together finds itself.
    const id = (kind: string, n: string) => `md5('${kind}${tenantId}' || ${n})::uuid`
    const each = `generate_series(0, ${chats - 1}) n`
    await query(
      `insert into customer (id, tenant_id, username, status)
        select ${id("u", "n")}, $1, 'buyer' || n, case when n % 100 = 7 then 'suspended' else 'active' end from ${each}`,
      [tenantId]
    )
    await query(
      `insert into contact (id, tenant_id, lid, pn, name)
        select ${id("p", "n")}, $1, n || '@lid', (9779800000000 + n * 7) || '@s.whatsapp.net', 'Person ' || n from ${each}`,
      [tenantId]
    )
    await query(
      `insert into customer_contact (tenant_id, customer_id, contact_id, linked_by)
        select $1, ${id("u", "n")}, ${id("p", "n")}, 'owner' from ${each}`,
      [tenantId]
    )
    await query(
      `insert into conversation (id, tenant_id, channel_id, chat_id, chat_pn, kind, title, contact_id, controller,
          controller_login, unread, last_text, last_at)
        select ${id("c", "n")}, $1::uuid, case when n % 10 = 0 then $3::uuid else $2::uuid end, n || '@lid',
          (9779800000000 + n * 7) || '@s.whatsapp.net', 'direct', 'Shop ' || n, ${id("p", "n")},
          case when n % 50 = 3 then 'human' else 'bot' end, case when n % 100 = 3 then $4::uuid end,
          case when n % 20 = 1 then 2 else 0 end, 'Cancel request added for your order, we will tell you when it is done',
          now() - make_interval(secs => (n * 7919) % ${chats}) from ${each}`,
      [tenantId, channelId, other, loginId]
    )
    for (let from = 0; from < messages; from += atOnce) {
      await query(
        `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage)
          select gen_random_uuid(), $1::uuid, ${id("c", `(n::bigint * 7919 % ${chats})`)}, $2::uuid,
            case when n % 2 = 0 then 'in' else 'out' end, case when n % 2 = 0 then 'customer' else 'bot' end, 'N' || n,
            case when n % 2 = 0 then (49200000 + n) || ' cancel please, stuck since ' || n % 90 || ' hours, topic' || n % 5003
              else 'Cancel request added for order ' || (49200000 + n - 1) || ', we will tell you' end
              || case when n % 100003 = 5 then ' zanzibar' else '' end, now(), 'done'
          from generate_series($3::int, $4::int) n`,
        [tenantId, channelId, from, Math.min(from + atOnce, messages) - 1]
      )
    }
    await query(
      `insert into request (id, tenant_id, panel_id, order_id, command, asked, conversation_id, message_id, status, stage,
          order_status, template, trace, accepted_at)
        select gen_random_uuid(), $1, ${id("a", "''")}, (81000000 + n)::text, 'cancel', 'cancel', ${id("c", "n")},
          gen_random_uuid(), 'done', 'added', 'canceled', 'cancel.added', '[]', now() from ${each}`,
      [tenantId]
    )
    return { tenantId, channelId: other as ChannelId, loginId: loginId as LoginId } as SearchTenant
  }

  return {
    runtime,
    query,
    fill,
    close: async () => {
      await runtime.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}
