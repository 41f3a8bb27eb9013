import type { SqlClient } from "effect/sql"
import type { PanelId, ProviderId, RouteId } from "../../../domain/Ids.ts"
import type { RouteEntry, RouteFields, RouteFor } from "../../../ports/Routes.ts"

/** The tenant's routes with the names of what they are for, in their order; null = all of them. */
export const routeRows = (sql: SqlClient.SqlClient, ids: ReadonlyArray<RouteId> | null) => sql<RouteEntry>`
  select r.id, r.target, r.provider_id as "providerId", r.panel_id as "panelId", r.service_id as "serviceId", r.command,
    r.channel_id as "channelId", r.chat_id as "chatId", r.label, r.is_on as "isOn", r.is_checked as "isChecked",
    p.alias as "providerAlias", coalesce(pa.name, pp.name) as "panelName", s.name as "serviceName",
    ch.name as "channelName", ch.kind as "channelKind", ch.is_enabled as "isChannelOn",
    coalesce(k.is_gone, false) as "isGone",
    exists (select from conversation c
      where c.channel_id = r.channel_id and c.chat_id = r.chat_id and c.is_support) as "isSupport"
  from route r join channel ch on ch.id = r.channel_id
    left join provider p on p.id = r.provider_id
    left join panel pp on pp.id = p.panel_id
    left join panel pa on pa.id = r.panel_id
    left join service s on s.panel_id = r.panel_id and s.service_id = r.service_id
    left join known_chat k on k.channel_id = r.channel_id and k.chat_id = r.chat_id
  where ${ids === null ? sql`true` : sql`r.id = any(${[...ids]}::uuid[])`}
  order by r.position, r.id`

/** A route's columns of what it is for. */
export interface TargetColumns {
  readonly providerId: ProviderId | null
  readonly panelId: PanelId | null
  readonly serviceId: string | null
  readonly isManual: boolean
}

/** What a route is for, as it is stored. */
export const targetColumns = (what: RouteFor): TargetColumns => ({
  providerId: what.kind === "provider" ? what.providerId : null,
  panelId: what.kind === "service" || what.kind === "manual" ? what.panelId : null,
  serviceId: what.kind === "service" ? what.serviceId : null,
  isManual: what.kind === "manual"
})

/** A stored route as it was filled in. */
export const fieldsOf = (route: RouteEntry): RouteFields => ({
  for: forOf(route),
  command: route.command,
  place: {
    channelId: route.channelId,
    chatId: route.chatId,
    isTyped: false,
    isChecked: route.isChecked
  },
  label: route.label,
  isOn: route.isOn
})

const forOf = ({ panelId, providerId, serviceId, target }: RouteEntry): RouteFor => {
  if (target === "service" && panelId !== null && serviceId !== null)
    return { kind: "service", panelId, serviceId }
  if (target === "provider" && providerId !== null) return { kind: "provider", providerId }
  return target === "manual" ? { kind: "manual", panelId } : { kind: "any" }
}

/** A route as the log of changes tells of it, by names alone (PR-03). */
export const toldOf = (route: RouteEntry): Readonly<Record<string, unknown>> => ({
  for: wordsFor(route),
  command: route.command ?? "every command",
  place: route.label,
  channel: route.channelName,
  chat: route.chatId,
  isOn: route.isOn
})

const wordsFor = ({ panelName, providerAlias, serviceId, target }: RouteEntry): string => {
  switch (target) {
    case "service":
      return `service ${serviceId} of ${panelName}`
    case "manual":
      return panelName === null ? "manual services" : `manual services of ${panelName}`
    case "provider":
      return providerAlias ?? ""
    case "any":
      return "everything else"
  }
}

/** What people call a route. */
export const subjectOf = (route: RouteEntry): string => `${wordsFor(route)}: ${route.label}`
