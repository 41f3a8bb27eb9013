import { For, Show } from "solid-js"
import { orderWords, requestWord, commandWords } from "../words/orderWords.ts"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"
import type { KnownOrder } from "./createDetail.ts"
import { splitOrderIds } from "./orderIds.ts"

/** A message's text; numbers of orders known here are chips. */
export const MessageText = (props: {
  readonly text: string
  readonly orders: ReadonlyMap<string, KnownOrder>
  readonly onOrder: (orderId: string) => void
  /** Width kept free at the end of the last line, where the time stands. */
  readonly stampClass: string
}) => (
  <p class="min-w-0 flex-1 text-base break-words whitespace-pre-wrap">
    <For each={splitOrderIds(props.text, (orderId) => props.orders.has(orderId))}>
      {(piece) => (
        <Show when={piece._tag === "Order" && piece} fallback={piece._tag === "Text" ? piece.text : null}>
          {(order) => (
            <OrderChip
              orderId={order().orderId}
              order={props.orders.get(order().orderId)}
              onPress={() => props.onOrder(order().orderId)}
            />
          )}
        </Show>
      )}
    </For>
    <span class={`inline-block h-4 align-bottom ${props.stampClass}`} aria-hidden="true" />
  </p>
)

const chipWord = (order: KnownOrder | undefined): { readonly tone: Tone; readonly label: string } => {
  if (order?.status != null) return orderWords[order.status]
  const request = order?.requests[0]
  return request === undefined ? orderWords.unknown : requestWord(request)
}

const OrderChip = (props: {
  readonly orderId: string
  readonly order: KnownOrder | undefined
  readonly onPress: () => void
}) => {
  const word = () => chipWord(props.order)
  const meaning = () => {
    const requests = (props.order?.requests ?? []).map(
      (request) => `${commandWords[request.command]}: ${requestWord(request).label.toLowerCase()}`
    )
    return [`Order ${props.orderId}`, word().label, ...requests].join(" · ")
  }
  return (
    <button
      type="button"
      title={meaning()}
      aria-label={meaning()}
      onClick={() => props.onPress()}
      class="figures inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong bg-bg px-1.5 align-[-1px] text-sm font-medium hover:border-accent hover:text-accent"
    >
      <StatusShape tone={word().tone} />
      {props.orderId}
    </button>
  )
}
