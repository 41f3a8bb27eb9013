import { A } from "@solidjs/router"
import User from "lucide-solid/icons/user"
import Users from "lucide-solid/icons/users"
import { For, Show } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Switch } from "../ui/Switch.tsx"
import { type ChatRow, type ChatSwitch, chatSwitches, whyFixed } from "./createChats.ts"

const columns =
  "grid h-full w-full grid-cols-[minmax(160px,1.4fr)_72px_minmax(140px,1.6fr)_72px_72px_72px_80px_96px] items-center gap-3 px-4 text-left"

const names = Object.keys(chatSwitches) as ReadonlyArray<ChatSwitch>

/** What each switch does, for the head of its column. */
const meanings: Readonly<Record<ChatSwitch, string>> = {
  isSupport: "People of the group who are not registered are answered too",
  isProvider: "A provider’s chat: nobody is served as a customer there",
  isSilent: "The bot never answers and says nothing by itself; your team may write",
  isMarketing: "Broadcasts may be sent here"
}

/** The names of the columns. */
export const ChatHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader">Chat</span>
      <span role="columnheader" class="text-right">
        Members
      </span>
      <span role="columnheader">Last message</span>
      <For each={names}>
        {(name) => (
          <span role="columnheader" class="text-center" title={meanings[name]}>
            {chatSwitches[name].label}
          </span>
        )}
      </For>
      <span role="columnheader">
        <span class="sr-only">Desk</span>
      </span>
    </div>
  </div>
)

interface ChatLineProps {
  readonly chat: ChatRow
  /** Staff without the right look on. */
  readonly mayChange: boolean
  readonly isBusy: (which: ChatSwitch) => boolean
  readonly onFlip: (which: ChatSwitch, isOn: boolean) => void
}

const Title = (props: { readonly chat: ChatRow }) => (
  <span class="flex min-w-0 items-center gap-2" classList={{ "text-muted": props.chat.isGone }}>
    <Show
      when={props.chat.kind === "group"}
      fallback={<User class="size-4 shrink-0 text-muted" aria-label="Person" />}
    >
      <Users class="size-4 shrink-0 text-muted" aria-label="Group" />
    </Show>
    <span class="min-w-0">
      <span class="block truncate font-medium" title={props.chat.title}>
        {props.chat.title}
      </span>
      <Show when={about(props.chat)}>
        {(text) => (
          <span class="block truncate text-xs text-muted" title={text()}>
            {text()}
          </span>
        )}
      </Show>
    </span>
  </span>
)

const about = (chat: ChatRow): string => {
  const aliases = [...new Set(chat.routes.map(({ alias }) => alias ?? "everything else"))]
  return [
    ...(chat.isGone ? ["no longer in it"] : []),
    ...(chat.customer === null ? [] : [`customer ${chat.customer}`]),
    ...(aliases.length === 0 ? [] : [`requests for ${aliases.join(", ")}`])
  ].join(" · ")
}

const OneSwitch = (props: ChatLineProps & { readonly which: ChatSwitch }) => {
  const isOn = () => chatSwitches[props.which].isOn(props.chat)
  const fixed = () => (props.mayChange ? whyFixed(props.chat, props.which) : "You may look only")
  return (
    <Show
      when={fixed()}
      fallback={
        <Switch
          label={`${chatSwitches[props.which].label} for ${props.chat.title}`}
          isOn={isOn()}
          isBusy={props.isBusy(props.which)}
          onChange={(next) => props.onFlip(props.which, next)}
        />
      }
    >
      {(why) => (
        <span
          class="inline-flex h-6 items-center text-xs text-muted"
          title={why()}
          aria-label={`${chatSwitches[props.which].label} for ${props.chat.title}: ${isOn() ? "on" : "off"}. ${why()}`}
          role="img"
        >
          {isOn() ? "on" : "–"}
        </span>
      )}
    </Show>
  )
}

const Desk = (props: { readonly chat: ChatRow }) => (
  <Show when={props.chat.lastAt !== null ? props.chat.conversationId : null}>
    {(id) => (
      <A
        href={`/desk/${id()}`}
        class="whitespace-nowrap text-accent underline"
        aria-label={`Open in desk: ${props.chat.title}`}
      >
        Open in desk
      </A>
    )}
  </Show>
)

const Last = (props: { readonly chat: ChatRow }) => (
  <Show when={props.chat.lastAt} fallback={<span class="text-muted">Nobody wrote yet</span>}>
    {(at) => (
      <span class="flex min-w-0 gap-2">
        <span class="min-w-0 truncate text-muted">{props.chat.lastText}</span>
        <TimeText at={at()} look="short" class="ml-auto shrink-0 text-xs text-muted" />
      </span>
    )}
  </Show>
)

/** One chat on a wide screen. */
export const ChatLine = (props: ChatLineProps) => (
  <div class={`${columns} border-b border-line`}>
    <span role="cell" class="min-w-0">
      <Title chat={props.chat} />
    </span>
    <span role="cell" class="figures text-right">
      {props.chat.members === null ? "–" : formatCount(props.chat.members)}
    </span>
    <span role="cell" class="min-w-0">
      <Last chat={props.chat} />
    </span>
    <For each={names}>
      {(which) => (
        <span role="cell" class="flex justify-center">
          <OneSwitch {...props} which={which} />
        </span>
      )}
    </For>
    <span role="cell" class="text-right text-xs">
      <Desk chat={props.chat} />
    </span>
  </div>
)

/** The same on a phone. */
export const ChatTile = (props: ChatLineProps) => (
  <div class="flex h-full flex-col justify-center gap-1 border-b border-line px-3">
    <span class="flex min-w-0 items-center justify-between gap-2">
      <Title chat={props.chat} />
      <span class="shrink-0 text-xs">
        <Desk chat={props.chat} />
      </span>
    </span>
    <span class="min-w-0 text-xs">
      <Last chat={props.chat} />
    </span>
    <span class="grid grid-cols-4 gap-1 text-xs text-muted">
      <For each={names}>
        {(which) => (
          <span class="flex flex-col items-center">
            <span aria-hidden="true" title={meanings[which]}>
              {chatSwitches[which].label}
            </span>
            <OneSwitch {...props} which={which} />
          </span>
        )}
      </For>
    </span>
  </div>
)
