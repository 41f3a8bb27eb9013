import { Clock, Duration, Effect, Random, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { assess, closingLine, isShownByPanel, type Sight } from "../../domain/FollowUp.ts"
import type { OrderId } from "../../domain/Ids.ts"
import type { RequestResult } from "../../domain/RequestResult.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { FollowUps, type HeldRequest, type RequestEnding } from "../../ports/FollowUps.ts"
import { Journal } from "../../ports/Journal.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { Panels } from "../../ports/Panels.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** How requests are looked after. */
export interface FollowUpPace {
  /** Between two looks at what is due. */
  readonly look: Duration.Input
  /** A panel that has not answered by then is looked at again later. */
  readonly patience: Duration.Input
}

/** Results are minutes or hours old when they show: seconds more do not matter. */
export const defaultPace: FollowUpPace = { look: "15 seconds", patience: "30 seconds" }

/** Requests looked at in one round; the next one follows at once while there are more. */
const roundSize = 1_000

/** What a round holds is free again after this, should the process die: longer than any round takes. */
const holdMillis = 5 * 60_000

/** The panels' own limit. */
const idsPerCall = 100

/** Panels that are read at the same time: one that hangs leaves turns for the others. */
const panelsAtOnce = 8

/** Conversations that are written at the same time, so that the pool has connections left for those who wait. */
const writesAtOnce = 3

/** One request and how its order looks now. */
interface Seen {
  readonly request: HeldRequest
  readonly sight: Sight
}

/** Looks at one panel's orders, 100 in a call; after its first failure or silence the rest counts as unreachable. */
const lookAtPanel = Effect.fnUntraced(function* (
  requests: ReadonlyArray<HeldRequest>,
  patience: Duration.Input
) {
  const panels = yield* Panels
  const { tenantId, panelId } = requests[0]!
  const shown = requests.filter(({ command }) => isShownByPanel(command))
  const ids = [...new Set(shown.map(({ orderId }) => orderId))]
  const sights = new Map<OrderId, Sight>()
  yield* Effect.gen(function* () {
    for (let from = 0; from < ids.length; from += idsPerCall) {
      const asked = ids.slice(from, from + idsPerCall)
      const found = yield* panels.findOrders(tenantId, panelId, asked)
      for (const id of asked) sights.set(id, found.get(id) ?? "absent")
    }
  }).pipe(
    Effect.timeoutOption(patience),
    Effect.catchTag("PanelError", () => Effect.void),
    Effect.catchCause((cause) => Effect.logError("A panel could not be looked at for follow-ups", cause)),
    Effect.provideService(PanelPriority, "background")
  )
  return requests.map((request): Seen => {
    const sight = isShownByPanel(request.command) ? (sights.get(request.orderId) ?? "unreachable") : "absent"
    return { request, sight }
  })
})

/** Ends what has ended in one conversation, and lets the rest go until its next look. */
const settle = Effect.fnUntraced(function* (seen: ReadonlyArray<Seen>) {
  const followUps = yield* FollowUps
  const { tenantId, conversationId } = seen[0]!.request
  const { rules } = yield* (yield* Tenants).config(tenantId)
  const now = yield* Clock.currentTimeMillis
  const endings = new Map<HeldRequest, RequestEnding>()
  const later: Array<{ readonly request: HeldRequest; readonly at: number | null }> = []
  for (const { request, sight } of seen) {
    const assessment = assess(request, sight, rules, now, yield* Random.next)
    if (assessment._tag !== "Ended") {
      later.push({ request, at: assessment._tag === "LookAgain" ? assessment.at : null })
      continue
    }
    const { result, template } = assessment
    const status = typeof sight === "string" ? request.orderStatus : sight.status
    const line =
      template === null || !rules.isClosingMessageSent
        ? null
        : closingLine(inLanguage(rules, request.language), template, request, status)
    endings.set(request, { requestId: request.requestId, result, line })
  }
  if (later.length > 0) yield* followUps.release(later)
  if (endings.size === 0) return
  const ended = yield* followUps.end(tenantId, conversationId, [...endings.values()], now)
  for (const [request, { result }] of endings) {
    if (ended.ids.includes(request.requestId)) yield* note(request, result)
  }
})

/** A line of the live log. */
const note = Effect.fnUntraced(function* (request: HeldRequest, result: RequestResult) {
  const { tenantId, conversationId, command, orderId, requestId } = request
  yield* (yield* Journal).write(tenantId, {
    level: result === "stale" ? "warn" : "info",
    area: "command",
    text: `Follow-up, ${command} ${orderId}: ${resultWords[result]}`,
    requestId,
    ...(conversationId === null ? {} : { conversationId })
  })
})

const resultWords: Readonly<Record<RequestResult, string>> = {
  done: "done, as the panel shows",
  partial: "done in part, as the panel shows",
  late: "the order ended in another way first",
  rejected: "rejected",
  closed: "closed",
  stale: "nobody answered in time"
}

/**
 * Looks once at the requests that are due (OR-11): each panel and each conversation by itself, so that one that fails
 * stops no other; what failed is due again when its hold ends. Gives how many it looked at.
 */
export const lookOnce = Effect.fn("FollowUp.lookOnce")(function* (pace: FollowUpPace = defaultPace) {
  const followUps = yield* FollowUps
  const now = yield* Clock.currentTimeMillis
  const held = yield* followUps.claim(now, now + holdMillis, roundSize)
  const panels = Map.groupBy(held, ({ panelId, tenantId }) => `${tenantId}/${panelId}`)
  const seen = yield* Effect.forEach(panels.values(), (requests) => lookAtPanel(requests, pace.patience), {
    concurrency: panelsAtOnce
  })
  // All panels first: what ended in one conversation is told in one message.
  const chats = Map.groupBy(seen.flat(), ({ request }) => `${request.tenantId}/${request.conversationId}`)
  yield* Effect.forEach(
    chats.values(),
    (group) =>
      settle(group).pipe(
        Effect.catchCause((cause) => Effect.logError("Requests could not be followed up", cause))
      ),
    { concurrency: writesAtOnce, discard: true }
  )
  return held.length
})

/** Once in the deployment: follows accepted requests to their end. */
export const layerWith = (pace: FollowUpPace) =>
  Singleton.make(
    "follow-up",
    lookOnce(pace).pipe(
      Effect.repeat({ while: (count) => count === roundSize }),
      Effect.catchCause((cause) => Effect.logError("Requests could not be followed up, trying again", cause)),
      Effect.repeat(Schedule.spaced(pace.look))
    )
  )

/** `layerWith` the default pace. */
export const layer = layerWith(defaultPace)
