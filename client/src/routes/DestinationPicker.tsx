import { A } from "@solidjs/router"
import User from "lucide-solid/icons/user"
import Users from "lucide-solid/icons/users"
import { For, Match, Show, Switch } from "solid-js"
import type { ChannelView } from "../api/Views.ts"
import { formatCount } from "../time/formatTime.ts"
import { Button } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { useWords } from "../words/routeWords.ts"
import { createDestinations, type DestinationRow } from "./createDestinations.ts"
import type { Chosen } from "./RouteDraft.ts"

interface DestinationPickerProps {
  readonly channels: ReadonlyArray<ChannelView>
  readonly chosen: Chosen | null
  readonly onPick: (chat: Chosen) => void
}

/** The chats that the channels have, to be searched and picked: groups first, people on a press (PR-05). */
export const DestinationPicker = (props: DestinationPickerProps) => {
  const chats = createDestinations()
  const { rows } = chats
  const isChosen = (chat: DestinationRow) =>
    props.chosen?.chatId === chat.chatId && props.chosen.channelId === chat.channelId
  return (
    <div class="flex min-w-0 flex-col rounded-md border border-line">
      <div class="flex flex-wrap gap-2 border-b border-line p-2">
        <SearchField
          class="w-full"
          label="Name or number of the chat"
          value={chats.search()}
          onSearch={chats.setSearch}
        />
        <FilterTabs
          label="Groups or people"
          tabs={[
            { key: "group", label: "Groups" },
            { key: "direct", label: "People" }
          ]}
          current={chats.kind()}
          onPick={chats.setKind}
        />
        <Show when={props.channels.length > 1}>
          <SelectField
            isBare
            label="Channel"
            class="ml-auto w-36"
            value={chats.channelId()}
            options={[
              { value: "", label: "All channels" },
              ...props.channels.map(({ id, name }) => ({ value: id as string, label: name }))
            ]}
            onPick={chats.setChannelId}
          />
        </Show>
      </div>
      <For each={chats.notAsked()}>
        {({ name }) => (
          <p class="border-b border-line bg-warn-soft px-3 py-1.5 text-xs">
            “{name}” could not be asked now: its chats are those of an earlier look.
          </p>
        )}
      </For>
      <Show when={rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} isSmall />}
      </Show>
      <div class="h-72 overflow-y-auto scroll-thin" role="radiogroup" aria-label="Chats" tabindex={-1}>
        <Switch>
          <Match when={rows.state() === "loading"}>
            <SkeletonRows count={6} rowClass="h-12" />
          </Match>
          <Match when={rows.items().length === 0 && rows.state() === "ready"}>
            <p class="p-4 text-center text-muted">
              {chats.search() === ""
                ? chats.kind() === "group"
                  ? "No group yet. Add your number to a group with the provider; it appears here."
                  : "Nobody has written yet."
                : "No chat fits."}
              <Show when={props.channels.length === 0}>
                {" "}
                <A href="/channels" class="font-medium text-accent underline">
                  Connect a channel
                </A>
              </Show>
            </p>
          </Match>
          <Match when={rows.items().length > 0}>
            <For each={rows.items()}>
              {(chat) => (
                <ChatChoice chat={chat} isChosen={isChosen(chat)} onPick={() => props.onPick(chat)} />
              )}
            </For>
            <Show when={rows.hasMore()}>
              <div class="flex justify-center p-2">
                <Button isBusy={rows.isLoadingMore()} onClick={rows.loadMore}>
                  More chats
                </Button>
              </div>
            </Show>
          </Match>
        </Switch>
      </div>
    </div>
  )
}

interface ChatChoiceProps {
  readonly chat: DestinationRow
  readonly isChosen: boolean
  readonly onPick: () => void
}

const ChatChoice = (props: ChatChoiceProps) => {
  const used = () => useWords(props.chat)
  return (
    <label
      class="flex min-h-12 cursor-pointer items-center gap-3 border-b border-line px-3 py-1 hover:bg-hover has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
      classList={{ "text-muted": props.chat.isGone }}
    >
      <input
        type="radio"
        name="destination"
        class="size-4 shrink-0"
        checked={props.isChosen}
        disabled={props.chat.isGone}
        onChange={() => props.onPick()}
      />
      <Show
        when={props.chat.kind === "group"}
        fallback={<User class="size-4 shrink-0 text-muted" aria-hidden="true" />}
      >
        <Users class="size-4 shrink-0 text-muted" aria-hidden="true" />
      </Show>
      <span class="min-w-0 flex-1">
        <span class="flex items-center gap-2">
          <span class="min-w-0 truncate font-medium">{props.chat.title}</span>
          <Show when={props.chat.members}>
            {(members) => (
              <span class="figures shrink-0 text-xs text-muted">{formatCount(members())} members</span>
            )}
          </Show>
          <Show when={props.chat.kind === "direct" && props.chat.number}>
            {(number) => <span class="figures shrink-0 text-xs text-muted">+{number()}</span>}
          </Show>
        </span>
        <span class="flex items-center gap-1.5 text-xs text-muted">
          <ChannelMark kind={props.chat.channelKind} class="[&_svg]:size-3" />
          <span class="min-w-0 wrap-anywhere">
            {props.chat.channelName}
            <Show when={used().length > 0}> · used for {used().join("; ")}</Show>
            <Show when={props.chat.isSupport}>
              {" "}
              · <span class="text-warn">customers are served here</span>
            </Show>
            <Show when={props.chat.isGone}> · the channel is no longer in it</Show>
          </span>
        </span>
      </span>
    </label>
  )
}
