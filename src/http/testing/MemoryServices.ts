import { Effect, Layer } from "effect"
import { memoryCatalogue } from "../../adapters/memory/MemoryCatalogue.ts"
import { ChannelId, PanelId, ProviderId, RouteId } from "../../domain/Ids.ts"
import { ownWords } from "../../domain/parsing/OwnWords.ts"
import type { Route } from "../../domain/Routing.ts"
import { defaultRules } from "../../domain/Rules.ts"
import type { Rules } from "../../domain/Rules.ts"
import type { OfferedService } from "../../ports/Catalogue.ts"
import { BadCursor } from "../../ports/Desk.ts"
import { Services } from "../../ports/Services.ts"
import type { KnownService } from "../../ports/Services.ts"
import { type ProviderSettings, Tenants } from "../../ports/Tenants.ts"
import { tenants } from "./MemoryLogins.ts"

/** Sita's panels: the first lists its services, the second has no key for it. */
export const panels = {
  main: PanelId.make("88888888-8888-4888-8888-888888888888"),
  keyless: PanelId.make("88888888-8888-4888-8888-888888888889")
} as const

const offered: ReadonlyArray<OfferedService> = [
  { serviceId: "7", name: "Likes R30", isRefill: false },
  { serviceId: "8", name: "Likes gold | Start Time: 0-6H", isRefill: null },
  { serviceId: "9", name: "Likes No Refill | Instant", isRefill: null }
].map((service) => ({
  category: "Instagram",
  rate: "0.90",
  min: 10,
  max: 1_000,
  isCancel: true,
  ...service
}))

const known = offered.map((service): KnownService => ({
  ...service,
  panelId: panels.main,
  panelName: "Main",
  isManual: null,
  isListed: true,
  seenAt: 1_700_000_000_000
}))

/** Sita's rules: gold is a guarantee, service 9 has a rule of its own, and one pattern cannot be read. */
const rules: Rules = {
  ...defaultRules,
  guaranteeDaysByService: { "9": 15 },
  guaranteeRules: [
    { kind: "word", pattern: "gold", gives: { days: 60 } },
    { kind: "regex", pattern: "(", gives: "none" }
  ]
}

/** A provider of Sita's, and where he is told. */
export const fastLikes: ProviderSettings = {
  id: ProviderId.make("bbbbbbbb-bbbb-4bbb-8bbb-000000000002"),
  panelId: panels.main,
  alias: "FastLikes",
  mark: "a1",
  words: {},
  format: null,
  isForwarded: true,
  isPanelAsked: true,
  offForward: [],
  offPanel: []
}

/** The place of that provider. */
export const route: Route = {
  id: RouteId.make("bbbbbbbb-bbbb-4bbb-8bbb-000000000003"),
  target: "provider",
  providerId: fastLikes.id,
  panelId: null,
  serviceId: null,
  command: null,
  channelId: ChannelId.make("55555555-5555-4555-8555-555555555555"),
  chatId: "9@g.us",
  label: "Fast Support",
  isOn: true
}

const configs = Layer.succeed(Tenants, {
  config: (tenantId) =>
    Effect.succeed({
      rules: tenantId === tenants.sita ? rules : defaultRules,
      words: ownWords({ aliases: {}, customs: [] }),
      hasSupportGroups: false,
      providerChats: [],
      panels:
        tenantId === tenants.sita
          ? [
              { id: panels.main, name: "Main" },
              { id: panels.keyless, name: "Second" }
            ]
          : [],
      providers: tenantId === tenants.sita ? [fastLikes] : [],
      routes: tenantId === tenants.sita ? [route] : []
    }),
  withChannels: Effect.succeed([])
})

const services = Layer.succeed(Services, {
  list: (tenantId, { before, filter, limit, panelId, search }) => {
    if (before !== null && before !== "next") return Effect.fail(new BadCursor())
    const items = (tenantId === tenants.sita ? known : []).filter(
      (service) =>
        (panelId === null || service.panelId === panelId) &&
        (search === null || service.name.includes(search)) &&
        (filter !== "disagree" || service.serviceId === "7")
    )
    return Effect.succeed({
      items: items.slice(0, limit),
      next: items.length > limit ? "next" : null,
      counts: { all: items.length, disagree: 1, unclear: 0 }
    })
  },
  states: (tenantId) =>
    Effect.succeed(
      tenantId === tenants.sita
        ? [
            {
              panelId: panels.main,
              panelName: "Main",
              hasKey: true,
              triedAt: 1,
              refreshedAt: null,
              counts: null,
              problem: "The panel did not answer in time."
            }
          ]
        : []
    ),
  replace: (_tenantId, _panelId, list) =>
    Effect.succeed({ added: 1, changed: 2, gone: 0, total: list.length }),
  refreshFailed: () => Effect.void,
  learn: () => Effect.void,
  due: () => Effect.succeed([])
})

/** Sita's services and rules; Hari has nothing. */
export const servicesLayer = Layer.mergeAll(
  services,
  configs,
  memoryCatalogue(new Map([[panels.main, offered]]))
)
