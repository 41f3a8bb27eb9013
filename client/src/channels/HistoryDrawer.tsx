import { For, Match, Show, Switch } from "solid-js"
import { healthSentence, sendLevel, spanWords } from "../../../src/domain/ChannelHealth.ts"
import { listPast, type PastState } from "../api/ChannelGateway.ts"
import type { ChannelState, ChannelView } from "../api/Views.ts"
import { createRows } from "../live/createRows.ts"
import { createNow } from "../time/createNow.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { levelTone, stateTone } from "../words/channelWords.ts"
import { SendHealth } from "./SendHealth.tsx"

const pageSize = 50

interface HistoryDrawerProps {
  readonly channel: ChannelView
  readonly onClose: () => void
}

type Row = PastState & { readonly version: number }

/** What a channel did and for how long, newest first, under how its messages fare now (CH-02). */
export const HistoryDrawer = (props: HistoryDrawerProps) => {
  const now = createNow(1000)
  const newestFirst = (a: Row, b: Row) => Number(b.id) - Number(a.id)
  const past = createRows<Row, { readonly items: ReadonlyArray<Row>; readonly next: string | null }>({
    // A new state is the first line of the past.
    key: () => `${props.channel.id} ${props.channel.state._tag} ${props.channel.since}`,
    load: async (before, signal) => {
      const page = await listPast(props.channel.id, { before, limit: pageSize }, signal)
      return { ...page, items: page.items.map((row) => ({ ...row, version: 1 })) }
    },
    compare: newestFirst,
    isBeyond: (row, last) => newestFirst(row, last) > 0,
    belongs: () => true
  })
  return (
    <Drawer isOpen title={`History of ${props.channel.name}`} onClose={props.onClose}>
      <section class="border-b border-line p-4" aria-label="Now">
        <p class="mb-1 flex items-start gap-1.5 font-medium">
          <StatusShape
            tone={
              sendLevel(props.channel, now()) === "closed"
                ? stateTone(props.channel.state)
                : levelTone[sendLevel(props.channel, now())]
            }
            class="mt-1"
          />
          {healthSentence(props.channel, now())}
        </p>
        <SendHealth channel={props.channel} />
      </section>
      <Show when={past.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={past.reload} isSmall />}
      </Show>
      <Switch>
        <Match when={past.state() === "loading"}>
          <SkeletonRows count={8} rowClass="h-12" />
        </Match>
        <Match when={past.items().length === 0 && past.state() === "ready"}>
          <p class="p-6 text-center text-muted">
            Nothing is noted yet. What the connection does from now on is kept here for 30 days.
          </p>
        </Match>
        <Match when={past.items().length > 0}>
          <ol aria-label="History" class="px-4 py-3">
            <For each={past.items()}>{(row) => <PastLine row={row} now={now()} />}</For>
          </ol>
          <Show when={past.hasMore()}>
            <div class="flex justify-center pb-4">
              <Button isBusy={past.isLoadingMore()} onClick={past.loadMore}>
                Earlier
              </Button>
            </div>
          </Show>
        </Match>
      </Switch>
    </Drawer>
  )
}

const PastLine = (props: { readonly row: PastState; readonly now: number }) => (
  <li class="relative flex gap-3 pb-3 last:pb-0">
    <span class="relative flex flex-col items-center pt-1">
      <StatusShape tone={stateTone({ _tag: props.row.state as ChannelState["_tag"] }) ?? "plain"} />
      <span class="mt-1 w-px flex-1 bg-line" aria-hidden="true" />
    </span>
    <span class="min-w-0 flex-1">
      <span class="block wrap-anywhere">{props.row.sentence}</span>
      <span class="block text-xs text-muted">
        <TimeText at={props.row.at} look="short" />
        {" · "}
        <Show when={props.row.until} fallback={<>for {spanWords(props.now - props.row.at)} until now</>}>
          {(until) => <>for {spanWords(until() - props.row.at)}</>}
        </Show>
      </span>
    </span>
  </li>
)
