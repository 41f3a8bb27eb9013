import { Show } from "solid-js"
import { orderWords, requestWord, commandWords } from "../words/orderWords.ts"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"
import type { KnownOrder } from "./createDetail.ts"

/** How an order stands: what its panel said last, else its newest request. */
export const chipWord = (
  order: KnownOrder | undefined
): { readonly tone: Tone; readonly label: string; readonly letter: string } => {
  if (order?.status != null) return orderWords[order.status]
  const request = order?.requests[0]
  return request === undefined ? orderWords.unknown : { letter: "", ...requestWord(request) }
}

/** An order's number in a text: its status by shape, colour and letters; a press opens what can be done. */
export const OrderChip = (props: {
  readonly orderId: string
  readonly order: KnownOrder | undefined
  readonly onPress: (chip: HTMLElement) => void
}) => {
  const word = () => chipWord(props.order)
  const meaning = () => {
    const requests = (props.order?.requests ?? []).map(
      (request) => `${commandWords[request.command]}: ${requestWord(request).label.toLowerCase()}`
    )
    const state = props.order === undefined ? "not asked for yet" : word().label
    return [`Order ${props.orderId}`, state, ...requests].join(" · ")
  }
  return (
    <button
      type="button"
      title={meaning()}
      aria-label={meaning()}
      aria-haspopup="menu"
      data-chip={props.orderId}
      data-letter={props.order === undefined ? "" : word().letter}
      onClick={(event) => props.onPress(event.currentTarget)}
      class="figures inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong bg-bg px-1.5 align-[-1px] text-sm after:text-xs after:font-normal after:text-muted after:content-[attr(data-letter)] font-medium hover:border-accent hover:text-accent"
      classList={{ "border-dashed": props.order === undefined }}
    >
      <Show when={props.order !== undefined}>
        <StatusShape tone={word().tone} />
      </Show>
      {props.orderId}
    </button>
  )
}
