import { Clock, Effect } from "effect"
import type { RequestCommand } from "../../domain/CommandName.ts"
import { decide } from "../../domain/Decision.ts"
import { type DispatchPlan, planDispatches } from "../../domain/DispatchPlan.ts"
import { OrderId, type PanelId, type TenantId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { statusWord } from "../../domain/OrderStatus.ts"
import { renderProviderMessage, wordsFor } from "../../domain/ProviderMessage.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import { Panels } from "../../ports/Panels.ts"
import { type RouteEntry, Routes } from "../../ports/Routes.ts"
import { type TenantConfig, Tenants } from "../../ports/Tenants.ts"
import { notFound } from "../answers/Lists.ts"
import type { ExplainView } from "../api/RouteBodies.ts"
import { problemsOf } from "./RouteViews.ts"

/** What is asked; `orderId` as the panel writes it. */
interface Question {
  readonly orderId: OrderId
  readonly command: RequestCommand
  readonly panelId: PanelId | null
}

type View = typeof ExplainView.Type

/** Says who would get a request for an order, by the plan that a real request gets; nothing is sent or stored. */
export const makeExplain = Effect.gen(function* () {
  const panels = yield* Panels
  const tenants = yield* Tenants
  const routes = yield* Routes

  /** The order on each of the panels; `problem` where one could not be asked. */
  const look = Effect.fnUntraced(function* (
    tenantId: TenantId,
    { orderId }: Question,
    asked: TenantConfig["panels"]
  ) {
    return yield* Effect.forEach(
      asked,
      (panel) =>
        panels.findOrders(tenantId, panel.id, [orderId]).pipe(
          Effect.map((orders) => ({ panel, order: orders.get(orderId) ?? null, problem: null })),
          Effect.catch(({ safeText }) => Effect.succeed({ panel, order: null, problem: safeText }))
        ),
      { concurrency: 8 }
    )
  })

  const explain = Effect.fnUntraced(function* (
    tenantId: TenantId,
    config: TenantConfig,
    { command: wanted, orderId }: Question,
    order: Order
  ) {
    const { panelId } = order
    const { outcome } = decide({
      asked: wanted,
      orderId,
      panelOrder: order,
      asker: { username: order.username, userId: null, isTrusted: true },
      isBulk: false,
      rules: config.rules,
      open: [],
      lastAccepted: [],
      now: yield* Clock.currentTimeMillis
    })
    // What the bot refuses, staff may still want to know the way of.
    const accepted =
      outcome._tag === "Accept" ? outcome : { command: wanted, isForwarded: true, isPanelAsked: true }
    const { command } = accepted
    const canPanelRequest = yield* Effect.orElseSucceed(
      panels.canRequest(tenantId, panelId, command),
      () => null
    )
    // As they are now: somebody may have switched one a moment ago.
    const entries = yield* routes.list(tenantId)
    const plan = planDispatches({
      panelId,
      order,
      providers: config.providers,
      routes: entries,
      command,
      outcome: accepted,
      canPanelRequest
    })
    const text = messageText(config, order, command, plan)
    return {
      command,
      refusal:
        outcome._tag === "Refuse" ? renderTemplate(config.rules, outcome.template, outcome.variables) : null,
      plan,
      acts: plan.acts.map((act) => actView(act, entries, text))
    }
  })

  return Effect.fn("Explain")(function* (tenantId: TenantId, question: Question) {
    const config = yield* tenants.config(tenantId)
    const asked = config.panels.filter(({ id }) => question.panelId === null || id === question.panelId)
    if (asked.length === 0 && question.panelId !== null) return yield* notFound
    const looked = yield* look(tenantId, question, asked)
    const hits = looked.flatMap(({ order, panel }) => (order === null ? [] : [{ order, panel }]))
    const away = looked.flatMap(({ panel, problem }) =>
      problem === null ? [] : [`${panel.name}: ${problem}`]
    )
    const [hit, ...others] = hits
    if (hit === undefined) return nothing(question, asked.length, away)
    if (others.length > 0) return several(question, hits)
    const { acts, command, plan, refusal } = yield* explain(tenantId, config, question, hit.order)
    return {
      found: "one",
      words: [summary(acts.length, refusal), ...away].join(" "),
      panels: [],
      order: orderView(hit, plan),
      command,
      refusal,
      acts,
      notDone: plan.notDone.map(({ kind, place, why }) => ({ kind, place, why }))
    } satisfies View
  })
})

const none = { panels: [], order: null, command: null, refusal: null, acts: [], notDone: [] } as const

const nothing = ({ orderId }: Question, panels: number, away: ReadonlyArray<string>): View => {
  if (panels === 0) {
    return { ...none, found: "none", words: "There is no panel yet. Add one first." }
  }
  return away.length > 0
    ? { ...none, found: "unreachable", words: `Order ${orderId} could not be looked up. ${away.join(" ")}` }
    : { ...none, found: "none", words: `No panel knows an order ${orderId}.` }
}

type Hit = { readonly order: Order; readonly panel: TenantConfig["panels"][number] }

const several = ({ orderId }: Question, hits: ReadonlyArray<Hit>): View => ({
  ...none,
  found: "several",
  words: `Order ${orderId} is on several panels. Choose which one is meant.`,
  panels: hits.map(({ panel: { id, name } }) => ({ id, name }))
})

const summary = (acts: number, refusal: string | null): string => {
  const told = acts === 0 ? "Nobody is told: staff see the request on its page." : `${acts} get it.`
  return refusal === null
    ? told
    : `At this moment the bot would refuse it. If it were accepted: ${told.charAt(0).toLowerCase()}${told.slice(1)}`
}

const orderView = ({ order, panel }: Hit, { alias, isManual }: DispatchPlan): NonNullable<View["order"]> => ({
  id: order.id,
  panelId: panel.id,
  panelName: panel.name,
  status: order.status,
  serviceId: order.serviceId,
  serviceName: order.serviceName,
  isManual,
  providerAlias: alias,
  hasExternalId: (order.externalId ?? "").trim() !== ""
})

const actView = (
  { dispatch, place, why }: DispatchPlan["acts"][number],
  entries: ReadonlyArray<RouteEntry>,
  text: string
): View["acts"][number] => {
  const entry = dispatch.kind === "provider" ? entries.find(({ id }) => id === dispatch.routeId) : undefined
  return {
    kind: dispatch.kind,
    place,
    why,
    channelName: entry?.channelName ?? null,
    problems: entry === undefined ? [] : problemsOf(entry),
    text: dispatch.kind === "provider" ? text : null
  }
}

/** The message as the provider's chat would get it for this one order. */
const messageText = (
  { panels, providers }: TenantConfig,
  order: Order,
  command: RequestCommand,
  { providerId }: DispatchPlan
): string => {
  const provider = providers.find(({ id }) => id === providerId)
  return renderProviderMessage({
    format: provider?.format ?? null,
    words: wordsFor(provider?.words ?? {}, order.status),
    status: statusWord(order.status),
    command,
    items: [{ externalId: order.externalId ?? "", orderId: order.id }],
    alias: provider?.alias ?? "",
    panelName: panels.find(({ id }) => id === order.panelId)?.name ?? ""
  })
}
