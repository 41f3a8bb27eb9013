import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import type { Login } from "../api/Gateway.ts"
import { mayOpen } from "./access.ts"
import { AccountButton } from "./AccountButton.tsx"
import { adminPages } from "./adminPages.ts"
import { PageBadge } from "./PageBadge.tsx"
import { pages } from "./pages.ts"
import { useSession } from "./SessionContext.ts"

const offered = (login: Login, hasWorkspace: boolean) =>
  (hasWorkspace ? pages : adminPages).filter(({ isOnPhone, href }) => isOnPhone && mayOpen(login, href))

/** The bar of a phone: the pages, and everything else under "More". */
export const BottomBar = (props: {
  readonly class: string
  readonly hasWorkspace: boolean
  readonly onHelp: () => void
}) => (
  <nav
    aria-label="Pages"
    class={`grid shrink-0 auto-cols-[minmax(max-content,1fr)] grid-flow-col overflow-x-auto border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden ${props.class}`}
  >
    <For each={offered(useSession().login(), props.hasWorkspace)}>
      {(page) => (
        <A
          href={page.href}
          class="relative flex h-14 flex-col items-center justify-center gap-0.5 px-2 text-xs whitespace-nowrap text-muted [&.active]:font-medium [&.active]:text-accent"
        >
          <Dynamic component={page.icon} class="size-5 stroke-[1.75]" aria-hidden="true" />
          {page.label}
          <Show when={props.hasWorkspace}>
            <PageBadge href={page.href} class="absolute top-1 left-1/2 ml-1.5" />
          </Show>
        </A>
      )}
    </For>
    <AccountButton isInBottomBar onHelp={props.onHelp} />
  </nav>
)
