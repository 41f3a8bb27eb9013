import { createEffect, createSignal, on, type Accessor } from "solid-js"
import { lookAtOrder, type OrderLook } from "../api/ExplanationGateway.ts"
import { createAct } from "../ui/createAct.ts"

/** Reads an order of the open chat on its panel, when somebody asks how it looks now. */
export const createOrderLook = (
  conversationId: Accessor<string | null>,
  onSeen: (look: OrderLook) => void
) => {
  const act = createAct()
  /** The order that the trouble is of. */
  const [asked, setAsked] = createSignal<string | null>(null)
  createEffect(
    on(conversationId, () => {
      setAsked(null)
      act.forget()
    })
  )
  return {
    isBusy: (orderId: string) => act.isBusy(orderId),
    trouble: (orderId: string) => (asked() === orderId ? act.trouble() : null),
    look: (orderId: string) => {
      const id = conversationId()
      if (id === null) return
      setAsked(orderId)
      void act.run(async () => {
        const look = await lookAtOrder(id, orderId)
        if (conversationId() === id) onSeen(look)
      }, orderId)
    }
  }
}

export type OrderLooks = ReturnType<typeof createOrderLook>
