import { For, Index, Show } from "solid-js"
import type { Overview } from "../api/RuntimeGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { RuntimeRunners } from "./RuntimeRunners.tsx"
import { formatAge, inOrder, queueTone, queueWords } from "./runtimeWords.ts"

/** Processes, queues and what went wrong last (MA-05). */
export const RuntimeHealth = (props: { readonly overview: Overview }) => {
  const defects = () =>
    props.overview.runners
      .flatMap(({ address, defects }) => defects.map((defect) => ({ ...defect, address })))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, 20)
  return (
    <>
      <RuntimeRunners runners={props.overview.runners} at={props.overview.at} />
      <section aria-labelledby="queues">
        <h2 id="queues" class="px-3 pt-5 pb-1 font-semibold md:px-4">
          Queues
        </h2>
        <ul class="grid grid-cols-1 sm:grid-cols-2 xl:grid-cols-3">
          <Index each={inOrder(props.overview.queues)}>
            {(queue) => (
              <li class="flex h-9 items-center gap-2 border-b border-line px-3 md:px-4">
                <StatusShape tone={queueTone(queue(), props.overview.at)} />
                <span class="min-w-0 flex-1 truncate">
                  {queueWords[queue().name]} <span class="text-muted">{queue().state}</span>
                </span>
                <span class="figures w-12 text-right">{formatCount(queue().count)}</span>
                <span class="figures w-14 text-right text-muted" title="Age of the oldest">
                  {queue().oldestAt === null ? "–" : formatAge(props.overview.at - (queue().oldestAt ?? 0))}
                </span>
              </li>
            )}
          </Index>
        </ul>
      </section>
      <section aria-labelledby="errors" class="pb-6">
        <h2 id="errors" class="px-3 pt-5 pb-1 font-semibold md:px-4">
          Last errors
        </h2>
        <Show
          when={props.overview.errors.length + defects().length > 0}
          fallback={<p class="px-3 py-2 text-muted md:px-4">Nothing has gone wrong within a day.</p>}
        >
          <ul>
            <For each={defects()}>
              {(defect) => (
                <li class="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line/60 px-3 py-1 md:px-4">
                  <TimeText at={defect.at} look="short" class="w-16 text-muted" />
                  <StatusShape tone="bad" />
                  <span>
                    {defect.kind} actor restarted: <span class="font-mono text-xs">{defect.text}</span>
                  </span>
                  <span class="font-mono text-xs text-muted">{defect.address}</span>
                </li>
              )}
            </For>
            <For each={props.overview.errors}>
              {(line) => (
                <li class="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line/60 px-3 py-1 md:px-4">
                  <TimeText at={line.at} look="short" class="w-16 text-muted" />
                  <StatusShape tone={line.level === "error" ? "bad" : "warn"} />
                  <span class="w-32 truncate text-muted" title={line.tenantName}>
                    {line.tenantName}
                  </span>
                  <span class="max-md:w-full">{line.text}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </>
  )
}
