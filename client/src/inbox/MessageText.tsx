import { For, Show } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import type { KnownOrder } from "./createDetail.ts"
import { OrderChip } from "./OrderChip.tsx"
import { splitOrderIds } from "./orderIds.ts"

/** A message's text; numbers of orders are chips: those known here, and in customers' words those that are likely to be. */
export const MessageText = (props: {
  readonly text: string
  /** A customer wrote it. */
  readonly isTheirs: boolean
  readonly orders: ReadonlyMap<string, KnownOrder>
  readonly onOrder: (orderId: string, chip: HTMLElement) => void
  /** Width kept free at the end of the last line, where the time stands. */
  readonly stampClass: string
}) => {
  const session = useSession()
  const pieces = () =>
    splitOrderIds(
      props.text,
      (orderId) => props.orders.has(orderId),
      props.isTheirs && mayDo(session.login(), ["orders.manage"])
    )
  return (
    <p class="min-w-0 flex-1 text-base break-words whitespace-pre-wrap">
      <For each={pieces()}>
        {(piece) => (
          <Show when={piece._tag === "Order" && piece} fallback={piece._tag === "Text" ? piece.text : null}>
            {(order) => (
              <OrderChip
                orderId={order().orderId}
                order={props.orders.get(order().orderId)}
                onPress={(chip) => props.onOrder(order().orderId, chip)}
              />
            )}
          </Show>
        )}
      </For>
      <span class={`inline-block h-4 align-bottom ${props.stampClass}`} aria-hidden="true" />
    </p>
  )
}
