import { A, useNavigate } from "@solidjs/router"
import CircleCheck from "lucide-solid/icons/circle-check"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { useSession } from "../app/SessionContext.ts"
import { Button, buttonClass } from "../ui/Button.tsx"
import { CopyButton } from "../ui/CopyButton.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { createStart } from "./createStart.ts"
import { setMark } from "./startMemory.ts"
import { firstLine, type StartStep } from "./startSteps.ts"

/** Five steps from an empty workspace to the first reply; each ticks itself off. */
const StartView = () => {
  const start = createStart()
  const { login } = useSession()
  const navigate = useNavigate()
  const hide = () => {
    setMark("dismissed", login().tenantId, true)
    navigate("/desk")
  }
  return (
    <div class="flex h-full flex-col">
      <PageHead title="First steps">
        <p role="status" class="figures text-muted">
          {start.steps() === null ? "" : `${start.done()} of 5 done`}
        </p>
        <Show when={start.current() !== undefined}>
          <Button look="quiet" class="ml-auto" onClick={hide}>
            Hide for now
          </Button>
        </Show>
      </PageHead>
      <Show when={start.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={() => start.reload()} />}
      </Show>
      <div class="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <div class="mx-auto max-w-180 px-3 py-4 md:px-6">
          <Show when={start.steps()} fallback={<SkeletonRows count={5} rowClass="h-20" />}>
            {(steps) => (
              <>
                <Show when={start.current() === undefined}>
                  <p role="status" class="mb-4 flex items-center gap-2 rounded-md bg-ok-soft p-3 font-medium">
                    <CircleCheck class="size-5 shrink-0 text-ok" aria-hidden="true" />
                    Everything is set up. From now on the bot answers by itself.
                  </p>
                </Show>
                <ol aria-label="First steps" class="flex flex-col">
                  <For each={steps().map(({ key }) => key)}>
                    {(key, index) => (
                      <Step
                        number={index() + 1}
                        step={steps().find((one) => one.key === key)!}
                        isCurrent={start.current() === key}
                        orderId={start.state()?.orderId ?? null}
                        linkedTo={start.state()?.linkedTo ?? null}
                      />
                    )}
                  </For>
                </ol>
              </>
            )}
          </Show>
        </div>
      </div>
    </div>
  )
}

interface StepProps {
  readonly number: number
  readonly step: StartStep
  readonly isCurrent: boolean
  readonly orderId: string | null
  readonly linkedTo: string | null
}

const Step = (props: StepProps) => (
  <li
    class="flex gap-3 border-b border-line py-4 last:border-b-0"
    aria-current={props.isCurrent ? "step" : undefined}
  >
    <Show
      when={props.step.isDone}
      fallback={
        <span
          aria-hidden="true"
          class="figures inline-flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-medium"
          classList={{
            "border-accent text-accent": props.isCurrent,
            "border-line-strong text-muted": !props.isCurrent
          }}
        >
          {props.number}
        </span>
      }
    >
      <CircleCheck class="size-6 shrink-0 text-ok" aria-label="Done" role="img" />
    </Show>
    <div class="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2">
      <div class="min-w-56 flex-1">
        <h2 class="font-medium">{props.step.title}</h2>
        <p class="text-muted">{props.step.text}</p>
        <Show when={props.step.key === "reply" && !props.step.isDone}>
          <FirstLine orderId={props.orderId} linkedTo={props.linkedTo} isWatching={props.isCurrent} />
        </Show>
      </div>
      <Switch>
        <Match when={props.step.key === "try"}>
          <TryForm orderId={props.orderId} isCurrent={props.isCurrent} />
        </Match>
        <Match when={true}>
          <A href={props.step.href} class={buttonClass(props.isCurrent ? "solid" : "outline")}>
            {props.step.button}
          </A>
        </Match>
      </Switch>
    </div>
  </li>
)

/** An order id, and the way to the page that tries it. */
const TryForm = (props: { readonly orderId: string | null; readonly isCurrent: boolean }) => {
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal<string | null>(null)
  const orderId = () => (typed() ?? props.orderId ?? "").trim()
  return (
    <form
      class="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        navigate(orderId() === "" ? "/test" : `/test?text=${encodeURIComponent(`${orderId()} status`)}`)
      }}
    >
      <Field
        label="Order id"
        class="w-32"
        inputmode="numeric"
        autocomplete="off"
        maxlength={40}
        value={typed() ?? props.orderId ?? ""}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" look={props.isCurrent ? "solid" : "outline"}>
        Try it
      </Button>
    </form>
  )
}

const FirstLine = (props: {
  readonly orderId: string | null
  readonly linkedTo: string | null
  readonly isWatching: boolean
}) => (
  <div class="mt-2 flex flex-wrap items-center gap-2">
    <code class="figures rounded-md bg-hover px-2 py-1 font-medium select-all">
      {firstLine(props.orderId)}
    </code>
    <CopyButton text={firstLine(props.orderId)} />
    <Show when={props.linkedTo}>
      {(address) => (
        <span class="text-muted">
          to <span class="figures text-text">{address()}</span>
        </span>
      )}
    </Show>
    <Show when={props.isWatching}>
      <span role="status" class="flex w-full items-center gap-1.5 text-muted">
        <span
          class="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none"
          aria-hidden="true"
        />
        Waiting for the first reply
      </span>
    </Show>
  </div>
)

export default StartView
