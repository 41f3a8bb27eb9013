import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import { AccountButton } from "./AccountButton.tsx"
import { LiveStatus } from "./LiveStatus.tsx"
import { pages } from "./pages.ts"

/** The mark and the name. */
export const Brand = () => (
  <span class="flex items-center gap-2 font-semibold tracking-tight">
    <svg viewBox="0 0 32 32" class="size-5" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--solid)" />
      <path d="M8 9h11a5 5 0 0 1 5 5v1a5 5 0 0 1-5 5h-4l-5 4v-4H8z" fill="var(--on-solid)" />
      <path d="M13 12.5l4 2.5-4 2.5z" fill="var(--solid)" />
    </svg>
    Relaydesk
  </span>
)

/** 48 px: where to go, whether what you see is live, and you. */
export const Bar = (props: {
  readonly class: string
  /** Without a workspace there are no pages and nothing live. */
  readonly hasWorkspace: boolean
  readonly onHelp: () => void
}) => (
  <header class={`flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface px-3 ${props.class}`}>
    <A href="/desk" class="rounded-md">
      <Brand />
    </A>
    <Show when={props.hasWorkspace}>
      <nav aria-label="Pages" class="hidden h-full items-stretch gap-1 md:flex">
        <For each={pages}>
          {(page) => (
            <A
              href={page.href}
              class="relative flex items-center px-2.5 text-sm text-muted transition-colors hover:text-text [&.active]:font-medium [&.active]:text-text [&.active]:after:absolute [&.active]:after:inset-x-2 [&.active]:after:bottom-0 [&.active]:after:h-0.5 [&.active]:after:rounded-full [&.active]:after:bg-accent"
            >
              {page.label}
            </A>
          )}
        </For>
      </nav>
    </Show>
    <div class="ml-auto flex min-w-0 items-center gap-3">
      <Show when={props.hasWorkspace}>
        <LiveStatus />
      </Show>
      <div class="hidden md:block">
        <AccountButton isInBottomBar={false} onHelp={props.onHelp} />
      </div>
    </div>
  </header>
)
