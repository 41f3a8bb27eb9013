import { For, Index, Show } from "solid-js"
import type { Runner } from "../api/RuntimeGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { formatAge, formatBytes, runnerState } from "./runtimeWords.ts"

interface RunnersProps {
  readonly runners: ReadonlyArray<Runner>
  /** When this was so, Unix milliseconds. */
  readonly at: number
}

const columns = (runner: Runner, at: number): ReadonlyArray<readonly [label: string, value: string]> => [
  ["Up", formatAge(at - runner.startedAt)],
  ["CPU", `${Math.round(runner.cpuPercent)} %`],
  ["Memory", formatBytes(runner.residentBytes)],
  ["Heap", formatBytes(runner.heapBytes)],
  ["Loop lag", `${Math.round(runner.lagP99Millis)} ms`],
  ["Database", `${runner.databaseMillis} ms`],
  ["Redis", runner.redis],
  ["Shards", String(runner.shards)],
  ["Sessions", formatCount(runner.residents.Channel)],
  ["Chats", formatCount(runner.residents.Conversation)],
  ["Orders", formatCount(runner.residents.Order)],
  ["Fullest mailbox", formatCount(Math.max(...Object.values(runner.deepest)))],
  ["Restarts", formatCount(Object.values(runner.restarts).reduce((sum, count) => sum + count, 0))]
]

/** The processes of the deployment, one row each; on a phone one block each. */
export const RuntimeRunners = (props: RunnersProps) => (
  <section aria-labelledby="runners">
    <h2 id="runners" class="px-3 pt-3 pb-1 font-semibold md:px-4">
      Processes
    </h2>
    <ul class="md:hidden">
      <Index each={props.runners}>
        {(runner) => (
          <li class="border-b border-line px-3 py-2">
            <p class="flex items-center justify-between gap-2">
              <span class="font-mono text-sm">{runner().address}</span>
              <StatusBadge {...runnerState(runner())} />
            </p>
            <dl class="mt-1 grid grid-cols-3 gap-x-3 gap-y-1">
              <Index each={columns(runner(), props.at)}>
                {(pair) => (
                  <div>
                    <dt class="text-xs text-muted">{pair()[0]}</dt>
                    <dd class="figures">{pair()[1]}</dd>
                  </div>
                )}
              </Index>
            </dl>
          </li>
        )}
      </Index>
    </ul>
    <div
      class="overflow-x-auto scroll-thin max-md:hidden"
      tabindex="0"
      role="region"
      aria-label="Table of processes"
    >
      <table class="w-full text-left text-sm whitespace-nowrap">
        <thead class="text-muted">
          <tr class="border-b border-line">
            <th class="py-1.5 pr-3 pl-4 font-medium">Address</th>
            <th class="px-3 font-medium">State</th>
            <th class="px-3 font-medium">Version</th>
            <Show when={props.runners[0]}>
              {(first) => (
                <For each={columns(first(), props.at).map(([label]) => label)}>
                  {(label) => <th class="px-3 text-right font-medium">{label}</th>}
                </For>
              )}
            </Show>
          </tr>
        </thead>
        <tbody>
          <Index each={props.runners}>
            {(runner) => (
              <tr class="h-9 border-b border-line hover:bg-hover">
                <td class="pr-3 pl-4 font-mono">{runner().address}</td>
                <td class="px-3">
                  <StatusBadge {...runnerState(runner())} />
                </td>
                <td class="px-3 text-muted">{runner().version}</td>
                <Index each={columns(runner(), props.at)}>
                  {(pair) => <td class="figures px-3 text-right">{pair()[1]}</td>}
                </Index>
              </tr>
            )}
          </Index>
        </tbody>
      </table>
    </div>
  </section>
)
