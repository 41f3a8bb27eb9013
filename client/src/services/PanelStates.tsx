import RefreshCw from "lucide-solid/icons/refresh-cw"
import { For, Match, Show, Switch } from "solid-js"
import type { Catalogue } from "../api/ServiceGateway.ts"
import { createNow } from "../time/createNow.ts"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import type { Refreshing, Services } from "./createServices.ts"

/** How each panel's list came here, and the press that reads it again. */
export const PanelStates = (props: { readonly services: Services }) => (
  <ul
    aria-label="Panels"
    class="flex max-h-36 shrink-0 flex-col overflow-y-auto border-b border-line bg-surface empty:hidden"
  >
    <For each={props.services.panels()}>
      {(panel) => (
        <PanelState
          panel={panel}
          refreshing={props.services.refreshing().get(panel.panelId)}
          onRefresh={() => void props.services.refresh(panel.panelId)}
        />
      )}
    </For>
  </ul>
)

interface PanelStateProps {
  readonly panel: Catalogue
  readonly refreshing: Refreshing | undefined
  readonly onRefresh: () => void
}

const PanelState = (props: PanelStateProps) => {
  const isReading = () => props.refreshing?._tag === "Reading"
  return (
    <li class="flex min-h-10 items-center gap-x-3 px-3 py-1 md:px-4">
      <p class="min-w-0 flex-1" aria-live="polite">
        <span class="font-medium">{props.panel.panelName}</span>{" "}
        <Outcome panel={props.panel} refreshing={props.refreshing} />
      </p>
      <Button
        class="h-7!"
        aria-label={`Read again: ${props.panel.panelName}`}
        disabled={!props.panel.hasKey}
        isBusy={isReading()}
        onClick={() => props.onRefresh()}
      >
        <RefreshCw class={`size-3.5 ${isReading() ? "animate-spin" : ""}`} aria-hidden="true" />
        <span class="max-sm:sr-only">Read again</span>
      </Button>
    </li>
  )
}

const Outcome = (props: Omit<PanelStateProps, "onRefresh">) => {
  const reading = () => (props.refreshing?._tag === "Reading" ? props.refreshing : null)
  const read = () => (props.refreshing?._tag === "Read" ? props.refreshing.outcome : null)
  const failed = () => (props.refreshing?._tag === "Failed" ? props.refreshing.trouble.message : null)
  return (
    <Switch
      fallback={
        <Show when={props.panel.refreshedAt} fallback={<span class="text-muted">was not read yet</span>}>
          {(at) => (
            <span class="text-muted">
              read <TimeText at={at()} look="ago" />
              <Changes counts={props.panel.counts} />
            </span>
          )}
        </Show>
      }
    >
      <Match when={reading()}>{(state) => <Elapsed since={state().since} />}</Match>
      <Match when={read()}>
        {(outcome) => (
          <span>
            <StatusShape tone="ok" class="mr-1 inline align-[-1px]" />
            read just now, {formatCount(outcome().total)} services
            <Changes counts={outcome()} />
          </span>
        )}
      </Match>
      <Match when={failed() ?? props.panel.problem}>
        {(problem) => (
          <span class="text-bad">
            <StatusShape tone="bad" class="mr-1 inline align-[-1px]" />
            {problem()}
            <Show when={props.panel.refreshedAt}>
              {(at) => (
                <span class="text-muted">
                  {" "}
                  What you see was read <TimeText at={at()} look="ago" />.
                </span>
              )}
            </Show>
          </span>
        )}
      </Match>
      <Match when={!props.panel.hasKey}>
        <span class="text-muted">
          has no user API key, so its list cannot be read; services are known from orders only
        </span>
      </Match>
    </Switch>
  )
}

const Elapsed = (props: { readonly since: number }) => {
  const now = createNow(1000)
  return (
    <span class="text-muted">
      is being read… <span class="figures">{Math.max(0, Math.round((now() - props.since) / 1000))} s</span>
    </span>
  )
}

/** What the last reading changed. */
const Changes = (props: { readonly counts: Catalogue["counts"] }) => (
  <Show when={props.counts}>
    {(counts) => (
      <>
        :{" "}
        {counts().added + counts().changed + counts().gone === 0
          ? "nothing new"
          : [
              [counts().added, "new"],
              [counts().changed, "changed"],
              [counts().gone, "gone"]
            ]
              .filter(([count]) => count !== 0)
              .map(([count, word]) => `${formatCount(count as number)} ${word}`)
              .join(", ")}
      </>
    )}
  </Show>
)
