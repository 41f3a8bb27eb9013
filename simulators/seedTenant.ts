import { Effect, Redacted } from "effect"
import type { ChannelId, PanelId, ProviderId, TenantId } from "../src/domain/Ids.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { providers, type Scene } from "./Scene.ts"

/** What the tenant of a scene is made of. */
export interface SeededTenant {
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly whatsappChannel: ChannelId
  readonly telegramChannel: ChannelId
  readonly providers: ReadonlyArray<ProviderId>
}

/** A second WhatsApp or other wishes of a test. */
export interface SeedOptions {
  readonly name?: string
  /** IANA name; Nepal's when absent. */
  readonly timeZone?: string
  readonly rules?: Readonly<Record<string, unknown>>
  readonly requestsPerSecond?: number
  /** A panel account whose key of the user API reads the service list. */
  readonly catalogueUser?: string
  /** The panel's address as the gateway shall know it; the scene's when absent. */
  readonly panelUrl?: string
}

/** Sets up the scene's tenant as its owner would: channels, panel, three providers, routes, five customers. */
export const seedTenant = Effect.fnUntraced(function* (scene: Scene, options: SeedOptions = {}) {
  const setup = yield* TenantSetup
  const channels = yield* Channels
  const tenantId = yield* setup.createTenant({
    name: options.name ?? "SMM Nepal",
    timeZone: options.timeZone ?? "Asia/Kathmandu",
    rules: { supportNumber: "+977 980-0000000", ...options.rules }
  })
  const whatsapp = yield* channels.create(tenantId, { kind: "whatsapp", name: "Main" })
  const telegram = yield* channels.create(tenantId, {
    kind: "telegram",
    name: "Bot",
    token: Redacted.make(scene.bot.token)
  })
  const panelId = yield* setup.addPanel({
    tenantId,
    name: "Main",
    baseUrl: options.panelUrl ?? scene.panel.url,
    key: Redacted.make(scene.panel.adminKey),
    requestsPerSecond: options.requestsPerSecond ?? 5,
    ...(options.catalogueUser === undefined
      ? {}
      : { userKey: Redacted.make(scene.panel.userKey(options.catalogueUser)) })
  })
  const providerIds = yield* Effect.forEach(providers, ({ name, alias }) =>
    setup.addProvider({ tenantId, panelId, alias, name: Redacted.make(name) })
  )
  const [fastLikes, boostMint, followHub] = providerIds as [ProviderId, ProviderId, ProviderId]
  const { groups } = scene
  const route = (providerId: ProviderId | null, channelId: ChannelId, chatId: string, label: string) =>
    setup.addRoute({ tenantId, providerId, command: null, channelId, chatId, label })
  yield* route(fastLikes, whatsapp.id, groups.fastLikes.jid, groups.fastLikes.subject)
  yield* route(boostMint, telegram.id, String(groups.boostMint.id), "BoostMint / Main Support")
  // FollowHub works in both places: a request of theirs goes to WhatsApp and Telegram.
  yield* route(followHub, whatsapp.id, groups.fastLikes.jid, groups.fastLikes.subject)
  yield* route(followHub, telegram.id, String(groups.boostMint.id), "BoostMint / Main Support")
  yield* route(null, whatsapp.id, groups.fallback.jid, groups.fallback.subject)
  for (const { username, person } of scene.customers) {
    const { pnJid: pn, lidJid: lid } = person
    yield* setup.addCustomer({ tenantId, panelId, username, contacts: [{ lid, pn, telegramId: null }] })
  }
  yield* setup.addCustomer({
    tenantId,
    panelId,
    username: scene.aaravUsername,
    contacts: [{ lid: null, pn: null, telegramId: String(scene.aarav.id) }]
  })
  return {
    tenantId,
    panelId,
    whatsappChannel: whatsapp.id,
    telegramChannel: telegram.id,
    providers: providerIds
  } satisfies SeededTenant
})
