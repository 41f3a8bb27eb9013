import { For, Show } from "solid-js"
import type { Reading } from "../api/ServiceGateway.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { disputeWords, guaranteeTone, sentence, sourceText } from "../words/serviceWords.ts"

interface ReadingStepsProps {
  readonly reading: Reading
  /** The panel's refill flag that was read along. */
  readonly flag: boolean | null
}

/** What a name promises, and every step of the way there. */
export const ReadingSteps = (props: ReadingStepsProps) => (
  <div class="flex flex-col gap-4">
    <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      <dt class="text-muted">Guarantee</dt>
      <dd>
        <span class="inline-flex items-center gap-1.5">
          <StatusShape tone={guaranteeTone[props.reading.guarantee.kind]} />
          <span class="text-base font-medium">{sentence(props.reading.guarantee.words)}</span>
        </span>
        <span class="block text-muted">{sourceText(props.reading.guarantee)}</span>
      </dd>
      <dt class="text-muted">Start</dt>
      <dd>{sentence(props.reading.startWindow?.words ?? "not promised")}</dd>
    </dl>
    <Show when={props.reading.isDisputed}>
      <p class="flex gap-2 rounded-md border border-warn/50 bg-warn-soft p-2">
        <StatusShape tone="warn" class="mt-1" />
        <span>{disputeWords(props.reading.guarantee.words, props.flag)}</span>
      </p>
    </Show>
    <div>
      <h3 class="mb-1 text-xs font-semibold text-muted">How it was read, in order</h3>
      <ol class="flex flex-col rounded-md border border-line">
        <For each={props.reading.steps}>
          {(step) => (
            <li
              class="flex gap-2 border-b border-line px-2 py-1.5 last:border-b-0"
              classList={{ "bg-selected": step.decides }}
            >
              <StatusShape tone={step.decides ? "ok" : "plain"} class="mt-1" />
              <span class="min-w-0 flex-1">
                {sentence(step.looked)}
                <span class="block break-words text-muted">{step.found}</span>
              </span>
              <Show when={step.decides}>
                <span class="shrink-0 text-xs font-medium text-accent">decides</span>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </div>
    <Show when={props.reading.problems.length > 0}>
      <div>
        <h3 class="mb-1 text-xs font-semibold text-muted">Rules of yours that cannot be used</h3>
        <ul>
          <For each={props.reading.problems}>
            {(problem) => (
              <li class="text-bad">
                Rule {problem.index + 1}: {problem.problem}
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  </div>
)
