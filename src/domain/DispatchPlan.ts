import type { RequestCommand } from "./CommandName.ts"
import type { ChannelId, PanelId, ProviderId, RouteId } from "./Ids.ts"
import type { Order } from "./Order.ts"
import type { TraceStep } from "./OrderAnswer.ts"
import { commandsWord, type Route, routeWords, type Weighed, weighRoutes } from "./Routing.ts"

/** A provider as a plan needs him: whom he is, and what is switched off for him (PR-08). */
export interface PlannedProvider {
  readonly id: ProviderId
  readonly panelId: PanelId
  readonly alias: string
  readonly mark: string
  readonly isForwarded: boolean
  readonly isPanelAsked: boolean
  /** Commands that are not forwarded to him. */
  readonly offForward: ReadonlyArray<RequestCommand>
  /** Commands for which the panel is not asked. */
  readonly offPanel: ReadonlyArray<RequestCommand>
  /** His own API is asked for refills and cancels. */
  readonly isApiUsed?: boolean
  /** A ticket is opened at his panel. */
  readonly isTicketUsed?: boolean
}

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly panelId: PanelId
  readonly order: Pick<Order, "serviceId" | "providerMark" | "externalId">
  readonly providers: ReadonlyArray<PlannedProvider>
  readonly routes: ReadonlyArray<Route>
  readonly command: RequestCommand
  /** What was decided: whether the provider is told, and the panel asked. */
  readonly outcome: { readonly isForwarded: boolean; readonly isPanelAsked: boolean }
  /** Whether the panel has a request for the command; null = it could not be found out. */
  readonly canPanelRequest: boolean | null
}

/** One outward act, as it is recorded with the request. */
export type PlannedDispatch =
  | { readonly kind: "panel" }
  | { readonly kind: "provider_api" }
  | { readonly kind: "provider_ticket" }
  | {
      readonly kind: "provider"
      readonly routeId: RouteId
      readonly channelId: ChannelId
      readonly chatId: string
    }

/** An act of the plan: where it happens, by what people call it, and why there. Never a provider's domain (PR-03). */
export interface PlannedAct {
  readonly dispatch: PlannedDispatch
  readonly place: string
  readonly why: string
}

/** Something that is not done, and why. Remarkable when the owner switched it off or would not expect it. */
export interface NotDone {
  readonly kind: PlannedDispatch["kind"]
  readonly place: string
  readonly why: string
  readonly isRemarkable: boolean
}

/** Who gets a request, who does not, and why (PR-06). */
export interface DispatchPlan {
  readonly providerId: ProviderId | null
  /** The provider's alias; null when the service is manual or nobody set its provider up. */
  readonly alias: string | null
  readonly isManual: boolean
  readonly acts: ReadonlyArray<PlannedAct>
  readonly notDone: ReadonlyArray<NotDone>
}

/** The part of a plan for one kind of act. */
type Part = Pick<DispatchPlan, "acts" | "notDone">

/** What people call the panel's own request. */
const panelPlace = "Panel API"

/** Plans every outward act of one accepted request; the explanation shown to people is this plan and nothing else. */
export const planDispatches = (input: PlanInput): DispatchPlan => {
  const { order, panelId, providers } = input
  const provider =
    order.providerMark === null
      ? undefined
      : providers.find((one) => one.panelId === panelId && one.mark === order.providerMark)
  const parts = [planPanel(input, provider), planForwarding(input, provider), ...planOwnApi(input, provider)]
  return {
    providerId: provider?.id ?? null,
    alias: provider?.alias ?? null,
    isManual: order.providerMark === null,
    acts: parts.flatMap(({ acts }) => acts),
    notDone: parts.flatMap(({ notDone }) => notDone)
  }
}

const left = (kind: NotDone["kind"], place: string, why: string, isRemarkable = true): Part => ({
  acts: [],
  notDone: [{ kind, place, why, isRemarkable }]
})

/** The panel's own request. */
const planPanel = (
  { outcome, command, canPanelRequest }: PlanInput,
  provider: PlannedProvider | undefined
): Part => {
  const skip = (why: string, isRemarkable?: boolean) => left("panel", panelPlace, why, isRemarkable)
  const many = commandsWord[command]
  if (!outcome.isPanelAsked) return skip("the rules say to record the request only", false)
  if (provider?.isPanelAsked === false) return skip(`the panel's request is off for ${provider.alias}`)
  if (provider?.offPanel.includes(command) === true) {
    return skip(`the panel's request for ${many} is off for ${provider.alias}`)
  }
  if (canPanelRequest === null) return skip("the panel's settings could not be read")
  if (!canPanelRequest) return skip(`panel API takes no ${many}`, false)
  return {
    acts: [{ dispatch: { kind: "panel" }, place: panelPlace, why: `the panel takes ${many} itself` }],
    notDone: []
  }
}

