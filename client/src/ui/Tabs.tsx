import { createEffect, Index, Show } from "solid-js"
import { formatCount } from "../time/formatTime.ts"

export interface Tab<K extends string> {
  readonly key: K
  readonly label: string
  readonly count?: number | undefined
}

/** Filters with their counts. Buttons, not tabs: they filter one list. */
export const FilterTabs = <K extends string>(props: {
  readonly label: string
  readonly tabs: ReadonlyArray<Tab<K>>
  readonly current: K
  readonly onPick: (key: K) => void
  readonly class?: string
}) => {
  let group: HTMLDivElement | undefined
  // Where they do not fit side by side, the current one is in sight.
  createEffect(() => {
    const place = props.tabs.findIndex((tab) => tab.key === props.current)
    group?.children[place]?.scrollIntoView({ block: "nearest", inline: "nearest" })
  })
  return (
    <div
      ref={(element) => (group = element)}
      role="group"
      aria-label={props.label}
      class={`flex gap-1 overflow-x-auto scroll-thin p-0.5 ${props.class ?? ""}`}
    >
      {/* By place, so that a new count does not take the focus off a button. */}
      <Index each={props.tabs}>
        {(tab) => (
          <button
            type="button"
            aria-pressed={props.current === tab().key}
            onClick={() => props.onPick(tab().key)}
            class="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-sm transition-colors pointer-coarse:h-9"
            classList={{
              "bg-selected text-accent font-medium": props.current === tab().key,
              "text-muted hover:bg-hover hover:text-text": props.current !== tab().key
            }}
          >
            {tab().label}
            <Show when={tab().count !== undefined}>
              <span class="figures text-xs">{formatCount(tab().count ?? 0)}</span>
            </Show>
          </button>
        )}
      </Index>
    </div>
  )
}
