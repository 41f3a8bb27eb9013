import { A } from "@solidjs/router"
import ArrowLeft from "lucide-solid/icons/arrow-left"
import Bot from "lucide-solid/icons/bot"
import Hand from "lucide-solid/icons/hand"
import PanelRight from "lucide-solid/icons/panel-right"
import Pause from "lucide-solid/icons/pause"
import { Show, type Component } from "solid-js"
import { Dynamic } from "solid-js/web"
import type { Conversation } from "../api/Views.ts"
import { LiveStatus } from "../app/LiveStatus.tsx"
import { IconButton } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"

const controllers: Record<
  Conversation["controller"],
  { readonly label: string; readonly icon: Component<{ class?: string }>; readonly class: string }
> = {
  bot: { label: "Bot answers", icon: Bot, class: "text-accent" },
  human: { label: "A person answers", icon: Hand, class: "text-info" },
  paused: { label: "Bot is paused", icon: Pause, class: "text-warn" }
}

/** Whose thread this is, on which channel, and who answers. */
export const ThreadHead = (props: {
  readonly conversation: Conversation | null
  readonly closeHref: string
  readonly onContext: (() => void) | undefined
}) => (
  <header class="flex h-12 shrink-0 items-center gap-2 border-b border-line px-2 md:px-4">
    <A
      href={props.closeHref}
      noScroll
      aria-label="Back to the list"
      title="Back to the list (Esc)"
      class="inline-flex size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover md:hidden"
    >
      <ArrowLeft class="size-5" aria-hidden="true" />
    </A>
    <Show when={props.conversation} fallback={<span class="skeleton h-3.5 w-48" />}>
      {(conversation) => (
        <>
          <ChannelMark kind={conversation().channelKind} name={conversation().channelName} />
          <div class="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:gap-2">
            <h2 class="truncate text-base leading-5 font-semibold">
              {conversation().customerUsername ?? conversation().title}
            </h2>
            <p class="truncate text-xs text-muted md:text-sm">
              <Show when={![null, conversation().title].includes(conversation().customerUsername)}>
                {conversation().title} ·{" "}
              </Show>
              {conversation().chatKind === "group" ? "Group · " : ""}
              {conversation().channelName}
            </p>
          </div>
          <span
            class="flex shrink-0 items-center gap-1.5 text-sm text-muted"
            title={controllers[conversation().controller].label}
          >
            <Dynamic
              component={controllers[conversation().controller].icon}
              class={`size-4 ${controllers[conversation().controller].class}`}
              aria-hidden="true"
            />
            <span class="max-sm:sr-only">{controllers[conversation().controller].label}</span>
          </span>
        </>
      )}
    </Show>
    <span class="md:hidden">
      <LiveStatus isShort />
    </span>
    <Show when={props.onContext}>
      {(open) => (
        <IconButton label="Customer, orders and requests" onClick={() => open()()}>
          <PanelRight class="size-4" aria-hidden="true" />
        </IconButton>
      )}
    </Show>
  </header>
)
