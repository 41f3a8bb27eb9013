import Download from "lucide-solid/icons/download"
import { For } from "solid-js"
import { Button } from "../ui/Button.tsx"
import type { Providers } from "./createProviders.ts"
import { ImportOutcome } from "./ImportOutcome.tsx"

/** How each panel's providers came here, and the press that looks again. */
export const ImportStates = (props: { readonly providers: Providers }) => (
  <ul
    aria-label="Panels"
    class="flex max-h-36 shrink-0 flex-col overflow-y-auto border-b border-line bg-surface empty:hidden"
  >
    <For each={props.providers.looks()}>
      {(look) => (
        <li class="flex min-h-10 items-center gap-x-3 px-3 py-1 md:px-4">
          <p class="min-w-0 flex-1" aria-live="polite">
            <span class="font-medium">{look.panelName}</span>{" "}
            <ImportOutcome look={look} importing={props.providers.imports.of(look.panelId)} />
          </p>
          <Button
            class="h-7!"
            aria-label={`Import providers of ${look.panelName}`}
            isBusy={props.providers.imports.of(look.panelId)?._tag === "Reading"}
            onClick={() => void props.providers.imports.run(look.panelId)}
          >
            <Download class="size-3.5" aria-hidden="true" />
            <span class="max-sm:sr-only">Import providers</span>
          </Button>
        </li>
      )}
    </For>
  </ul>
)
