import { For, Show } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"

type Answer = NonNullable<RequestView["answers"]>[number]

/** What a provider meant, in words. */
export const answerWords: Readonly<
  Record<Answer["verdict"], { readonly label: string; readonly tone: Tone }>
> = {
  done: { label: "Done", tone: "ok" },
  rejected: { label: "Rejected", tone: "bad" },
  in_progress: { label: "Working on it", tone: "busy" },
  unknown: { label: "Not understood", tone: "warn" }
}

/** How an answer was found to belong to a request. */
export const linkWords: Readonly<Record<Answer["link"], string>> = {
  quote: "answered our message",
  id: "named the order",
  only: "the only open request"
}

/** What the provider said of a request, oldest first: how it is understood, his words, when (PR-10). */
export const ProviderAnswers = (props: { readonly answers: ReadonlyArray<Answer> }) => (
  <Show when={props.answers.length > 0}>
    <ol
      aria-label="The provider’s answers"
      class="flex flex-col gap-1 border-t border-line px-3 py-2 text-xs"
    >
      <For each={props.answers}>
        {(answer) => (
          <li class="flex items-start gap-1.5">
            <StatusShape tone={answerWords[answer.verdict].tone} class="mt-0.5" />
            <span class="min-w-0 flex-1">
              Provider: {answerWords[answer.verdict].label}
              <span class="block wrap-anywhere whitespace-pre-line text-muted">
                <q>{answer.text}</q> ({linkWords[answer.link]})
              </span>
            </span>
            <TimeText at={answer.at} look="clock" class="shrink-0 text-muted" />
          </li>
        )}
      </For>
    </ol>
  </Show>
)
