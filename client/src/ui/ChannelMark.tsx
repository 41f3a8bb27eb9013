import MessageCircle from "lucide-solid/icons/message-circle"
import Send from "lucide-solid/icons/send"
import { Show } from "solid-js"
import type { ChannelView } from "../api/Views.ts"
import { kindWords } from "../words/channelWords.ts"

/** Which network: a bubble for WhatsApp, a paper plane for Telegram. */
export const ChannelMark = (props: {
  readonly kind: ChannelView["kind"]
  readonly name?: string
  readonly class?: string
}) => {
  const label = () =>
    props.name === undefined ? kindWords[props.kind] : `${kindWords[props.kind]} “${props.name}”`
  return (
    <span role="img" aria-label={label()} title={label()} class={`shrink-0 ${props.class ?? ""}`}>
      <Show when={props.kind !== "telegram"} fallback={<Send class="size-4 text-info" aria-hidden="true" />}>
        <MessageCircle class="size-4 text-ok" aria-hidden="true" />
      </Show>
    </span>
  )
}
