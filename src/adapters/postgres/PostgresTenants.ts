import { Cache, Effect, Layer, Schema } from "effect"
import type { TenantId } from "../../domain/Ids.ts"
import { ownWords } from "../../domain/parsing/OwnWords.ts"
import type { Route } from "../../domain/Routing.ts"
import { Rules } from "../../domain/Rules.ts"
import { type ProviderSettings, type TenantConfig, Tenants } from "../../ports/Tenants.ts"
import { PlatformSql, TenantSql } from "./Database.ts"

const decodeRules = Schema.decodeUnknownEffect(Rules)

/** Tenants and their settings in PostgreSQL. */
export const layer = Layer.effect(
  Tenants,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql

    const read = Effect.fn("Tenants.read")(function* (tenantId: TenantId) {
      const [tenant] = yield* sql<{ rules: unknown }>`select rules from tenant where id = ${tenantId}`
      const panels = yield* sql<
        TenantConfig["panels"][number]
      >`select id, name from panel where disconnected_at is null order by created_at, id`
      const providers = yield* sql<ProviderSettings>`
        select id, panel_id as "panelId", alias, mark, words, format, is_forwarded as "isForwarded",
          is_panel_asked as "isPanelAsked", off_forward as "offForward", off_panel as "offPanel",
          is_api_used and api_secret is not null as "isApiUsed",
          is_ticket_used and api_secret is not null as "isTicketUsed"
        from provider`
      const routes = yield* sql<Route>`
        select id, target, provider_id as "providerId", panel_id as "panelId", service_id as "serviceId", command,
          channel_id as "channelId", chat_id as "chatId", label, is_on as "isOn"
        from route order by position, id`
      const support = yield* sql`select 1 from conversation where is_support limit 1`
      const providerChats = yield* sql<TenantConfig["providerChats"][number]>`
        select channel_id as "channelId", chat_id as "chatId" from conversation where is_provider
        union all
        select channel_id, chat_pn from conversation where is_provider and chat_pn <> chat_id`
      const rules = yield* decodeRules(tenant?.rules ?? {})
      return {
        rules,
        words: ownWords({ aliases: rules.aliases, customs: rules.customCommands }),
        hasSupportGroups: support.length > 0,
        providerChats,
        panels,
        providers,
        routes
      } satisfies TenantConfig
    })

    const cache = yield* Cache.make({
      capacity: 10_000,
      timeToLive: "1 second",
      lookup: (tenantId: TenantId) => within(tenantId, read(tenantId)).pipe(Effect.orDie)
    })

    return Tenants.of({
      config: (tenantId) => Cache.get(cache, tenantId),
      withChannels: platform<{
        tenant_id: TenantId
      }>`select distinct tenant_id from channel c where is_enabled
        and exists (select 1 from tenant t where t.id = c.tenant_id and t.status = 'active')`.pipe(
        Effect.map((rows) => rows.map((row) => row.tenant_id)),
        Effect.orDie
      )
    })
  })
)
