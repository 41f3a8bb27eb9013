import { For } from "solid-js"
import type { Provider } from "../api/ProviderGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { commandWords } from "../words/orderWords.ts"
import { isWholeOn, type Providers, type Way } from "./createProviders.ts"
import { CommandSwitch, wayCommands, wayWords, WholeSwitch } from "./ProviderSwitches.tsx"

const shownWays: ReadonlyArray<Way> = ["forward", "panel"]

interface ProviderTableProps {
  readonly providers: Providers
  readonly items: ReadonlyArray<Provider>
  readonly onOpen: (id: string) => void
}

/** One row for each provider, one switch for each thing that is done with requests for his orders. */
export const ProviderTable = (props: ProviderTableProps) => (
  <table class="w-full border-collapse text-left whitespace-nowrap">
    <thead class="sticky top-0 z-10 text-xs text-muted">
      <tr class="bg-surface">
        <th scope="col" rowspan="2" class="border-b border-line py-1.5 pl-4 font-medium">
          Alias
        </th>
        <th scope="col" rowspan="2" class="border-b border-line px-2 py-1.5 font-medium">
          Panel
        </th>
        <For each={shownWays}>
          {(way) => (
            <th
              scope="colgroup"
              colspan={wayCommands[way].length + 1}
              title={wayWords[way].meaning}
              class="border-l border-line px-2 pt-1 text-center font-medium"
            >
              {wayWords[way].label}
            </th>
          )}
        </For>
        <th scope="col" rowspan="2" class="border-b border-l border-line px-4 py-1.5 text-right font-medium">
          Requests, 30 days
        </th>
      </tr>
      <tr class="border-b border-line bg-surface">
        <For each={shownWays}>
          {(way) => (
            <>
              <th scope="col" class="border-l border-line px-2 pb-1 font-medium">
                On
              </th>
              <For each={wayCommands[way]}>
                {(command) => (
                  <th scope="col" class="px-2 pb-1 font-normal first-letter:uppercase">
                    {commandWords[command]}
                  </th>
                )}
              </For>
            </>
          )}
        </For>
      </tr>
    </thead>
    <tbody>
      <For each={props.items}>
        {(provider, place) => (
          <tr
            class="h-9 cursor-pointer border-b border-line hover:bg-hover"
            onClick={() => props.onOpen(provider.id)}
          >
            <th scope="row" class="max-w-52 pl-4 font-normal">
              <button
                type="button"
                data-row={place()}
                class="h-6 max-w-full truncate rounded-sm font-medium -outline-offset-2 hover:text-accent"
                onClick={(event) => {
                  event.stopPropagation()
                  props.onOpen(provider.id)
                }}
              >
                {provider.alias}
              </button>
            </th>
            <td class="max-w-40 truncate px-2 text-muted">{provider.panelName}</td>
            <For each={shownWays}>
              {(way) => (
                <>
                  <td class="border-l border-line px-1" onClick={(event) => event.stopPropagation()}>
                    <WholeSwitch providers={props.providers} provider={provider} way={way} />
                  </td>
                  <For each={wayCommands[way]}>
                    {(command) => (
                      <td class="px-1" onClick={(event) => event.stopPropagation()}>
                        <CommandSwitch
                          providers={props.providers}
                          provider={provider}
                          way={way}
                          command={command}
                        />
                      </td>
                    )}
                  </For>
                </>
              )}
            </For>
            <td class="figures border-l border-line px-4 text-right">{formatCount(provider.requests)}</td>
          </tr>
        )}
      </For>
    </tbody>
  </table>
)

/** The same on a phone: who he is, and whether anything goes to him; the switches are inside. */
export const ProviderTiles = (props: ProviderTableProps) => (
  <ul aria-label="Providers">
    <For each={props.items}>
      {(provider) => (
        <li class="border-b border-line">
          <button
            type="button"
            onClick={() => props.onOpen(provider.id)}
            class="flex min-h-14 w-full flex-col justify-center gap-0.5 px-3 py-1.5 text-left -outline-offset-2 hover:bg-hover"
          >
            <span class="flex w-full items-baseline gap-2">
              <span class="min-w-0 flex-1 truncate text-base font-medium">{provider.alias}</span>
              <span class="figures shrink-0 text-muted">{formatCount(provider.requests)} in 30 days</span>
            </span>
            <span class="w-full truncate text-muted">
              {provider.panelName} · {onWords(provider)}
            </span>
          </button>
        </li>
      )}
    </For>
  </ul>
)

const onWords = (provider: Provider): string => {
  const on = shownWays
    .filter((way) => isWholeOn(provider, way))
    .map((way) => wayWords[way].label.toLowerCase())
  return on.length === 0 ? "nothing is sent" : on.join(" and ")
}
