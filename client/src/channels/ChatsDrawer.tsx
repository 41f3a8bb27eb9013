import MessageSquareDashed from "lucide-solid/icons/message-square-dashed"
import User from "lucide-solid/icons/user"
import Users from "lucide-solid/icons/users"
import { createResource, createSignal, For, Match, Show, Switch } from "solid-js"
import { listChats } from "../api/Gateway.ts"
import { asTrouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"

/** The chats a channel can write to, with their ids. */
export const ChatsDrawer = (props: { readonly channel: ChannelView; readonly onClose: () => void }) => {
  const [search, setSearch] = createSignal("")
  const [chats, { refetch }] = createResource(
    () => props.channel.id,
    (id) => listChats(id)
  )
  const found = () =>
    chats.error === undefined
      ? (chats() ?? []).filter((chat) => chat.title.toLowerCase().includes(search().toLowerCase()))
      : []
  return (
    <Drawer isOpen title={`Chats of ${props.channel.name}`} onClose={props.onClose}>
      <div class="sticky top-0 border-b border-line bg-bg p-2">
        <SearchField label="Name of a chat" value={search()} onSearch={setSearch} />
      </div>
      <Switch>
        <Match when={chats.loading}>
          <SkeletonRows count={8} rowClass="h-11" />
        </Match>
        <Match when={chats.error !== undefined}>
          <ErrorBox trouble={asTrouble(chats.error)} onRetry={() => void refetch()} isSmall />
        </Match>
        <Match when={true}>
          <ul>
            <For
              each={found()}
              fallback={
                <EmptyState
                  icon={<MessageSquareDashed />}
                  text="No chat found."
                  hint="Groups appear once the channel is a member."
                />
              }
            >
              {(chat) => (
                <li class="flex h-11 items-center gap-3 border-b border-line px-4">
                  <Show
                    when={chat.kind === "group"}
                    fallback={<User class="size-4 shrink-0 text-muted" aria-label="Person" />}
                  >
                    <Users class="size-4 shrink-0 text-muted" aria-label="Group" />
                  </Show>
                  <span class="truncate font-medium">{chat.title}</span>
                  <code class="ml-auto truncate font-mono text-xs text-muted select-all">{chat.chatId}</code>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
    </Drawer>
  )
}
