import ChevronRight from "lucide-solid/icons/chevron-right"
import Workflow from "lucide-solid/icons/workflow"
import { createSignal, For, Show, type JSX } from "solid-js"
import { getTree, type Actor, type Tree } from "../api/RuntimeGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { createPoll } from "../ui/createPoll.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { kindWords } from "../words/channelWords.ts"

const everyMillis = 3_000

type Chat = Tree["channels"][number]["conversations"][number]

/** The supervision tree of one workspace, the own one when `id` is null: who is in memory, how much waits, what failed. */
export const ActorTree = (props: { readonly id: string | null }) => {
  const tree = createPoll((signal) => getTree(props.id, signal), { everyMillis, key: "id" })
  const [folded, setFolded] = createSignal<ReadonlySet<string>>(new Set())
  const isOpen = (id: string) => !folded().has(id)
  const toggle = (id: string) =>
    setFolded((now) => {
      const next = new Set(now)
      if (!next.delete(id)) next.add(id)
      return next
    })
  return (
    <div class="flex min-h-0 flex-1 flex-col">
      <Show when={tree.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={() => tree.reload()} />}
      </Show>
      <Show
        when={tree.value()}
        fallback={
          <Show when={tree.isLoading()}>
            <SkeletonRows count={10} rowClass="h-8" />
          </Show>
        }
      >
        {(grown) => (
          <div
            class="min-h-0 flex-1 overflow-y-auto scroll-thin"
            tabindex="0"
            role="region"
            aria-label="Actors"
          >
            <p class="flex min-h-7 items-center px-3 text-xs text-muted md:px-4" aria-live="polite">
              {grown().missing.length > 0
                ? `Waiting for ${grown().missing.length} ${grown().missing.length === 1 ? "process" : "processes"} to say who lives there.`
                : grown().isCut
                  ? "More live than are shown: the busiest and the newest are here."
                  : "Grey actors sleep: the next message wakes them."}
            </p>
            <Show
              when={grown().channels.length > 0}
              fallback={
                <EmptyState
                  icon={<Workflow />}
                  text="No channel yet."
                  hint="Actors come with the first channel."
                />
              }
            >
              <ul aria-label={`Actors of ${grown().name}`}>
                <Row depth={0} name={grown().name} note="Workspace" actor={grown().actor} />
                <For each={grown().channels}>
                  {(channel) => (
                    <Row
                      depth={1}
                      name={channel.name}
                      note={`${kindWords[channel.kind]} · ${channel.state}`}
                      actor={channel.actor}
                      fold={
                        channel.conversations.length === 0
                          ? undefined
                          : { isOpen: isOpen(channel.id), onToggle: () => toggle(channel.id) }
                      }
                    >
                      <For each={channel.conversations}>
                        {(chat) => (
                          <ChatRow chat={chat} isOpen={isOpen(chat.id)} onToggle={() => toggle(chat.id)} />
                        )}
                      </For>
                    </Row>
                  )}
                </For>
                <For each={grown().orders}>
                  {(order) => <Row depth={1} name={`Order ${order.orderId}`} note="" actor={order.actor} />}
                </For>
              </ul>
            </Show>
          </div>
        )}
      </Show>
    </div>
  )
}

const ChatRow = (props: { readonly chat: Chat; readonly isOpen: boolean; readonly onToggle: () => void }) => (
  <Row
    depth={2}
    name={props.chat.title ?? `Chat ${props.chat.id.slice(-8)}`}
    note={props.chat.kind === "group" ? "Group" : "Direct"}
    actor={props.chat.actor}
    fold={
      props.chat.orders.length === 0 ? undefined : { isOpen: props.isOpen, onToggle: () => props.onToggle() }
    }
  >
    <For each={props.chat.orders}>
      {(order) => <Row depth={3} name={`Order ${order.orderId}`} note="" actor={order.actor} />}
    </For>
  </Row>
)

interface RowProps {
  readonly depth: number
  readonly name: string
  readonly note: string
  readonly actor: Actor | null
  readonly fold?: { readonly isOpen: boolean; readonly onToggle: () => void } | undefined
  readonly children?: JSX.Element
}

const Row = (props: RowProps) => (
  <li>
    <div
      class="grid min-h-8 grid-cols-[1fr_auto] items-center gap-x-3 border-b border-line/60 px-3 hover:bg-hover md:grid-cols-[minmax(200px,1fr)_5rem_6rem_minmax(6rem,16rem)_7rem_10rem] md:px-4"
      classList={{ "text-muted": props.actor === null }}
    >
      <span class="flex min-w-0 items-center gap-1.5" style={{ "padding-left": `${props.depth * 16}px` }}>
        <Show when={props.fold} fallback={<span class="size-6 shrink-0" />}>
          {(fold) => (
            <button
              type="button"
              class="flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-selected"
              aria-expanded={fold().isOpen}
              aria-label={`What is under ${props.name}`}
              onClick={() => fold().onToggle()}
            >
              <ChevronRight
                class="size-3.5 transition-transform motion-reduce:transition-none"
                classList={{ "rotate-90": fold().isOpen }}
                aria-hidden="true"
              />
            </button>
          )}
        </Show>
        <StatusShape tone={props.actor === null ? "off" : props.actor.restarts > 0 ? "warn" : "ok"} />
        <span class="truncate" title={props.name}>
          {props.name}
        </span>
        <span class="shrink-0 text-xs text-muted">{props.note}</span>
      </span>
      <Show when={props.actor} fallback={<span class="text-xs md:col-span-5">asleep</span>}>
        {(actor) => <Numbers actor={actor()} />}
      </Show>
    </div>
    <Show when={props.fold?.isOpen === true}>
      <ul>{props.children}</ul>
    </Show>
  </li>
)

const Numbers = (props: { readonly actor: Actor }) => (
  <>
    <span
      class="figures text-right"
      classList={{ "font-medium text-warn": props.actor.depth > 10 }}
      title="Messages taken and not finished"
    >
      {formatCount(props.actor.depth)} waiting
    </span>
    <span class="figures text-right text-muted max-md:hidden">
      {formatCount(props.actor.handled)} handled
    </span>
    <span class="truncate max-md:col-span-2" title={props.actor.lastDefect ?? ""}>
      <Show when={props.actor.restarts > 0}>
        <span class="figures text-warn">
          {formatCount(props.actor.restarts)} {props.actor.restarts === 1 ? "restart" : "restarts"}
        </span>{" "}
        <span class="font-mono text-xs text-muted">{props.actor.lastDefect}</span>
      </Show>
    </span>
    <span class="text-right text-muted max-md:hidden">
      <TimeText at={props.actor.lastActiveAt} look="ago" />
    </span>
    <span class="truncate text-right font-mono text-xs text-muted max-md:hidden">{props.actor.runner}</span>
  </>
)
