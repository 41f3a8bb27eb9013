import { A } from "@solidjs/router"
import { For } from "solid-js"
import { Dynamic } from "solid-js/web"
import { AccountButton } from "./AccountButton.tsx"
import { pages } from "./pages.ts"

/** The bar of a phone: the pages, and everything else under "More". */
export const BottomBar = (props: {
  readonly class: string
  readonly hasWorkspace: boolean
  readonly onHelp: () => void
}) => (
  <nav
    aria-label="Pages"
    class={`grid shrink-0 auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden ${props.class}`}
  >
    <For each={props.hasWorkspace ? pages : []}>
      {(page) => (
        <A
          href={page.href}
          class="flex h-14 flex-col items-center justify-center gap-0.5 text-xs text-muted [&.active]:font-medium [&.active]:text-accent"
        >
          <Dynamic component={page.icon} class="size-5 stroke-[1.75]" aria-hidden="true" />
          {page.label}
        </A>
      )}
    </For>
    <AccountButton isInBottomBar onHelp={props.onHelp} />
  </nav>
)
