import { Effect } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import { TracedAnswer } from "../../domain/OrderAnswer.ts"
import { CommandTally } from "../../ports/CommandTally.ts"
import { Ask, makeOrderWork } from "./OrderWork.ts"
import { ActorFailed, makeResident, supervised } from "../Supervision.ts"

/** One order of one panel: its mailbox puts racing commands in the order of their arrival (OR-04). Id: tenant/panel/order. */
export const OrderActor = Entity.make("Order", [
  Rpc.make("Request", { payload: Ask, success: TracedAnswer, error: ActorFailed })
])

/** The id of an order's actor. */
export const orderActorId = (tenantId: TenantId, panelId: PanelId, orderId: OrderId): string =>
  `${tenantId}/${panelId}/${orderId}`

/** Answers remembered for messages that ask again. */
const rememberedAnswers = 32

export const OrderActorLayer = OrderActor.toLayer(
  Effect.gen(function* () {
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, panel, order] = entityId.split("/") as [string, string, string]
    const work = yield* makeOrderWork(TenantId.make(tenant), PanelId.make(panel), OrderId.make(order))
    const answers = new Map<string, TracedAnswer>()
    const count = yield* CommandTally
    const resident = yield* makeResident("Order")

    const remember = (key: string, answer: TracedAnswer) => {
      count(answer.answer.asked, answer.answer)
      answers.set(key, answer)
      if (answers.size > rememberedAnswers) answers.delete(answers.keys().next().value!)
      return answer
    }

    const forget = Effect.andThen(
      work.forget,
      Effect.sync(() => answers.clear())
    )

    const guard = supervised(resident, forget)

    return OrderActor.of({
      Request: ({ payload }) => {
        resident.askedBy = payload.conversationId
        const key = `${payload.messageId}/${payload.asked}`
        const before = answers.get(key)
        return before === undefined
          ? guard(Effect.map(work.answer(payload), (answer) => remember(key, answer)))
          : Effect.succeed(before)
      }
    })
  }),
  { maxIdleTime: "1 minute", mailboxCapacity: 1024, mailboxMetrics: true, disableFatalDefects: true }
)