/** The messages to the provider's chats. */
const planForwarding = (input: PlanInput, provider: PlannedProvider | undefined): Part => {
  const { order, panelId, routes, command, outcome } = input
  const objection = forwardingObjection(input, provider)
  const weighed = weighRoutes(routes, {
    panelId,
    serviceId: order.serviceId,
    isManual: order.providerMark === null,
    providerId: provider?.id ?? null,
    command
  })
  if (objection !== null) {
    const isRemarkable = outcome.isForwarded || !hasExternalId(order)
    const all = weighed.picked.map(({ label }) => left("provider", label, objection, isRemarkable).notDone)
    return all.length > 0
      ? { acts: [], notDone: all.flat() }
      : left("provider", "Provider's chat", objection, isRemarkable)
  }
  return routed(weighed)
}

/** Why no provider is told at all, whatever the routes say; null when nothing speaks against it. */
const forwardingObjection = (
  { order, command, outcome }: PlanInput,
  provider: PlannedProvider | undefined
): string | null => {
  if (!hasExternalId(order)) return "no external id, so no provider knows the order"
  if (!outcome.isForwarded) return "the rules say to record the request only"
  if (provider?.isForwarded === false) return `forwarding is off for ${provider.alias}`
  if (provider?.offForward.includes(command) === true) {
    return `forwarding of ${commandsWord[command]} is off for ${provider.alias}`
  }
  return null
}

/** The provider's own API and his tickets, where the owner switched them on (OR-11, PR-09). */
const planOwnApi = (input: PlanInput, provider: PlannedProvider | undefined): ReadonlyArray<Part> => {
  const { command, order, outcome } = input
  if (provider === undefined || !outcome.isForwarded) return []
  const ways = [
    ...(provider.isApiUsed === true && command !== "speedup"
      ? [
          {
            kind: "provider_api" as const,
            place: `${provider.alias} API`,
            why: `${provider.alias}'s own API takes ${commandsWord[command]}`
          }
        ]
      : []),
    ...(provider.isTicketUsed === true
      ? [
          {
            kind: "provider_ticket" as const,
            place: `${provider.alias} ticket`,
            why: `tickets are opened at ${provider.alias}`
          }
        ]
      : [])
  ]
  return ways.map(({ kind, place, why }) =>
    hasExternalId(order)
      ? { acts: [{ dispatch: { kind }, place, why }], notDone: [] }
      : left(kind, place, "no external id, so no provider knows the order")
  )
}

const routed = ({ picked, passedOver }: Weighed): Part => {
  const acts = picked.map((route): PlannedAct => {
    const { id, channelId, chatId, label } = route
    return {
      dispatch: { kind: "provider", routeId: id, channelId, chatId },
      place: label,
      why: routeWords(route)
    }
  })
  const notDone = passedOver.map(({ route, why }): NotDone => {
    const off = `${routeWords(route)} is off`
    const reasons = {
      off,
      "less specific": `${routeWords(route)} is less specific`,
      "same chat": "the same chat gets it already"
    }
    return { kind: "provider", place: route.label, why: reasons[why], isRemarkable: why === "off" }
  })
  return picked.length + passedOver.length === 0
    ? left("provider", "Provider's chat", "no route is for this request")
    : { acts, notDone }
}

const hasExternalId = ({ externalId }: Pick<Order, "externalId">): boolean => (externalId ?? "").trim() !== ""

/** The plan as the last step of a request's trace: where it goes, else why it goes nowhere. */
export const planStep = ({ acts, notDone }: DispatchPlan): TraceStep => {
  const reasons = notDone.filter(({ isRemarkable }) => isRemarkable).map(({ why }) => why)
  const omitted = [...new Set(reasons)].map((why) => `; ${why}`).join("")
  return acts.length === 0
    ? { check: "route", input: `nobody is told, staff see it${omitted}`, outcome: "skipped" }
    : { check: "route", input: `${acts.map(({ place }) => place).join(", ")}${omitted}`, outcome: "passed" }
}
