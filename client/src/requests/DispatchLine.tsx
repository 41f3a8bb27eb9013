import { A } from "@solidjs/router"
import { createSignal, Show } from "solid-js"
import { retryDispatch } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import type { DispatchView } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { dispatchWords } from "../words/orderWords.ts"

/** States that the page of what failed lists. */
const troubled: ReadonlySet<string> = new Set(["dead", "uncertain", "retrying"])

/** One outward act: where to, how it stands, and a retry when it failed. */
export const DispatchLine = (props: {
  readonly dispatch: DispatchView
  /** Its request has ended: nothing more is sent for it. */
  readonly isOver: boolean
}) => {
  const { login } = useSession()
  const [isBusy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  // The first press on an uncertain one brings the gateway's warning, the second is a person's word.
  const [isWarned, setWarned] = createSignal(false)
  const word = () => dispatchWords[props.dispatch.state]
  const hasAttempts = () => troubled.has(props.dispatch.state) && mayOpen(login(), "/dispatches")
  const canRetry = () => word().canRetry && !props.isOver
  const retry = () => {
    setBusy(true)
    setTrouble(null)
    retryDispatch(props.dispatch.id, isWarned())
      .then(() => setWarned(false))
      .catch((error: unknown) => {
        setTrouble(asTrouble(error))
        setWarned(props.dispatch.state === "uncertain")
      })
      .finally(() => setBusy(false))
  }
  return (
    <li class="flex flex-col text-xs">
      <span class="flex min-h-6 items-center gap-1.5">
        <StatusShape tone={word().tone} />
        <span class="min-w-0 flex-1 break-words">{props.dispatch.label}</span>
        <span class="shrink-0 text-muted">
          {word().label}
          <Show when={props.dispatch.attempts > 1}>
            <span class="figures">, {props.dispatch.attempts} attempts</span>
          </Show>
        </span>
        <Show when={props.dispatch.at}>{(at) => <TimeText at={at()} look="clock" class="text-muted" />}</Show>
      </span>
      <Show when={props.dispatch.safeText !== null || canRetry() || hasAttempts()}>
        <span class="flex items-start justify-between gap-3 pl-4.5">
          <span class="min-w-0 flex-1 break-words text-muted">{props.dispatch.safeText}</span>
          <Show when={hasAttempts()}>
            <A
              href={`/dispatches?state=${props.dispatch.state}&open=${props.dispatch.id}`}
              aria-label={`Attempts of ${props.dispatch.label}`}
              class="inline-flex h-6 shrink-0 items-center font-medium text-accent underline pointer-coarse:h-9"
            >
              Attempts
            </A>
          </Show>
          <Show when={canRetry()}>
            <button
              type="button"
              disabled={isBusy()}
              title={
                props.dispatch.state === "uncertain"
                  ? "It may have arrived already: check before you send it again"
                  : "Send it again now"
              }
              onClick={retry}
              class="h-6 shrink-0 rounded-sm border border-edge/60 px-2 font-medium text-text hover:bg-hover disabled:opacity-60 pointer-coarse:h-9"
            >
              {isWarned() ? "Send anyway" : "Retry"}
            </button>
          </Show>
        </span>
      </Show>
      <Show when={trouble()}>
        {(found) => (
          <span role="alert" class="pl-4.5 text-bad">
            {found().message}{" "}
            <Show when={found().reference}>{(reference) => <>Reference {reference()}.</>}</Show>
          </span>
        )}
      </Show>
    </li>
  )
}
