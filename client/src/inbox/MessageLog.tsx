import { createVirtualizer, elementScroll } from "@tanstack/solid-virtual"
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  onCleanup,
  onMount,
  Show,
  Switch
} from "solid-js"
import type { Message } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { formatDay } from "../time/formatTime.ts"
import type { KnownOrder } from "./createDetail.ts"
import type { Thread } from "./createThread.ts"
import { MessageBubble } from "./MessageBubble.tsx"
import type { Entry } from "./threadEntries.ts"

/** Closer than this to the end counts as being there. */
const endPixels = 48

interface MessageLogProps {
  readonly thread: Thread
  readonly isGroup: boolean
  readonly orders: ReadonlyMap<string, KnownOrder>
  readonly onOrder: (orderId: string, chip: HTMLElement) => void
  readonly tryHref: (text: string) => string
  readonly onReady: (scrollToEnd: () => void) => void
  readonly onQuote: ((message: Message) => void) | undefined
  readonly onWhy: (message: Message) => void
  readonly onAgain: ((message: Message) => void) | undefined
}

/**
 * The messages, drawn as far as they are visible. What is read stays where it is when older messages are put in
 * above or new ones come below; at the end, the end is followed.
 */
export const MessageLog = (props: MessageLogProps) => {
  let box: HTMLDivElement | undefined
  const { thread } = props
  /** Where this list itself has scrolled to last. */
  let ours = -1
  const virtual = createVirtualizer({
    get count() {
      return thread.entries().length
    },
    getScrollElement: () => box ?? null,
    estimateSize: (index) => (thread.entries()[index]?._tag === "Message" ? 64 : 40),
    getItemKey: (index) => thread.entries()[index]?.key ?? index,
    scrollToFn: (offset, options, instance) => {
      elementScroll(offset, options, instance)
      ours = box?.scrollTop ?? 0
    },
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: endPixels,
    initialOffset: () => thread.entries().length * 64,
    overscan: 8,
    paddingStart: 12,
    paddingEnd: 16
  })

  /** Where each drawn entry is. By key, so that an entry keeps its element when its index changes. */
  const places = createMemo(
    () =>
      new Map(
        virtual.getVirtualItems().map((item) => [String(item.key), { index: item.index, start: item.start }])
      )
  )
  const keys = createMemo(() => [...places().keys()])
  const byKey = createMemo(() => new Map(thread.entries().map((entry) => [entry.key, entry])))

  // The end is followed until somebody goes away from it: what comes in bursts, grows as it is measured or is let go of
  // above moves the end by itself.
  let isFollowed = true
  let before = { top: 0, height: 0 }
  const look = () => {
    if (box === undefined) return
    const { clientHeight, scrollHeight, scrollTop } = box
    const isEnd = scrollHeight - scrollTop - clientHeight <= endPixels
    if (isEnd) isFollowed = true
    before = { top: scrollTop, height: scrollHeight }
    if (isFollowed && !isEnd) virtual.scrollToEnd()
    thread.setAtEnd(isFollowed)
  }
  /** Before anything is drawn for the new place: somebody has gone up, and not the end down. */
  const notice = () => {
    if (box === undefined || Math.abs(box.scrollTop - ours) < 2) return
    if (box.scrollTop < before.top && box.scrollHeight === before.height) isFollowed = false
  }
  /** Somebody turns to what lies above, even while the end moves. */
  const leave = (isUpwards: boolean) => {
    if (box === undefined || !isUpwards || box.scrollTop === 0) return
    isFollowed = false
  }
  // Older messages are asked for once the end has been reached: before that, the top is only passed through.
  const [hasOpened, setOpened] = createSignal(false)
  createEffect(() => {
    if (thread.isAtEnd() && virtual.getVirtualItems().at(-1)?.index === thread.entries().length - 1)
      setOpened(true)
  })
  createEffect(() => {
    const first = virtual.getVirtualItems()[0]
    if (hasOpened() && first !== undefined && first.index < 6 && thread.rows.hasMore()) thread.rows.loadMore()
  })
  // Measuring moves the end without a scroll event; a frame later it has settled.
  let frame = 0
  createEffect(() => {
    virtual.getTotalSize()
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      look()
      frame = requestAnimationFrame(look)
    })
  })
  onCleanup(() => cancelAnimationFrame(frame))
  onMount(() => {
    virtual.scrollToEnd()
    props.onReady(() => {
      isFollowed = true
      virtual.scrollToEnd()
    })
  })

  return (
    <div
      ref={(element) => (box = element)}
      role="log"
      aria-label="Messages"
      aria-live={thread.isAtEnd() ? "polite" : "off"}
      tabindex="0"
      on:scroll={{ capture: true, passive: true, handleEvent: notice }}
      onScroll={look}
      on:wheel={{ passive: true, handleEvent: ({ deltaY }: WheelEvent) => leave(deltaY < 0) }}
      on:touchmove={{ passive: true, handleEvent: () => leave(true) }}
      onKeyDown={({ key }) => leave(["ArrowUp", "PageUp", "Home"].includes(key))}
      on:scrollend={look}
      class="min-h-0 flex-1 overflow-y-auto scroll-thin -outline-offset-2 [overflow-anchor:none]"
    >
      <div class="relative overflow-clip" style={{ height: `${virtual.getTotalSize()}px` }}>
        <For each={keys()}>
          {(key) => {
            let row: HTMLDivElement | undefined
            onMount(() => row !== undefined && virtual.measureElement(row))
            onCleanup(() => queueMicrotask(() => virtual.measureElement(null)))
            return (
              <div
                ref={(element) => (row = element)}
                data-index={places().get(key)?.index}
                class="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${places().get(key)?.start ?? 0}px)` }}
              >
                <Show when={byKey().get(key)}>
                  {(entry) => (
                    <EntryView
                      entry={entry()}
                      isGroup={props.isGroup}
                      orders={props.orders}
                      onOrder={props.onOrder}
                      tryHref={props.tryHref}
                      onQuote={props.onQuote}
                      onWhy={props.onWhy}
                      onAgain={props.onAgain}
                    />
                  )}
                </Show>
              </div>
            )
          }}
        </For>
      </div>
    </div>
  )
}

