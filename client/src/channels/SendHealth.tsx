import { Show } from "solid-js"
import { sendLevel, spanWords } from "../../../src/domain/ChannelHealth.ts"
import type { ChannelView } from "../api/Views.ts"
import { createNow } from "../time/createNow.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { levelTone } from "../words/channelWords.ts"

/** Whether messages really go out: when the network confirmed one of ours, and how long the oldest waits for that (CH-02). */
export const SendHealth = (props: { readonly channel: ChannelView }) => {
  const now = createNow(1000)
  const level = () => sendLevel(props.channel, now())
  return (
    <div class="text-muted">
      <p class="flex items-center gap-1.5" title="When the network last confirmed a message of ours">
        <StatusShape tone={levelTone[level()]} />
        <Show when={props.channel.lastAcknowledgedAt} fallback="No message of ours was confirmed yet">
          {(at) => (
            <span>
              Last message confirmed <TimeText at={at()} look="ago" />
              <Show when={level() === "unproven"}>, none since it connected or for a day</Show>
            </span>
          )}
        </Show>
      </p>
      <Show when={props.channel.oldestWaitingAt}>
        {(at) => (
          <p class="pl-4.5" classList={{ "text-warn": level() === "stuck" }}>
            The oldest unconfirmed message waits for {spanWords(now() - at())}
          </p>
        )}
      </Show>
    </div>
  )
}
