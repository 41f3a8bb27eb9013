import { A } from "@solidjs/router"
import MessageSquareDashed from "lucide-solid/icons/message-square-dashed"
import SearchX from "lucide-solid/icons/search-x"
import { Match, Show, Switch } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { createChannels } from "../channels/createChannels.ts"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { ChatHead, ChatLine, ChatTile } from "./ChatLine.tsx"
import { type ChatRow, type Chats, createChats } from "./createChats.ts"

const tabs = [
  { key: "all", label: "All" },
  { key: "group", label: "Groups" },
  { key: "direct", label: "Direct" },
  { key: "provider", label: "Provider" },
  { key: "silent", label: "Silent" }
] as const

/** A channel's chats, groups first, with what each is for (CH-10). */
const ChatsView = () => {
  const channels = createChannels()
  const chats = createChats()
  const name = () => channels.byId().get(chats.channelId() as never)?.name
  return (
    <div class="flex h-full flex-col">
      <PageHead title={name() === undefined ? "Chats" : `Chats of ${name() ?? ""}`}>
        <FilterTabs
          class="max-md:order-1 max-md:w-full"
          label="Which chats"
          tabs={tabs}
          current={chats.filter()}
          onPick={chats.setFilter}
        />
        <SearchField
          class="min-w-0 max-md:order-2 max-md:w-full md:ml-auto md:w-60"
          label="Name or number"
          value={chats.search()}
          onSearch={chats.setSearch}
        />
        <A href="/channels" class="text-muted underline hover:text-text max-md:ml-auto">
          All channels
        </A>
      </PageHead>
      <Show when={chats.isNotAsked()}>
        <p class="shrink-0 border-b border-line bg-warn-soft px-3 py-1.5 text-xs md:px-4">
          The channel could not be asked now: these are the chats of an earlier look. Switches hold all the
          same.
        </p>
      </Show>
      <Show when={chats.act.trouble() ?? chats.rows.trouble()}>
        {(trouble) => (
          <ErrorBox
            trouble={trouble()}
            onRetry={() => {
              chats.act.forget()
              chats.rows.reload()
            }}
          />
        )}
      </Show>
      <List chats={chats} />
      <UndoBar done={chats.done()} onClose={chats.forgetDone} />
    </div>
  )
}

const List = (props: { readonly chats: Chats }) => {
  const { rows } = props.chats
  const session = useSession()
  const isWide = createMedia("(min-width: 1024px)")
  const of = (chat: () => ChatRow) => ({
    get chat() {
      return chat()
    },
    get mayChange() {
      return mayDo(session.login(), ["customers.manage"])
    },
    isBusy: (which: string) => props.chats.act.isBusy(`${chat().chatId} ${which}`),
    onFlip: (which: Parameters<Chats["flip"]>[1], isOn: boolean) => props.chats.flip(chat(), which, isOn)
  })
  return (
    <Switch>
      <Match when={rows.state() === "loading"}>
        <div class="min-h-0 flex-1 overflow-hidden">
          <SkeletonRows count={14} rowClass={isWide() ? "h-11" : "h-28"} />
        </div>
      </Match>
      <Match when={props.chats.shown().length === 0 && rows.state() === "ready"}>
        <Nothing chats={props.chats} />
      </Match>
      <Match when={props.chats.shown().length > 0 && isWide()}>
        <div
          role="table"
          aria-label="Chats"
          aria-rowcount={rows.hasMore() ? -1 : props.chats.shown().length + 1}
          class="flex min-h-0 flex-1 flex-col"
        >
          <ChatHead />
          <VirtualRows
            roles={{ box: "rowgroup", row: "row" }}
            items={props.chats.shown()}
            rowHeight={44}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            row={(row) => <ChatLine {...of(row)} />}
          />
        </div>
      </Match>
      <Match when={props.chats.shown().length > 0}>
        <VirtualRows
          label="Chats"
          items={props.chats.shown()}
          rowHeight={132}
          onEnd={rows.loadMore}
          isLoadingMore={rows.isLoadingMore()}
          row={(row) => <ChatTile {...of(row)} />}
        />
      </Match>
    </Switch>
  )
}

const empty = {
  all: "No chat yet.",
  group: "No group yet.",
  direct: "Nobody has written yet.",
  provider: "No provider’s chat.",
  silent: "No silent chat."
} as const

const hints = {
  all: "Groups appear here once the channel is a member; people when they write for the first time.",
  group: "Add this number or bot to a group: it appears here by itself.",
  direct: "People appear here when they write for the first time.",
  provider: "Chats that requests go to by a route are providers’; others are marked with the switch.",
  silent: "In a silent chat the bot never answers and says nothing by itself; your team may write."
} as const

const Nothing = (props: { readonly chats: Chats }) => (
  <Show
    when={props.chats.search() === ""}
    fallback={
      <EmptyState icon={<SearchX />} text="No chat fits.">
        <Button onClick={props.chats.showAll}>Show all</Button>
      </EmptyState>
    }
  >
    <EmptyState
      icon={<MessageSquareDashed />}
      text={empty[props.chats.filter()]}
      hint={hints[props.chats.filter()]}
    />
  </Show>
)

export default ChatsView
