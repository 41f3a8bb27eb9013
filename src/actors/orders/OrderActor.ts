import { Effect } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import { type OrderAnswer, OrderAnswer as OrderAnswerSchema } from "../../domain/OrderAnswer.ts"
import { Ask, makeOrderWork } from "./OrderWork.ts"
import { ActorFailed, supervised } from "../Supervision.ts"

/** One order of one panel: its mailbox puts racing commands in the order of their arrival (OR-04). Id: tenant/panel/order. */
export const OrderActor = Entity.make("Order", [
  Rpc.make("Request", { payload: Ask, success: OrderAnswerSchema, error: ActorFailed })
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
    const answers = new Map<string, OrderAnswer>()

    const remember = (key: string, answer: OrderAnswer) => {
      answers.set(key, answer)
      if (answers.size > rememberedAnswers) answers.delete(answers.keys().next().value!)
      return answer
    }

    const forget = Effect.andThen(
      work.forget,
      Effect.sync(() => answers.clear())
    )

    return OrderActor.of({
      Request: ({ payload }) => {
        const key = `${payload.messageId}/${payload.asked}`
        const before = answers.get(key)
        return before === undefined
          ? Effect.map(work.answer(payload), ({ answer }) => remember(key, answer)).pipe(
              supervised("OrderActor", forget)
            )
          : Effect.succeed(before)
      }
    })
  }),
  { maxIdleTime: "5 minutes", mailboxCapacity: 1024, disableFatalDefects: true }
)
