import { Effect, Layer, Redacted } from "effect"
import { CustomerId, PanelId, ProviderId, RouteId, TenantId } from "../../domain/Ids.ts"
import { usualRate } from "../../domain/PanelKind.ts"
import { TenantSetup } from "../../ports/TenantSetup.ts"
import { Vault } from "../../ports/Vault.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { newId } from "./NewId.ts"

/** Sets up tenants in PostgreSQL. */
export const layer = Layer.effect(
  TenantSetup,
  Effect.gen(function* () {
    const platform = yield* PlatformSql
    const { sql, within } = yield* TenantSql
    const vault = yield* Vault

    const sealed = (
      tenantId: TenantId,
      table: string,
      column: string,
      row: string,
      secret: Redacted.Redacted
    ) => vault.seal({ tenantId, table, column, row }, Buffer.from(Redacted.value(secret)))

    return TenantSetup.of({
      createTenant: Effect.fn("TenantSetup.createTenant")(function* ({ name, timeZone, rules }) {
        const id = TenantId.make(newId())
        yield* platform`
          insert into tenant (id, name, time_zone, rules)
          values (${id}, ${name}, ${timeZone}, ${JSON.stringify(rules)}::jsonb)`
        return id
      }, Effect.orDie),
      createLogin: Effect.fn("TenantSetup.createLogin")(function* ({
        tenantId,
        username,
        passwordHash,
        role
      }) {
        yield* platform`
          insert into login (id, tenant_id, username, role, password_hash)
          values (${newId()}, ${tenantId}, ${username}, ${role}, ${Redacted.value(passwordHash)})`
      }, Effect.orDie),
      addPanel: Effect.fn("TenantSetup.addPanel")(function* (panel) {
        const id = PanelId.make(newId())
        const { kind = "perfect_admin_v2", settings = {} } = panel
        const secret = yield* sealed(panel.tenantId, "panel", "secret", id, panel.key)
        const userSecret =
          panel.userKey === undefined
            ? null
            : yield* sealed(panel.tenantId, "panel", "user_secret", id, panel.userKey)
        yield* within(
          panel.tenantId,
          sql`
            insert into panel (id, tenant_id, name, kind, settings, base_url, secret, user_secret, requests_per_second)
            values (${id}, ${panel.tenantId}, ${panel.name}, ${kind}, ${JSON.stringify(settings)}::jsonb,
              ${panel.baseUrl}, ${secret}, ${userSecret}, ${panel.requestsPerSecond ?? usualRate(kind)})`
        )
        return id
      }, Effect.orDie),
      addProvider: Effect.fn("TenantSetup.addProvider")(function* (provider) {
        const id = ProviderId.make(newId())
        const { tenantId } = provider
        const name = yield* sealed(tenantId, "provider", "sealed_name", id, provider.name)
        yield* within(
          tenantId,
          sql`
            insert into provider (id, tenant_id, panel_id, alias, mark, sealed_name, words, format)
            values (${id}, ${tenantId}, ${provider.panelId}, ${provider.alias},
              ${vault.mark(tenantId, Redacted.value(provider.name))}, ${name},
              ${JSON.stringify(provider.words ?? {})}::jsonb, ${provider.format ?? null})`
        )
        return id
      }, Effect.orDie),
      addRoute: Effect.fn("TenantSetup.addRoute")(function* (route) {
        const id = RouteId.make(newId())
        yield* within(
          route.tenantId,
          sql`
            insert into route (id, tenant_id, provider_id, command, channel_id, chat_id, label)
            values (${id}, ${route.tenantId}, ${route.providerId}, ${route.command}, ${route.channelId},
              ${route.chatId}, ${route.label})`
        )
        return id
      }, Effect.orDie),
      addCustomer: Effect.fn("TenantSetup.addCustomer")(function* ({
        tenantId,
        panelId,
        username,
        contacts
      }) {
        const id = CustomerId.make(newId())
        yield* within(
          tenantId,
          Effect.gen(function* () {
            yield* sql`
              insert into customer (id, tenant_id, panel_id, username) values (${id}, ${tenantId}, ${panelId}, ${username})`
            for (const { lid, pn, telegramId } of contacts) {
              const contactId = newId()
              yield* sql`
                insert into contact (id, tenant_id, lid, pn, telegram_id)
                values (${contactId}, ${tenantId}, ${lid}, ${pn}, ${telegramId})`
              yield* sql`
                insert into customer_contact (tenant_id, customer_id, contact_id, linked_by)
                values (${tenantId}, ${id}, ${contactId}, 'owner')`
            }
          })
        )
        return id
      }, Effect.orDie),
      setRules: Effect.fn("TenantSetup.setRules")(function* (tenantId, rules) {
        yield* within(
          tenantId,
          sql`update tenant set rules = ${JSON.stringify(rules)}::jsonb, rules_version = rules_version + 1 where id = ${tenantId}`
        )
      }, Effect.orDie)
    })
  })
)
