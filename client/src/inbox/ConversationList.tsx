import Inbox from "lucide-solid/icons/inbox"
import SearchX from "lucide-solid/icons/search-x"
import { createMemo, Match, Show, Switch } from "solid-js"
import { A } from "@solidjs/router"
import { listChannels } from "../api/Gateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { ConversationRow } from "./ConversationRow.tsx"
import type { ConversationFilter, Inbox as InboxData } from "./createInbox.ts"

/** Filters, search and the virtual list. */
export const ConversationList = (props: { readonly inbox: InboxData }) => {
  const { rows } = props.inbox
  const loaded = createLoaded((signal) => listChannels(signal))
  const channels = () => (loaded.value() ?? []).map(({ id, name }) => ({ value: id, label: name }))
  /** Where the open chat stood when it was opened: the list goes there once, and does not follow it as others write. */
  const opened = createMemo<{ readonly id: string | null; readonly index: number }>((before) => {
    const id = props.inbox.openId()
    // Another list begins.
    if (rows.state() === "loading") return { id, index: -1 }
    if (before?.id === id && before.index >= 0) return before
    return { id, index: rows.items().findIndex((row) => row.id === id) }
  })
  return (
    <>
      <div class="flex shrink-0 flex-col gap-1.5 border-b border-line p-2">
        <FilterTabs
          class="flex-wrap"
          label="Which conversations"
          current={props.inbox.filter()}
          onPick={props.inbox.setFilter}
          tabs={[
            { key: "all", label: "All", count: props.inbox.counts()?.all },
            { key: "unread", label: "Unread", count: props.inbox.counts()?.unread },
            { key: "mine", label: "Mine" },
            { key: "human", label: "Human" },
            { key: "bot", label: "Bot" },
            { key: "suspended", label: "Suspended" }
          ]}
        />
        <div class="flex gap-1.5">
          <SearchField
            class="min-w-0 flex-1"
            label="People, order ids, text"
            value={props.inbox.search()}
            onSearch={props.inbox.setSearch}
          />
          <Show when={channels().length > 1}>
            <SelectField
              class="w-28 shrink-0"
              isBare
              label="Which account"
              value={props.inbox.channel()}
              options={[{ value: "", label: "All accounts" }, ...channels()]}
              onPick={props.inbox.setChannel}
            />
          </Show>
        </div>
      </div>
      <Show when={rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} isSmall />}
      </Show>
      <Switch>
        <Match when={rows.state() === "loading"}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={12} />
          </div>
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready"}>
          <Nothing inbox={props.inbox} />
        </Match>
        <Match when={rows.items().length > 0}>
          <VirtualRows
            label="Conversations"
            items={rows.items()}
            rowHeight={64}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            shown={opened().index}
            onShownTo={props.inbox.setShownTo}
            row={(row) => (
              <ConversationRow
                conversation={row()}
                lastLine={props.inbox.lastLine(row())}
                href={props.inbox.href(row().id)}
                isOpen={row().id === props.inbox.openId()}
                hasUnsent={props.inbox.hasUnsent(row().id)}
              />
            )}
          />
        </Match>
      </Switch>
    </>
  )
}

const nothingIn: Readonly<Record<ConversationFilter, string>> = {
  all: "No conversation yet.",
  unread: "Everything is read.",
  mine: "You have taken over no chat.",
  human: "No chat is answered by a person now; the bot answers all of them.",
  bot: "The bot answers no chat now.",
  suspended: "No customer is suspended."
}

const Nothing = (props: { readonly inbox: InboxData }) => (
  <Switch>
    <Match when={props.inbox.search() !== ""}>
      <EmptyState icon={<SearchX />} text={`Nothing found for “${props.inbox.search()}”.`}>
        <Button onClick={() => props.inbox.setSearch("")}>Clear the search</Button>
      </EmptyState>
    </Match>
    <Match when={props.inbox.channel() !== ""}>
      <EmptyState icon={<Inbox />} text="No such conversation on this account.">
        <Button onClick={() => props.inbox.setChannel("")}>Show all accounts</Button>
      </EmptyState>
    </Match>
    <Match when={props.inbox.filter() !== "all"}>
      <EmptyState icon={<Inbox />} text={nothingIn[props.inbox.filter()]}>
        <Button onClick={() => props.inbox.setFilter("all")}>Show all</Button>
      </EmptyState>
    </Match>
    <Match when={true}>
      <EmptyState
        icon={<Inbox />}
        text="No conversation yet."
        hint="As soon as somebody writes to one of your channels, it appears here."
      >
        <A
          href="/channels"
          class="inline-flex h-8 items-center rounded-md bg-solid px-3 font-medium text-on-solid hover:bg-solid-hover pointer-coarse:h-10"
        >
          Connect a channel
        </A>
      </EmptyState>
    </Match>
  </Switch>
)
