import { A } from "@solidjs/router"
import MessageSquareDashed from "lucide-solid/icons/message-square-dashed"
import SearchX from "lucide-solid/icons/search-x"
import { Show } from "solid-js"
import { mayDo, maySee } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { createChannels } from "../channels/createChannels.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
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
  const session = useSession()
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
        <div class="flex items-center gap-3 max-md:ml-auto">
          <Show when={maySee(session.login(), ["owner"])}>
            <ExportButton address={chats.file()} isEmpty={chats.shown().length === 0} />
          </Show>
          <A href="/channels" class="text-muted underline hover:text-text">
            All channels
          </A>
        </div>
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
  const session = useSession()
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
    <RowTable
      label="Chats"
      rows={{ ...props.chats.rows, items: props.chats.shown }}
      wideFrom={1024}
      nothing={<Nothing chats={props.chats} />}
      head={<ChatHead />}
      lineHeight={44}
      line={(row) => <ChatLine {...of(row)} />}
      tileHeight={132}
      tile={(row) => <ChatTile {...of(row)} />}
    />
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