const EntryView = (props: {
  readonly entry: Entry
  readonly isGroup: boolean
  readonly orders: ReadonlyMap<string, KnownOrder>
  readonly onOrder: (orderId: string, chip: HTMLElement) => void
  readonly tryHref: (text: string) => string
  readonly onQuote: ((message: Message) => void) | undefined
  readonly onWhy: (message: Message) => void
  readonly onAgain: ((message: Message) => void) | undefined
}) => {
  const session = useSession()
  const as = <K extends Entry["_tag"]>(tag: K) =>
    props.entry._tag === tag ? (props.entry as Extract<Entry, { _tag: K }>) : undefined
  return (
    <Switch>
      <Match when={as("Message")}>
        {(entry) => (
          <MessageBubble
            message={entry().message}
            isFirst={entry().isFirst}
            isGroup={props.isGroup}
            orders={props.orders}
            onOrder={props.onOrder}
            tryHref={props.tryHref}
            onQuote={props.onQuote}
            onWhy={props.onWhy}
            onAgain={props.onAgain}
          />
        )}
      </Match>
      <Match when={as("Day")}>
        {(entry) => (
          <p class="figures flex h-10 items-center justify-center text-xs font-medium text-muted">
            {formatDay(entry().at, session.now(), session.timeZone())}
          </p>
        )}
      </Match>
      <Match when={as("New")}>
        {(entry) => (
          <p class="flex h-10 items-center gap-3 px-4 text-xs font-medium text-accent before:h-px before:flex-1 before:bg-accent/40 after:h-px after:flex-1 after:bg-accent/40">
            <span class="figures">{entry().count} new</span>
          </p>
        )}
      </Match>
    </Switch>
  )
}
