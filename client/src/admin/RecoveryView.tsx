import Archive from "lucide-solid/icons/archive"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { listRecovery, type RecoveryEntry } from "../api/RecoveryGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { formatCount } from "../time/formatTime.ts"
import { OpenCopies } from "./OpenCopies.tsx"

/** That there are copies of panels' and providers' names (MA-03); what they say takes a reason. */
const RecoveryView = () => {
  const list = createRead(listRecovery)
  const [opened, setOpened] = createSignal<RecoveryEntry | null>(null)
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Recovery" />
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Show when={list.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={list.reload} />}
        </Show>
        <Switch>
          <Match when={list.value() === null}>
            <Show when={list.trouble() === null}>
              <SkeletonRows count={4} rowClass="h-12" />
            </Show>
          </Match>
          <Match when={list.value()?.items.length === 0}>
            <EmptyState
              icon={<Archive />}
              text="No copy is kept."
              hint={
                list.value()?.days === 0
                  ? "Copies of panel and provider names are switched off on this platform."
                  : "Copies come here when workspaces add panels."
              }
            />
          </Match>
          <Match when={list.value()}>
            {(found) => (
              <>
                <p class="border-b border-line px-3 py-2 text-muted md:px-4">
                  {found().days === 0
                    ? "No new copies are made: they are switched off on this platform."
                    : `Encrypted copies of the names of panels and providers. They outlive what they are of by ${found().days} ${found().days === 1 ? "day" : "days"}. Each opening is put on record with its reason.`}
                </p>
                <ul aria-label="Copies">
                  <For each={found().items}>
                    {(entry) => <Entry entry={entry} onOpen={() => setOpened(entry)} />}
                  </For>
                </ul>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={opened()}>{(entry) => <OpenCopies entry={entry()} onClose={() => setOpened(null)} />}</Show>
    </div>
  )
}

/** A workspace that is gone has no name left. */
export const workspaceOf = ({ tenantName }: RecoveryEntry): string => tenantName ?? "A removed workspace"

const Entry = (props: { readonly entry: RecoveryEntry; readonly onOpen: () => void }) => (
  <li class="grid grid-cols-[1fr_auto] items-center gap-x-4 border-b border-line px-3 py-1.5 hover:bg-hover md:grid-cols-[minmax(140px,1fr)_9rem_8rem_12rem_auto] md:px-4">
    <span class="min-w-0 truncate font-medium max-md:col-start-1">
      {workspaceOf(props.entry)}
      <span class="block truncate font-mono text-xs font-normal text-muted" title="The panel’s id">
        {props.entry.panelId}
      </span>
    </span>
    <span class="figures text-muted max-md:col-start-1">
      {formatCount(props.entry.providers)} {props.entry.providers === 1 ? "provider" : "providers"}
    </span>
    <span class="text-muted max-md:col-start-1">
      Kept <TimeText at={props.entry.keptAt} look="short" />
    </span>
    <span class="max-md:col-start-1">
      <Show when={props.entry.removedAt} fallback={<StatusBadge tone="ok" label="Panel in use" />}>
        {(at) => (
          <span class="text-muted">
            Removed <TimeText at={at()} look="short" />
            <Show when={props.entry.deletedAt}>
              {(end) => (
                <span class="block">
                  Deleted on <TimeText at={end()} look="short" />
                </span>
              )}
            </Show>
          </span>
        )}
      </Show>
    </span>
    <span class="max-md:col-start-2 max-md:row-span-4 max-md:row-start-1">
      <Button aria-label={`Open the copies of ${workspaceOf(props.entry)}`} onClick={() => props.onOpen()}>
        Open
      </Button>
    </span>
  </li>
)

export default RecoveryView
