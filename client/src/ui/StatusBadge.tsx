import { Match, Switch } from "solid-js"

/** What a state means for the reader; each tone has its own colour AND its own shape. */
export type Tone = "ok" | "busy" | "warn" | "bad" | "info" | "off" | "plain"

const colours: Record<Tone, string> = {
  ok: "text-ok",
  busy: "text-info",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
  off: "text-muted",
  plain: "text-edge"
}

/** The shape alone, 12 px: tick in a disc, half disc, triangle, "!" in a square, ring, dash, dot. */
export const StatusShape = (props: { readonly tone: Tone; readonly class?: string }) => (
  <svg
    viewBox="0 0 12 12"
    aria-hidden="true"
    class={`size-3 shrink-0 ${colours[props.tone]} ${props.class ?? ""}`}
  >
    <Switch>
      <Match when={props.tone === "ok"}>
        <circle cx="6" cy="6" r="5.5" fill="currentColor" />
        <path d="M3.4 6.2 5.2 8l3.4-3.8" fill="none" stroke="var(--bg)" stroke-width="1.4" />
      </Match>
      <Match when={props.tone === "busy"}>
        <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" stroke-width="1.4" />
        <path d="M6 1.2a4.8 4.8 0 0 1 0 9.6z" fill="currentColor" />
      </Match>
      <Match when={props.tone === "warn"}>
        <path d="M6 .8 11.6 11H.4z" fill="currentColor" />
        <path d="M6 4.4v3M6 8.7v1" stroke="var(--bg)" stroke-width="1.3" />
      </Match>
      <Match when={props.tone === "bad"}>
        <rect x=".7" y=".7" width="10.6" height="10.6" rx="2" fill="currentColor" />
        <path d="M6 2.8v3.8M6 8v1.4" stroke="var(--bg)" stroke-width="1.5" />
      </Match>
      <Match when={props.tone === "info"}>
        <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.6" />
      </Match>
      <Match when={props.tone === "plain"}>
        <circle cx="6" cy="6" r="2" fill="currentColor" />
      </Match>
      <Match when={props.tone === "off"}>
        <path d="M2 6h8" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
      </Match>
    </Switch>
  </svg>
)

/** A state in words, with its shape. */
export const StatusBadge = (props: {
  readonly tone: Tone
  readonly label: string
  readonly title?: string
}) => (
  <span
    class="inline-flex max-w-full items-center gap-1.5 text-sm whitespace-nowrap"
    title={props.title ?? props.label}
  >
    <StatusShape tone={props.tone} />
    <span class="truncate">{props.label}</span>
  </span>
)
