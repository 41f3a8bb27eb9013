import { createSignal, For, lazy, Show, Suspense } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { commandWords, requestWord } from "../words/orderWords.ts"
import { canBeClosed } from "./CloseRequest.tsx"
import { DispatchLine } from "./DispatchLine.tsx"
import { ProviderAnswers } from "./ProviderAnswers.tsx"
import { TraceList } from "./TraceList.tsx"

const RequestTimeline = lazy(async () => ({
  default: (await import("./RequestTimeline.tsx")).RequestTimeline
}))

/** One request with everything that was done for it, and why it was accepted. */
export const RequestCard = (props: {
  readonly request: RequestView
  /** Its timeline is there from the beginning. */
  readonly isOpen?: boolean
}) => {
  const [isOpen, setOpen] = createSignal(props.isOpen === true)
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
      <Show
        when={!isOpen()}
        fallback={
          <Suspense>
            <RequestTimeline request={props.request} />
          </Suspense>
        }
      >
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
      </Show>
      <button
        type="button"
        aria-expanded={isOpen()}
        onClick={() => setOpen((now) => !now)}
        class="flex h-7 w-full items-center border-t border-line px-3 text-xs text-muted hover:text-text pointer-coarse:h-9"
      >
        {isOpen() ? "Fold the timeline" : "Timeline"}
      </button>
    </article>
  )
}

/** Why the request was accepted: every check, what it looked at, how it went. */
export const Trace = (props: { readonly steps: RequestView["trace"]; readonly isOpen?: boolean }) => (
  <Show when={props.steps.length > 0}>
    <details class="group border-t border-line" open={props.isOpen === true}>
      <summary class="flex h-7 list-none items-center px-3 text-xs text-muted hover:text-text pointer-coarse:h-9">
        <span class="group-open:hidden">Why?</span>
        <span class="hidden group-open:inline">Why: the checks, in order</span>
      </summary>
      <div class="px-3 pb-2">
        <TraceList steps={props.steps} />
      </div>
    </details>
  </Show>
)
