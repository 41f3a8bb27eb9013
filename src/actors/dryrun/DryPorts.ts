import { Effect, Layer, Option } from "effect"
import type { CommandName } from "../../domain/CommandName.ts"
import { CustomerId, type OrderId, RegistrationId, RequestId } from "../../domain/Ids.ts"
import type { OrderAnswer, TraceStep } from "../../domain/OrderAnswer.ts"
import { codeAlphabet, codeLength } from "../../domain/Registration.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Bulks } from "../../ports/Bulks.ts"
import { Conduct } from "../../ports/Conduct.ts"
import { Dispatches } from "../../ports/Dispatches.ts"
import { FollowUps } from "../../ports/FollowUps.ts"
import { Journal } from "../../ports/Journal.ts"
import { Mail } from "../../ports/Mail.ts"
import type { Panels } from "../../ports/Panels.ts"
import { ProviderAnswers } from "../../ports/ProviderAnswers.ts"
import { Registrations } from "../../ports/Registrations.ts"
import { type AcceptResult, type NewRequest, Requests } from "../../ports/Requests.ts"
import { Services } from "../../ports/Services.ts"
import type { Tenants } from "../../ports/Tenants.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { OrderDesk } from "../orders/OrderDesk.ts"
import { makeOrderWork } from "../orders/OrderWork.ts"

/** What one order would come to; `request` is what would be recorded, null when nothing would. */
export interface DryOrder {
  readonly orderId: OrderId
  readonly asked: CommandName
  readonly answer: OrderAnswer
  readonly trace: ReadonlyArray<TraceStep>
  readonly request: NewRequest | null
}

const nothing = () => Effect.void
const never = () => Effect.die("A dry run carries nothing out.")

/** Nobody waits, nobody is counted, nobody is told. */
const silence = Layer.mergeAll(
  Layer.succeed(Journal, { write: nothing }),
  Layer.succeed(Alerts, { raise: nothing }),
  Layer.succeed(Mail, { isConfigured: true, send: nothing }),
  Layer.succeed(Services, {
    list: never,
    states: never,
    replace: never,
    refreshFailed: never,
    learn: nothing,
    due: never
  }),
  Layer.succeed(Bulks, {
    begin: nothing,
    progress: nothing,
    finish: nothing,
    list: () => Effect.succeed({ items: [], next: null })
  }),
  Layer.succeed(Conduct, {
    note: () => Effect.succeed({ count: 0, blockedUntil: null, isFirst: true }),
    suspend: () => Effect.succeed(true)
  }),
  Layer.succeed(FollowUps, {
    claim: never,
    release: never,
    end: never,
    remind: never,
    find: never,
    endByHand: never
  }),
  Layer.succeed(ProviderAnswers, {
    lookUp: () => Effect.succeed({ isOurs: false, quoted: null, named: [], only: null }),
    keep: nothing
  }),
  Layer.succeed(Dispatches, {
    release: nothing,
    take: never,
    settlePanelCalls: never
  })
)

/** Requests as they are, and as they would be: the rule of the database is played with its own data (OR-04). */
const dryRequests = (accepted: Map<RequestId, NewRequest>) =>
  Layer.effect(
    Requests,
    Effect.map(Requests, (real) =>
      Requests.of({
        byCause: real.byCause,
        history: real.history,
        stages: () => Effect.succeed(new Map()),
        accept: Effect.fnUntraced(function* (request: NewRequest): Effect.fn.Return<AcceptResult> {
          const { tenantId, panelId, orderId, command, at, cooldownSeconds } = request
          const { open, lastAccepted } = yield* real.history(tenantId, panelId, orderId)
          const isOpen = [...open, ...sameOrder(accepted, request)].some((one) => one.command === command)
          const isWaiting = lastAccepted.some(
            (last) => last.command === command && at - last.at < cooldownSeconds * 1000
          )
          if (isOpen || isWaiting) return { _tag: "Occupied", isOpen }
          const requestId = RequestId.make(`dry-${accepted.size + 1}`)
          accepted.set(requestId, request)
          return { _tag: "Accepted", requestId }
        })
      })
    )
  )

const sameOrder = (accepted: ReadonlyMap<RequestId, NewRequest>, { panelId, orderId }: NewRequest) =>
  [...accepted.values()].filter((one) => one.panelId === panelId && one.orderId === orderId)

/** A registration would be let through. */
const dryRegistrations = Layer.effect(
  Registrations,
  Effect.map(Registrations, (real) =>
    Registrations.of({
      ...real,
      waiting: () => Effect.succeed(Option.none()),
      begin: () =>
        Effect.succeed({
          id: RegistrationId.make("dry"),
          code: codeAlphabet.slice(0, codeLength)
        }),
      checkCode: () => Effect.succeed(true),
      link: () => Effect.succeed({ _tag: "Linked", customerId: CustomerId.make("dry") }),
      approve: () => Effect.succeed({ _tag: "Linked", customerId: CustomerId.make("dry") }),
      close: () => Effect.succeed(true)
    })
  )
)

/**
 * Every port through which a message is acted on, without its acts; `orders` fills as orders are asked for. Only what
 * a dispatch would confirm counts as confirmed: the answer is the one of a good day.
 */
export const withoutWrites = () => {
  const accepted = new Map<RequestId, NewRequest>()
  const orders: Array<DryOrder> = []
  const requests = dryRequests(accepted)
  const wakeups = Layer.succeed(Wakeups, {
    channel: nothing,
    dispatches: Effect.void,
    awaitDispatches: nothing,
    awaitProviderCalls: nothing,
    staged: nothing,
    isAlone: () => true,
    awaitStaged: (ids) => Effect.succeed(new Map(ids.map((id) => [id, "added" as const])))
  })
  const desk = Layer.effect(
    OrderDesk,
    Effect.gen(function* () {
      const context = yield* Effect.context<Panels | Requests | Tenants | Wakeups>()
      return OrderDesk.of({
        ask: Effect.fnUntraced(function* (tenantId, panelId, orderId, ask) {
          const work = yield* Effect.provide(makeOrderWork(tenantId, panelId, orderId), context)
          const { answer, trace } = yield* work.answer(ask)
          const request = answer._tag === "Accepted" ? (accepted.get(answer.requestId) ?? null) : null
          orders.push({ orderId, asked: ask.asked, answer, trace, request })
          return { answer, trace }
        })
      })
    })
  ).pipe(Layer.provide([requests, wakeups]))
  return { layer: Layer.mergeAll(silence, requests, dryRegistrations, wakeups, desk), orders }
}
