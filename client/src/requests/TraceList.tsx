import { For } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"

const outcomes = {
  passed: { tone: "ok", label: "passed" },
  refused: { tone: "bad", label: "refused" },
  skipped: { tone: "off", label: "skipped" }
} as const

/** Checks in their order: what each looked at, and how it went. */
export const TraceList = (props: { readonly steps: RequestView["trace"]; readonly label?: string }) => (
  <ol class="flex flex-col gap-1 text-xs" aria-label={props.label}>
    <For each={props.steps}>
      {(step) => (
        <li class="flex gap-2">
          <StatusShape tone={outcomes[step.outcome].tone} class="mt-0.5" />
          <span class="min-w-0">
            {step.check} <span class="sr-only">{outcomes[step.outcome].label}</span>
            <span class="block break-words text-muted">{step.input}</span>
          </span>
        </li>
      )}
    </For>
  </ol>
)
