import { For, Match, Show, Switch, type JSX } from "solid-js"
import type { TimelineStep } from "../api/ExplanationGateway.ts"
import type { DispatchView, RequestView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"
import { dispatchWords, requestWord } from "../words/orderWords.ts"
import { stageWords } from "../words/messageWords.ts"
import { canBeClosed } from "./CloseRequest.tsx"
import { createTimeline } from "./createTimeline.ts"
import { DispatchLine } from "./DispatchLine.tsx"
import { answerWords, linkWords } from "./ProviderAnswers.tsx"
import { TraceList } from "./TraceList.tsx"

type Of<Tag extends TimelineStep["_tag"]> = Extract<TimelineStep, { readonly _tag: Tag }>

/** Everything that happened to a request from its message to its end, oldest first and live (OR-12). */
export const RequestTimeline = (props: { readonly request: RequestView }) => {
  const timeline = createTimeline(() => props.request)
  return (
    <div class="px-3 py-2">
      <Show when={timeline.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={timeline.reload} isSmall />}
      </Show>
      <Show
        when={timeline.steps()}
        fallback={
          <Show when={timeline.trouble() === null}>
            <div role="status" aria-label="Loading" class="flex flex-col gap-2 py-1">
              <span class="skeleton h-3 w-2/3" />
              <span class="skeleton h-3 w-1/2" />
              <span class="skeleton h-3 w-3/5" />
            </div>
          </Show>
        }
      >
        {(steps) => (
          <ol aria-label="What happened" class="flex flex-col gap-2 text-xs">
            <For each={steps()}>{(step) => <Step step={step} request={props.request} />}</For>
          </ol>
        )}
      </Show>
    </div>
  )
}

const Step = (props: { readonly step: TimelineStep; readonly request: RequestView }) => {
  const as = <Tag extends TimelineStep["_tag"]>(tag: Tag) =>
    props.step._tag === tag ? (props.step as Of<Tag>) : undefined
  return (
    <Switch>
      <Match when={as("Received")}>
        {(step) => (
          <Line
            at={step().at}
            tone="info"
            what={step().by === null ? "Received" : `Asked for by ${step().by}`}
          >
            <q class="wrap-anywhere whitespace-pre-line">{step().text}</q>
          </Line>
        )}
      </Match>
      <Match when={as("Recorded")}>
        {(step) => (
          <Line at={step().at} tone="ok" what="Checked and recorded">
            <Show when={props.request.trace.length > 0}>
              <details class="group">
                <summary class="flex min-h-6 list-none items-center hover:text-text pointer-coarse:min-h-9">
                  <span class="group-open:hidden">Why? {props.request.trace.length} checks</span>
                  <span class="hidden group-open:inline">Why: the checks, in order</span>
                </summary>
                <div class="text-text">
                  <TraceList steps={props.request.trace} />
                </div>
              </details>
            </Show>
          </Line>
        )}
      </Match>
      <Match when={as("Act")}>{(step) => <ActStep step={step()} request={props.request} />}</Match>
      <Match when={as("Replied")}>
        {(step) => (
          <Line at={step().at} tone="ok" what="Answered the customer">
            <q class="wrap-anywhere whitespace-pre-line">{step().text}</q> ({stageWords[step().stage]})
          </Line>
        )}
      </Match>
      <Match when={as("Reminded")}>
        {(step) => <Line at={step().at} tone="warn" what={`Reminder ${step().number} to ${step().label}`} />}
      </Match>
      <Match when={as("Answered")}>
        {(step) => (
          <Line
            at={step().at}
            tone={answerWords[step().verdict].tone}
            what={`Provider: ${answerWords[step().verdict].label}`}
          >
            <q class="wrap-anywhere whitespace-pre-line">{step().text}</q> ({linkWords[step().link]})
          </Line>
        )}
      </Match>
      <Match when={as("Ended")}>
        {(step) => (
          <Line
            at={step().at}
            tone={requestWord({ result: step().result, status: "closed" }).tone}
            what={`Ended: ${requestWord({ result: step().result, status: "closed" }).meaning}`}
          >
            <Show when={step().by}>{(by) => <>Closed by {by()}</>}</Show>
          </Line>
        )}
      </Match>
      <Match when={as("Told")}>
        {(step) => (
          <Line at={step().at} tone="ok" what="Told the customer">
            <q class="wrap-anywhere whitespace-pre-line">{step().text}</q> ({stageWords[step().stage]})
          </Line>
        )}
      </Match>
      <Match when={as("Watched")}>
        {(step) => <Line at={step().at} tone="plain" what="Followed up: looked at again" />}
      </Match>
    </Switch>
  )
}

/** Its line and buttons are those of everywhere; below it what only the past tells. */
const ActStep = (props: { readonly step: Of<"Act">; readonly request: RequestView }) => {
  const dispatch = (): DispatchView => {
    const { attempts, dispatchId, endedAt, kind, label, safeText, state } = props.step
    const newest = props.request.dispatches.find(({ id }) => id === dispatchId)
    return newest ?? { id: dispatchId, kind, state, attempts, label, safeText, at: endedAt }
  }
  const details = () => [
    ...(props.step.stage === null ? [] : [`message ${stageWords[props.step.stage]}`]),
    ...(props.step.tookMs === null ? [] : [`${props.step.tookMs} ms`])
  ]
  return (
    <li class="flex flex-col">
      <ul>
        <DispatchLine dispatch={dispatch()} isOver={!canBeClosed(props.request)} />
      </ul>
      <span class="flex flex-wrap gap-x-2 pl-4.5 text-muted">
        <span>
          Queued <TimeText at={props.step.at} look="seconds" />
        </span>
        <For each={details()}>{(detail) => <span class="figures">{detail}</span>}</For>
      </span>
      <Show when={props.step.failures.length > 0}>
        <ol class="pl-4.5 text-muted" aria-label={`Attempts of ${props.step.label} that failed`}>
          <For each={props.step.failures}>
            {(failure) => (
              <li>
                <TimeText at={failure.at} look="seconds" />{" "}
                {failure.safeText ?? dispatchWords[props.step.state].label}
              </li>
            )}
          </For>
        </ol>
      </Show>
    </li>
  )
}

const Line = (props: {
  readonly at: number
  readonly tone: Tone
  readonly what: string
  readonly children?: JSX.Element
}) => (
  <li class="flex gap-1.5">
    <StatusShape tone={props.tone} class="mt-0.5" />
    <span class="min-w-0 flex-1">
      <span class="flex justify-between gap-2">
        <span>{props.what}</span>
        <TimeText at={props.at} look="seconds" class="text-muted" />
      </span>
      <span class="block text-muted empty:hidden">{props.children}</span>
    </span>
  </li>
)
