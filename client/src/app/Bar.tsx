import { A } from "@solidjs/router"
import Search from "lucide-solid/icons/search"
import { For, Show } from "solid-js"
import { createMedia } from "../ui/createMedia.ts"
import { AccountButton } from "./AccountButton.tsx"
import { BarLink } from "./BarLink.tsx"
import { CreditNow } from "./CreditNow.tsx"
import { LiveStatus } from "./LiveStatus.tsx"
import { useSession } from "./SessionContext.ts"
import { mayOpen } from "./access.ts"
import { AdminLinks } from "./AdminLinks.tsx"
import { pages, type PageEntry } from "./pages.ts"
import { SetupLinks } from "./SetupLinks.tsx"

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

const Parting = () => <span class="mx-1.5 my-4 border-l border-line-strong" aria-hidden="true" />

const shortcut = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘K" : "Ctrl K"

/** 48 px: where to go, whether what you see is live, and you. */
export const Bar = (props: {
  readonly class: string
  /** Without a workspace there are no pages and nothing live. */
  readonly hasWorkspace: boolean
  readonly onHelp: () => void
  readonly onSearch: () => void
}) => {
  const { login } = useSession()
  const of = (group: PageEntry["group"]) =>
    pages.filter((page) => page.group === group && mayOpen(login(), page.href))
  const isRoomy = createMedia("(min-width: 1360px)")
  return (
    <header
      class={`flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface px-3 ${props.class}`}
    >
      <A href="/" class="rounded-md">
        <Brand />
      </A>
      <Show when={props.hasWorkspace} fallback={<AdminLinks />}>
        <nav aria-label="Pages" class="hidden h-full items-stretch lg:gap-0.5 md:flex">
          <For each={of("work")}>{(page) => <BarLink page={page} />}</For>
          <Parting />
          <Show when={isRoomy()} fallback={<SetupLinks />}>
            <For each={of("setup")}>{(page) => <BarLink page={page} />}</For>
          </Show>
          <Parting />
          <For each={of("watch")}>{(page) => <BarLink page={page} />}</For>
        </nav>
      </Show>
      <div class="ml-auto flex min-w-0 items-center gap-3">
        <Show when={props.hasWorkspace}>
          <CreditNow />
          <LiveStatus />
        </Show>
        <button
          type="button"
          aria-label={`Search and actions, ${shortcut}`}
          aria-keyshortcuts="Control+K Meta+K"
          aria-haspopup="dialog"
          title={`Search and actions (${shortcut})`}
          onPointerEnter={() => void import("./Palette.tsx")}
          onClick={() => props.onSearch()}
          class="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted hover:bg-hover hover:text-text pointer-coarse:h-10"
        >
          <Search class="size-4" aria-hidden="true" />
          <kbd aria-hidden="true" class="text-xs max-xl:hidden">
            {shortcut}
          </kbd>
        </button>
        <div class="hidden md:block">
          <AccountButton isInBottomBar={false} onHelp={props.onHelp} />
        </div>
      </div>
    </header>
  )
}
