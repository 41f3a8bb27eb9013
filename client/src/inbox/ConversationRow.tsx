import { A, useNavigate } from "@solidjs/router"
import BellOff from "lucide-solid/icons/bell-off"
import Hand from "lucide-solid/icons/hand"
import Pause from "lucide-solid/icons/pause"
import Users from "lucide-solid/icons/users"
import { Match, Show, Switch } from "solid-js"
import type { Conversation } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"

/** One conversation of the list: who, when, the last text, what is unread. */
export const ConversationRow = (props: {
  readonly conversation: Conversation
  readonly lastLine: string
  readonly href: string
  readonly isOpen: boolean
  /** Words of ours in it did not arrive. */
  readonly hasUnsent: boolean
}) => {
  const isUnread = () => props.conversation.unread > 0
  const navigate = useNavigate()
  /** The chat that stood here when the press began. The list may move before it ends: that one is opened all the same. */
  let pressed: string | null = null
  const finish = (event: MouseEvent) => {
    const wanted = pressed
    pressed = null
    if (wanted === null || wanted === props.href || event.detail === 0) return
    event.preventDefault()
    navigate(wanted, { scroll: false })
  }
  return (
    <A
      href={props.href}
      on:pointerdown={() => (pressed = props.href)}
      on:click={finish}
      noScroll
      aria-current={props.isOpen ? "true" : undefined}
      class="flex h-full flex-col justify-center gap-0.5 border-b border-line px-3 -outline-offset-2 transition-colors [&_svg]:pointer-events-none"
      classList={{ "bg-selected": props.isOpen, "hover:bg-hover": !props.isOpen }}
    >
      <span class="flex items-center gap-1.5">
        <ChannelMark kind={props.conversation.channelKind} name={props.conversation.channelName} />
        <Show when={props.conversation.chatKind === "group"}>
          <Users class="size-3.5 shrink-0 text-muted" aria-label="Group" />
        </Show>
        <span
          class="truncate text-base"
          classList={{ "font-semibold": isUnread(), "font-medium": !isUnread() }}
        >
          {props.conversation.customerUsername ?? props.conversation.title}
        </span>
        <TimeText at={props.conversation.lastAt} look="short" class="ml-auto pl-1 text-xs text-muted" />
      </span>
      <span class="flex items-center gap-1.5 pl-5.5">
        <span class="truncate" classList={{ "text-text": isUnread(), "text-muted": !isUnread() }}>
          {props.lastLine}
        </span>
        <span class="ml-auto flex shrink-0 items-center gap-1.5">
          <Switch>
            <Match when={props.conversation.controller === "human"}>
              <Hand class="size-3.5 text-info" aria-label="A person answers" />
            </Match>
            <Match when={props.conversation.controller === "paused"}>
              <Pause class="size-3.5 text-warn" aria-label="The bot is paused" />
            </Match>
          </Switch>
          <Show when={props.hasUnsent}>
            <span class="flex items-center gap-1 text-xs font-medium text-bad">
              <StatusShape tone="bad" />
              Not sent
            </span>
          </Show>
          <Show when={props.conversation.isSilent}>
            <BellOff class="size-3.5 text-muted" aria-label="The bot is silent in this chat" />
          </Show>
          <Show when={isUnread()}>
            <span class="figures min-w-5 rounded-full bg-solid px-1.5 text-center text-xs leading-5 font-semibold text-on-solid">
              {props.conversation.unread > 999 ? "999+" : props.conversation.unread}
              <span class="sr-only"> unread</span>
            </span>
          </Show>
        </span>
      </span>
    </A>
  )
}
