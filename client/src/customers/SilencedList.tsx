import ShieldCheck from "lucide-solid/icons/shield-check"
import { For, Match, Show, Switch } from "solid-js"
import type { Silenced } from "../api/CustomerGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { ListHead } from "./ListHead.tsx"
import { type SilencedData, silencedKey } from "./createSilenced.ts"

interface SilencedListProps {
  readonly silenced: SilencedData
  readonly onOpen: (customerId: string) => void
}

/** Whom the gateway silenced, why, since when, until when, and the one press that ends it (CU-08). */
export const SilencedList = (props: SilencedListProps) => (
  <div class="min-h-0 flex-1 overflow-y-auto">
    <Show when={props.silenced.list.trouble() ?? props.silenced.act.trouble()}>
      {(trouble) => <ErrorBox trouble={trouble()} onRetry={props.silenced.again} />}
    </Show>
    <Switch>
      <Match when={props.silenced.list.value() === null && props.silenced.list.trouble() === null}>
        <SkeletonRows count={4} rowClass="h-14" />
      </Match>
      <Match when={props.silenced.list.value()?.length === 0}>
        <EmptyState
          icon={<ShieldCheck />}
          text="Nobody is silenced."
          hint="Who sends too many commands, wrong order ids or abuse is silenced by the gateway and listed here with the reason."
        />
      </Match>
      <Match when={props.silenced.list.value()}>
        {(items) => (
          <>
            <ListHead
              names={["Who", "Why", "Since", "Until"]}
              class="md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.6fr)_minmax(0,0.7fr)_minmax(0,0.9fr)_112px]"
            />
            <ul aria-label="Silenced">
              <For each={items()}>
                {(row) => (
                  <Line
                    row={row}
                    isBusy={props.silenced.act.isBusy(silencedKey(row))}
                    onEnable={() => void props.silenced.enable(row)}
                    onOpen={props.onOpen}
                  />
                )}
              </For>
            </ul>
          </>
        )}
      </Match>
    </Switch>
  </div>
)

interface LineProps {
  readonly row: Silenced
  readonly isBusy: boolean
  readonly onEnable: () => void
  readonly onOpen: (customerId: string) => void
}

const Line = (props: LineProps) => (
  <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.6fr)_minmax(0,0.7fr)_minmax(0,0.9fr)_112px] md:px-4">
    <div class="min-w-0">
      <Show
        when={props.row.customerId}
        fallback={<p class="figures truncate font-medium select-all">{props.row.who}</p>}
      >
        {(id) => (
          <button
            type="button"
            class="figures h-6 max-w-full truncate font-medium hover:text-accent"
            onClick={() => props.onOpen(id())}
          >
            {props.row.who}
          </button>
        )}
      </Show>
    </div>
    <p class="min-w-0 max-md:col-start-1 max-md:row-start-2">{props.row.reason}</p>
    <p class="text-muted max-md:col-start-1">
      <Show when={props.row.since > 0} fallback="–">
        <span class="md:hidden">since </span>
        <TimeText at={props.row.since} look="ago" />
      </Show>
    </p>
    <p class="text-muted max-md:col-start-1">
      <span class="md:hidden">until </span>
      <Show when={props.row.until} fallback="you enable again">
        {(until) => <TimeText at={until()} look="short" />}
      </Show>
    </p>
    <Button
      class="max-md:col-start-2 max-md:row-span-4 max-md:row-start-1"
      isBusy={props.isBusy}
      aria-label={`Enable again: ${props.row.who}`}
      onClick={() => props.onEnable()}
    >
      Enable again
    </Button>
  </li>
)
