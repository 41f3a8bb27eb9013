import type { DryOrder } from "../../actors/dryrun/DryPorts.ts"
import type { DryReport } from "../../actors/dryrun/DryRun.ts"
import { parseMessage } from "../../domain/Command.ts"
import type { PlannedDispatch } from "../../domain/DispatchPlan.ts"
import { refusalWords } from "../../domain/OrderAnswer.ts"
import type { NewRequest } from "../../ports/Requests.ts"
import type { TenantConfig } from "../../ports/Tenants.ts"
import type { DryOrderView, DryRequestView, DryRunView } from "../api/DryRunApi.ts"

/** A dry run as its owner sees it: places and aliases by name, no id of a provider and no secret (PR-03). */
export const dryRunView = (
  { orders, verdict }: DryReport,
  text: string,
  config: TenantConfig
): typeof DryRunView.Type => {
  const parsed = parseMessage(text, config.words)
  return {
    replies: verdict._tag === "Reply" ? verdict.parts : [],
    ignored: verdict._tag === "Leave" ? verdict.why : null,
    commands: parsed.commands.map(({ asked, name, orderIds }) => ({ command: name, asked, orderIds })),
    accountCommands: parsed.accountCommands.map(({ _tag }) => _tag),
    customCommands: parsed.customs,
    orders: orders.map((order) => orderView(order, config))
  }
}

const outcomes = { Accepted: "accepted", Refused: "refused", Answered: "answered" } as const

const orderView = (
  { answer, asked, orderId, request, trace }: DryOrder,
  config: TenantConfig
): typeof DryOrderView.Type => ({
  orderId,
  asked,
  outcome: outcomes[answer._tag],
  reason: answer._tag === "Refused" ? refusalWords[answer.kind] : null,
  trace,
  request: request === null ? null : requestView(request, config)
})

const requestView = (request: NewRequest, config: TenantConfig): typeof DryRequestView.Type => {
  const alias = config.providers.find(({ id }) => id === request.providerId)?.alias ?? null
  return {
    command: request.command,
    panelName: config.panels.find(({ id }) => id === request.panelId)?.name ?? "",
    orderStatus: request.orderStatus,
    providerAlias: alias,
    hasExternalId: (request.externalId ?? "").trim() !== "",
    cooldownHours: request.cooldownSeconds / 3600,
    dispatches: request.dispatches.map((dispatch) => ({
      kind: dispatch.kind,
      label: labelOf(dispatch, alias, config)
    }))
  }
}

/** "Panel API", "FastLikes · FastLikes / Main Support", or the place alone where no provider is known. */
const labelOf = (dispatch: PlannedDispatch, alias: string | null, { routes }: TenantConfig): string => {
  if (dispatch.kind === "panel") return "Panel API"
  if (dispatch.kind === "provider_api") return `${alias ?? "Provider"} · API`
  if (dispatch.kind === "provider_ticket") return `${alias ?? "Provider"} · ticket`
  const place = routes.find(({ id }) => id === dispatch.routeId)?.label ?? ""
  return [alias, place].filter((part) => part !== null && part !== "").join(" · ")
}
