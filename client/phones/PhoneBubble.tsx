import { Show } from "solid-js"
import { formatClock, formatExact } from "../src/time/formatTime.ts"
import type { PhoneMessage } from "./PhonesApi.ts"

const stages = { sent: 1, delivered: 2, read: 3 } as const
const words = ["", "Sent", "Delivered", "Read"]

/** One message on a phone. */
export const PhoneBubble = (props: { readonly message: PhoneMessage; readonly isFirst: boolean }) => {
  const ticks = () => {
    const value = props.message.ticks
    return typeof value === "string" ? stages[value] : (value ?? 0)
  }
  return (
    <div
      class="rise relative max-w-[86%] rounded-xl px-2.5 pt-1 pb-1.5 shadow-[0_1px_1px_rgb(0_0_0/10%)]"
      classList={{
        "self-end bg-(--mine)": props.message.mine,
        "self-start bg-(--theirs)": !props.message.mine,
        "rounded-tr-none": props.message.mine && props.isFirst,
        "rounded-tl-none": !props.message.mine && props.isFirst,
        "mt-1.5": props.isFirst
      }}
    >
      <Show when={!props.message.mine && props.isFirst && props.message.author}>
        {(author) => <p class="text-xs font-semibold text-(--tint)">{author()}</p>}
      </Show>
      <p class="text-sm break-words whitespace-pre-wrap">
        {props.message.text}
        <span class={`inline-block h-3 ${ticks() > 0 ? "w-15" : "w-10"}`} aria-hidden="true" />
      </p>
      <span class="absolute right-2 bottom-1 flex items-center gap-1 text-[11px] leading-4 text-(--quiet)">
        <time
          class="figures"
          datetime={new Date(props.message.at).toISOString()}
          title={formatExact(props.message.at)}
        >
          {formatClock(props.message.at)}
        </time>
        <Show when={props.message.mine && ticks() > 0}>
          <svg
            viewBox="0 0 16 10"
            class="h-2.5 w-4"
            role="img"
            aria-label={words[ticks()] ?? ""}
            classList={{ "text-(--tint)": ticks() === 3 }}
          >
            <path
              d={ticks() === 1 ? "m4 5.5 2.5 2.5 5-6" : "m1 5.5 2.5 2.5 5-6M7 7.5l.8.8 5.2-6.3"}
              fill="none"
              stroke="currentColor"
              stroke-width={ticks() === 3 ? 2 : 1.4}
              stroke-linecap="round"
            />
          </svg>
        </Show>
      </span>
    </div>
  )
}
