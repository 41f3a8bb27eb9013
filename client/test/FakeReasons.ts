import type { TimelineStep, Why } from "../src/api/ExplanationGateway.ts"
import type { LiveEvent, RequestView } from "../src/api/Views.ts"
import type { Reply } from "./FakeApi.ts"
import type { World } from "./Seed.ts"

interface Reason {
  readonly reply: Reply
  readonly event?: LiveEvent
}

const notFound: Reply = [404, { message: "There is nothing of this id.", reference: "req_404" }]

const idsIn = (text: string): ReadonlyArray<string> => [...text.matchAll(/\d{9}/g)].map(([id]) => id)

/** The first order of a text is accepted, the others are refused by their guarantee. */
const whyOf = (world: World, id: string): Reply => {
  const thread = [...world.messages.values()].find((list) => list.some((one) => one.id === id)) ?? []
  const at = thread.findIndex((one) => one.id === id)
  const cause = thread.slice(0, at + 1).findLast(({ direction }) => direction === "in")
  if (at === -1 || cause === undefined) return notFound
  const ids = idsIn(cause.text)
  const why: Why = {
    kind: "answer",
    cause: {
      messageId: cause.id,
      conversationId: cause.conversationId,
      text: cause.text,
      senderName: cause.senderName,
      at: cause.sentAt
    },
    by: null,
    isKept: true,
    commands: [{ command: "cancel", asked: "refund", orderIds: ids }],
    others: [],
    checks: [{ check: "sender known", input: "rahim_smm", outcome: "passed" }],
    orders: ids.map((orderId, index) => ({
      orderId,
      asked: "cancel",
      panelId: null,
      panelName: "Main panel",
      status: "in_progress",
      outcome: index === 0 ? "accepted" : "refused",
      reason: index === 0 ? null : "no guarantee",
      template: index === 0 ? "cancel.added" : "refill.no_guarantee",
      trace:
        index === 0
          ? []
          : [
              { check: "order found", input: "status in progress", outcome: "passed" },
              { check: "guarantee", input: "no refill service", outcome: "refused" }
            ]
    })),
    omitted: 0,
    template: null,
    requests: [...world.requests.values()].filter(({ orderId }) => orderId === ids[0]).slice(0, 1)
  }
  return [200, why]
}

const timelineOf = (request: RequestView): ReadonlyArray<TimelineStep> => [
  { _tag: "Received", at: request.acceptedAt - 900, text: `${request.orderId} ${request.command}`, by: null },
  { _tag: "Recorded", at: request.acceptedAt },
  ...request.dispatches.map((dispatch): TimelineStep => ({
    _tag: "Act",
    at: request.acceptedAt,
    dispatchId: dispatch.id,
    kind: dispatch.kind,
    label: dispatch.label,
    state: dispatch.state,
    attempts: dispatch.attempts,
    tookMs: dispatch.kind === "panel" ? 210 : null,
    endedAt: dispatch.at,
    safeText: dispatch.safeText,
    stage: dispatch.kind === "panel" ? null : "delivered",
    failures:
      dispatch.state === "dead"
        ? [{ at: request.acceptedAt + 5_000, outcome: "dead", safeText: "The group did not answer." }]
        : []
  })),
  { _tag: "Replied", at: request.acceptedAt + 2_000, text: "Cancel request added", stage: "read" },
  ...(request.answers ?? []).map(({ at, link, text, verdict }) => ({
    _tag: "Answered" as const,
    at,
    verdict,
    link,
    text
  })),
  ...(request.result === null || request.resultAt === null
    ? [{ _tag: "Watched", at: request.acceptedAt + 3_600_000 } as const]
    : [{ _tag: "Ended", at: request.resultAt, result: request.result, by: "sita" } as const])
]

/** Why messages were written, what became of requests, and looks at orders; undefined when something else is asked for. */
export const answerReasons = (world: World, path: string): Reason | undefined => {
  const [, , group, id = "", action = "", orderId = ""] = path.split("/")
  if (group === "messages" && action === "why") return { reply: whyOf(world, id) }
  if (group === "requests" && action === "timeline") {
    const request = world.requests.get(id)
    return { reply: request === undefined ? notFound : [200, { steps: timelineOf(request) }] }
  }
  if (group !== "conversations" || action !== "orders") return undefined
  const look = { orderId, panelName: "Main panel", status: "partial" as const, at: Date.now() }
  return { reply: [200, look], event: { _tag: "OrderSeen", ...look } }
}
