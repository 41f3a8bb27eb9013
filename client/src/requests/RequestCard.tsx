import { For, Show } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { commandWords, requestWord } from "../words/orderWords.ts"
import { canBeClosed } from "./CloseRequest.tsx"
import { DispatchLine } from "./DispatchLine.tsx"
import { ProviderAnswers } from "./ProviderAnswers.tsx"

/** One request with everything that was done for it, and why it was accepted. */
export const RequestCard = (props: { readonly request: RequestView }) => {
  const word = () => requestWord(props.request)
  return (
    <article class="rounded-md border border-line">
      <header class="flex items-center gap-2 px-3 pt-2">
        <span class="figures font-medium select-all">{props.request.orderId}</span>
        <span>{commandWords[props.request.command]}</span>
        <span class="ml-auto">
          <StatusBadge tone={word().tone} label={word().label} title={word().meaning} />
        </span>
      </header>
      <p class="px-3 text-xs text-muted">
        Accepted <TimeText at={props.request.acceptedAt} look="ago" />
        <Show when={props.request.providerAlias}>{(alias) => <> · {alias()}</>}</Show>
        <Show when={props.request.resultAt}>
          {(at) => (
            <>
              {" "}
              · Ended <TimeText at={at()} look="ago" />: {word().meaning}
            </>
          )}
        </Show>
      </p>
      <ol class="flex flex-col gap-1 px-3 py-2">
        <For
          each={props.request.dispatches}
          fallback={<li class="text-xs text-muted">Recorded only: nobody outside was told.</li>}
        >
          {(dispatch) => <DispatchLine dispatch={dispatch} isOver={!canBeClosed(props.request)} />}
        </For>
      </ol>
      <ProviderAnswers answers={props.request.answers ?? []} />
      <Trace steps={props.request.trace} />
    </article>
  )
}

const outcomes = {
  passed: { tone: "ok", label: "passed" },
  refused: { tone: "bad", label: "refused" },
  skipped: { tone: "off", label: "skipped" }
} as const

/** Why the request was accepted: every check, what it looked at, how it went. */
export const Trace = (props: { readonly steps: RequestView["trace"]; readonly isOpen?: boolean }) => (
  <Show when={props.steps.length > 0}>
    <details class="group border-t border-line" open={props.isOpen === true}>
      <summary class="flex h-7 list-none items-center px-3 text-xs text-muted hover:text-text pointer-coarse:h-9">
        <span class="group-open:hidden">Why?</span>
        <span class="hidden group-open:inline">Why: the checks, in order</span>
      </summary>
      <ol class="flex flex-col gap-1 px-3 pb-2 text-xs">
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
    </details>
  </Show>
)
