import TriangleAlert from "lucide-solid/icons/triangle-alert"
import { Show } from "solid-js"
import type { Trouble } from "../api/Trouble.ts"
import { Button } from "./Button.tsx"

interface ErrorBoxProps {
  readonly trouble: Trouble
  readonly onRetry?: () => void
  /** One line for narrow places. */
  readonly isSmall?: boolean
}

/** What happened, what to do, the reference to quote, and a way to try again. */
export const ErrorBox = (props: ErrorBoxProps) => (
  <div
    role="alert"
    class="m-3 flex flex-wrap items-start gap-3 rounded-md border border-bad/40 bg-bad-soft p-3"
    classList={{ "max-w-xl": props.isSmall !== true }}
  >
    <TriangleAlert class="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
    <div class="min-w-0 flex-1 basis-40">
      <p class="font-medium">{props.trouble.message}</p>
      <p class="text-muted">{props.trouble.advice}</p>
      <Show when={props.trouble.reference}>
        {(reference) => (
          <p class="text-xs text-muted">
            Reference <code class="font-mono select-all">{reference()}</code>
          </p>
        )}
      </Show>
    </div>
    <Show when={props.onRetry}>{(retry) => <Button onClick={() => retry()()}>Try again</Button>}</Show>
  </div>
)
