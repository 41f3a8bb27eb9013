import { Clock, Duration, Effect, Random, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { assess, closingLine } from "../../domain/FollowUp.ts"
import type { RequestId, TenantId } from "../../domain/Ids.ts"
import { nextReminder } from "../../domain/ProviderReminder.ts"
import type { RequestResult } from "../../domain/RequestResult.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { FollowUps, type HeldRequest, type RequestEnding } from "../../ports/FollowUps.ts"
import { Journal } from "../../ports/Journal.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { lookAtPanel, lookAtRefills, type Seen } from "./Sights.ts"

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

/** A reminder that met somebody else's change of its requests is tried again after this. */
const remindAgainMillis = 15 * 60_000

/** Panels that are read at the same time: one that hangs leaves turns for the others. */
const panelsAtOnce = 8

/** Conversations that are written at the same time, so that the pool has connections left for those who wait. */
const writesAtOnce = 3

/** Ends what has ended in one conversation, and lets the rest go until its next look. Gives those whose providers are to be reminded. */
const settle = Effect.fnUntraced(function* (seen: ReadonlyArray<Seen>) {
  const followUps = yield* FollowUps
  const { tenantId, conversationId } = seen[0]!.request
  const { rules } = yield* (yield* Tenants).config(tenantId)
  const now = yield* Clock.currentTimeMillis
  const endings = new Map<HeldRequest, RequestEnding>()
  const later: Array<{ readonly request: HeldRequest; readonly at: number | null }> = []
  const silent: Array<RequestId> = []
  for (const { request, sight } of seen) {
    const assessment = assess(request, sight, rules, now, yield* Random.next)
    if (assessment._tag === "NotWatched") {
      later.push({ request, at: null })
      continue
    }
    if (assessment._tag === "LookAgain") {
      const reminder = nextReminder(request, rules)
      const isDue = reminder !== null && reminder <= now
      if (isDue) silent.push(request.requestId)
      const next = isDue ? now + remindAgainMillis : (reminder ?? assessment.at)
      later.push({ request, at: Math.min(assessment.at, next) })
      continue
    }
    const { result, template } = assessment
    const status = typeof sight === "object" && "status" in sight ? sight.status : request.orderStatus
    const line =
      template === null || !rules.isClosingMessageSent
        ? null
        : closingLine(inLanguage(rules, request.language), template, request, status)
    endings.set(request, { requestId: request.requestId, result, line })
  }
  if (later.length > 0) yield* followUps.release(later)
  if (endings.size === 0) return { tenantId, silent }
  const ended = yield* followUps.end(tenantId, conversationId, [...endings.values()], now)
  for (const [request, { result }] of endings) {
    if (ended.ids.includes(request.requestId)) yield* note(request, result)
  }
  return { tenantId, silent }
})

/** Reminds the providers of one tenant; what cannot be said now is tried at the requests' next look. */
const remind = Effect.fnUntraced(function* (tenantId: TenantId, requests: ReadonlyArray<RequestId>) {
  const { rules } = yield* (yield* Tenants).config(tenantId)
  const now = yield* Clock.currentTimeMillis
  yield* (yield* FollowUps).remind(tenantId, requests, rules.providerReminders, now)
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
  done: "done, as it shows",
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
  const isRefillShown = ({ refill }: HeldRequest) => refill !== null
  const panels = Map.groupBy(
    held.filter((request) => !isRefillShown(request)),
    ({ panelId, tenantId }) => `${tenantId}/${panelId}`
  )
  const refills = Map.groupBy(held.filter(isRefillShown), ({ refill }) => refill?.providerId)
  const looks = [
    ...[...panels.values()].map((requests) => lookAtPanel(requests, pace.patience)),
    ...[...refills.values()].map((requests) => lookAtRefills(requests, pace.patience))
  ]
  const seen = yield* Effect.all(looks, { concurrency: panelsAtOnce })
  // All panels first: what ended in one conversation is told in one message.
  const chats = Map.groupBy(seen.flat(), ({ request }) => `${request.tenantId}/${request.conversationId}`)
  const settled = yield* Effect.forEach(
    chats.values(),
    (group) =>
      settle(group).pipe(
        Effect.catchCause((cause) =>
          Effect.as(Effect.logError("Requests could not be followed up", cause), null)
        )
      ),
    { concurrency: writesAtOnce }
  )
  // All conversations first: a provider gets one message for all that he has not answered.
  const silent = Map.groupBy(
    settled.filter((one) => one !== null && one.silent.length > 0),
    (one) => one?.tenantId
  )
  for (const [tenantId, groups] of silent) {
    if (tenantId === undefined) continue
    yield* remind(
      tenantId,
      groups.flatMap((one) => one?.silent ?? [])
    ).pipe(Effect.catchCause((cause) => Effect.logError("Providers could not be reminded", cause)))
  }
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
