import { Match, Switch } from "solid-js"
import type { Message } from "../api/Views.ts"

const words: Partial<Record<Message["stage"], string>> = {
  queued: "Queued",
  sending: "Being sent",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Not sent",
  uncertain: "It is not certain that this was sent"
}

/** How far a message of ours has come: clock, one tick, two, two on a filled ground, red "!", amber "?". */
export const Ticks = (props: { readonly stage: Message["stage"]; readonly note: string | null }) => {
  const label = () => words[props.stage] ?? props.stage
  const title = () => (props.note === null ? label() : `${label()}: ${props.note}`)
  return (
    <svg viewBox="0 0 18 14" class="h-3.5 w-4.5 shrink-0" role="img" aria-label={title()}>
      <title>{title()}</title>
      <Switch>
        <Match when={props.stage === "queued" || props.stage === "sending"}>
          <circle cx="9" cy="7" r="5.2" fill="none" stroke="currentColor" stroke-width="1.4" />
          <path
            d="M9 4v3.2l2 1.2"
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
            stroke-linecap="round"
          />
        </Match>
        <Match when={props.stage === "sent"}>
          <path
            d="m4.5 7.5 3 3 6-7"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-linecap="round"
          />
        </Match>
        <Match when={props.stage === "delivered"}>
          <path
            d="m1.5 7.5 3 3 6-7M7.5 9.2l1.3 1.3 6-7"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-linecap="round"
          />
        </Match>
        <Match when={props.stage === "read"}>
          <rect width="18" height="14" rx="4" class="fill-accent" />
          <path
            d="m2.5 7.6 2.4 2.4 5-5.8M8 9l1 1 5.4-5.8"
            fill="none"
            stroke="var(--bg)"
            stroke-width="1.6"
            stroke-linecap="round"
          />
        </Match>
        <Match when={props.stage === "failed"}>
          <circle cx="9" cy="7" r="6.4" class="fill-bad" />
          <path d="M9 3.4v4.2M9 9.4v1.2" stroke="var(--bg)" stroke-width="1.7" stroke-linecap="round" />
        </Match>
        <Match when={props.stage === "uncertain"}>
          <path d="M9 .8 15.6 13H2.4z" class="fill-warn" />
          <path d="M9 5v3.4M9 10v1" stroke="var(--bg)" stroke-width="1.5" stroke-linecap="round" />
        </Match>
      </Switch>
    </svg>
  )
}
