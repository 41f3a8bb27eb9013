import X from "lucide-solid/icons/x"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { HandResult } from "../api/Gateway.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { canBeClosed, results } from "./CloseRequest.tsx"
import { createManyActs, failedParts, type ManyActs, type Progress } from "./createManyActs.ts"
import type { Requests } from "./createRequests.ts"

/** What can be done with the selected requests, and what became of each. */
export const RequestBulkBar = (props: { readonly requests: Requests }) => {
  const acts = createManyActs()
  const picked = () => props.requests.picked()
  const closable = () => picked().filter(canBeClosed)
  const failed = () => picked().filter((request) => failedParts(request).length > 0)
  const [isAsking, setAsking] = createSignal(false)
  return (
    <Show when={picked().length > 0 || acts.progress() !== null}>
      <div
        role="region"
        aria-label="Selected"
        class="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface px-3 py-2 md:px-4"
      >
        <Switch>
          <Match when={acts.progress()}>
            {(progress) => (
              <Outcomes
                progress={progress()}
                acts={acts}
                onClose={() => {
                  acts.forget()
                  props.requests.clear()
                }}
              />
            )}
          </Match>
          <Match when={true}>
            <p class="figures min-w-0 flex-1 font-medium" role="status">
              {picked().length} selected
            </p>
            <Button disabled={failed().length === 0} onClick={() => void acts.retry(failed())}>
              Retry failed parts <span class="figures">{failed().length}</span>
            </Button>
            <Button disabled={closable().length === 0} onClick={() => setAsking(true)}>
              Close <span class="figures">{closable().length}</span>
            </Button>
            <IconButton label="Clear the selection" onClick={() => props.requests.clear()}>
              <X class="size-4" aria-hidden="true" />
            </IconButton>
          </Match>
        </Switch>
      </div>
      <Show when={isAsking()}>
        <CloseQuestion
          count={closable().length}
          onNo={() => setAsking(false)}
          onYes={(result, tellCustomer) => {
            setAsking(false)
            void acts.close(closable(), { result, tellCustomer })
          }}
        />
      </Show>
    </Show>
  )
}

const CloseQuestion = (props: {
  readonly count: number
  readonly onYes: (result: HandResult, tellCustomer: boolean) => void
  readonly onNo: () => void
}) => {
  const [result, setResult] = createSignal<HandResult>("closed")
  const [isTelling, setTelling] = createSignal(false)
  return (
    <Confirm
      title={`Close ${props.count} ${props.count === 1 ? "request" : "requests"}?`}
      yes="Close them"
      no="Back"
      isBusy={false}
      trouble={null}
      onYes={() => props.onYes(result(), isTelling())}
      onNo={() => props.onNo()}
    >
      <div class="flex flex-col gap-3">
        <SelectField label="As what" value={result()} options={results} onPick={setResult} />
        <label class="flex min-h-6 items-center gap-2">
          <input
            type="checkbox"
            checked={isTelling()}
            onChange={(event) => setTelling(event.currentTarget.checked)}
            class="size-4"
          />
          Tell the customers
        </label>
      </div>
    </Confirm>
  )
}

const Outcomes = (props: {
  readonly progress: Progress
  readonly acts: ManyActs
  readonly onClose: () => void
}) => {
  const problems = () => props.progress.outcomes.filter(({ problem }) => problem !== null)
  const good = () => props.progress.outcomes.length - problems().length
  const word = () => (props.progress.what === "close" ? "closed" : "tried again")
  return (
    <>
      <p class="figures min-w-0 flex-1 font-medium" role="status">
        <Show
          when={props.progress.isRunning}
          fallback={
            <>
              {good()} {word()}
              {problems().length === 0 ? "." : `, ${problems().length} not.`}
            </>
          }
        >
          {props.progress.outcomes.length} of {props.progress.total}
        </Show>
      </p>
      <Show when={props.progress.isRunning} fallback={<Button onClick={() => props.onClose()}>Done</Button>}>
        <Button onClick={() => props.acts.stop()}>Stop</Button>
      </Show>
      <Show when={problems().length > 0}>
        <ul aria-label="What did not work" class="max-h-32 w-full overflow-y-auto scroll-thin">
          <For each={problems()}>
            {({ orderId, problem }) => (
              <li class="flex gap-3 py-0.5">
                <span class="figures shrink-0 font-medium">{orderId}</span>
                <span class="text-bad">{problem}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}
