import { Effect, Layer } from "effect"
import * as PostgresAuditLog from "../../adapters/postgres/customers/PostgresAuditLog.ts"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresDestinations from "../../adapters/postgres/routes/PostgresDestinations.ts"
import * as PostgresRoutes from "../../adapters/postgres/routes/PostgresRoutes.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import { OrderId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { Destinations } from "../../ports/Destinations.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { Routes } from "../../ports/Routes.ts"
import { rows } from "./MemoryDesk.ts"
import { tenants } from "./MemoryLogins.ts"
import { fastLikes, panels } from "./MemoryServices.ts"

/** The chats that Sita's channel has met; `support` serves customers. */
export const chats = { support: "55@g.us", night: "66@g.us" } as const

/** What Hari has of his own. */
export const haris = {
  channel: "dddddddd-dddd-4ddd-8ddd-000000000001",
  panel: "dddddddd-dddd-4ddd-8ddd-000000000002",
  provider: "dddddddd-dddd-4ddd-8ddd-000000000003"
} as const

const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  for (const [name, id] of Object.entries(tenants))
    yield* sql`insert into tenant (id, name) values (${id}, ${name})`
  for (const [id, tenant, name] of [
    [panels.main, tenants.sita, "Main"],
    [panels.keyless, tenants.sita, "Second"],
    [haris.panel, tenants.hari, "Hari's"]
  ] as const) {
    yield* sql`
      insert into panel (id, tenant_id, name, kind, base_url, secret)
      values (${id}, ${tenant}, ${name}, 'perfect_admin_v2', 'https://panel.example', '')`
  }
  for (const [id, tenant, panel, alias] of [
    [fastLikes.id, tenants.sita, panels.main, fastLikes.alias],
    [haris.provider, tenants.hari, haris.panel, "Hari's FastLikes"]
  ] as const) {
    yield* sql`
      insert into provider (id, tenant_id, panel_id, alias, mark, sealed_name)
      values (${id}, ${tenant}, ${panel}, ${alias}, ${fastLikes.mark}, '')`
  }
  yield* sql`
    insert into channel (id, tenant_id, kind, name) values
      (${rows.channel}, ${tenants.sita}, 'whatsapp', 'Main'), (${haris.channel}, ${tenants.hari}, 'whatsapp', 'Hari')`
  yield* sql`
    insert into conversation (id, tenant_id, channel_id, chat_id, kind, title, is_support, last_at) values
      (gen_random_uuid(), ${tenants.sita}, ${rows.channel}, ${chats.support}, 'group', 'Customers', true, now()),
      (gen_random_uuid(), ${tenants.sita}, ${rows.channel}, ${chats.night}, 'group', 'Night shift', false, now())`
})

/** Orders of the panels: 1 on "Main", 2 on both, 3 makes "Second" go away. */
const panelsLayer = Layer.mock(Panels)({
  findOrders: (_, panelId, ids) => {
    const [id] = ids
    const isMain = panelId === panels.main
    if (id === "3" && !isMain) {
      const safeText = "The panel cannot be reached."
      return Effect.fail(new PanelError({ reason: "Unreachable", mayHaveHappened: false, safeText }))
    }
    const isThere = id === "2" || (id === "1" && isMain)
    return Effect.succeed(new Map(isThere ? [[OrderId.make(id), order(id, panelId)]] : []))
  },
  canRequest: (_, __, command) => Effect.succeed(command === "cancel")
})

const order = (id: string, panelId: Order["panelId"]): Order => ({
  id: OrderId.make(id),
  panelId,
  username: "rahim_smm",
  status: "in_progress",
  serviceId: "9",
  serviceName: "Likes",
  externalId: `88${id}`,
  providerMark: fastLikes.mark,
  link: null,
  quantity: null,
  startCount: null,
  remains: null,
  createdAt: null,
  updatedAt: null,
  isRefillOffered: null,
  isCancelOffered: null
})

/** Routes in a database of their own, with the tenants of MemoryLogins. */
export const storedRoutes = Layer.effectDiscard(seed).pipe(
  Layer.provideMerge(
    Layer.mergeAll(PostgresRoutes.layer, PostgresDestinations.layer, PostgresAuditLog.layer, panelsLayer)
  ),
  Layer.provideMerge(TestDatabase.layer),
  Layer.orDie
)

/** For tests that ask for no routes. */
export const noRoutes: Layer.Layer<Routes | Destinations | Panels> = Layer.mergeAll(
  Layer.mock(Routes)({}),
  Layer.mock(Destinations)({}),
  Layer.mock(Panels)({})
)
