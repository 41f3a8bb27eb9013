import { A } from "@solidjs/router"
import Hourglass from "lucide-solid/icons/hourglass"
import MessageSquare from "lucide-solid/icons/message-square"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { ListHead } from "./ListHead.tsx"
import { createRegistrations, type WaitingRow } from "./createRegistrations.ts"

interface Decision {
  readonly row: WaitingRow
  readonly how: "approve" | "reject"
}

const proofWords = {
  approval: "waits for you",
  ticket: "was asked for a code in a ticket",
  email: "was asked for a code by e-mail",
  trust: "waits"
} as const

/** Numbers that ask for a username, with the two answers; each is asked once more, for it cannot be taken back. */
export const WaitingList = (props: { readonly onDecided: () => void }) => {
  const waiting = createRegistrations(() => props.onDecided())
  const { rows } = waiting
  const [asked, setAsked] = createSignal<Decision | null>(null)
  const ask = (row: WaitingRow, how: Decision["how"]) => {
    waiting.act.forget()
    setAsked({ row, how })
  }
  const decide = async ({ row, how }: Decision) => {
    if (await waiting.decide(row, how)) setAsked(null)
  }
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={rows.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} />}</Show>
      <Switch>
        <Match when={rows.state() === "loading"}>
          <SkeletonRows count={4} rowClass="h-16" />
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready"}>
          <EmptyState
            icon={<Hourglass />}
            text="Nobody waits."
            hint="When a number asks for a panel username in the chat, it waits here until you approve it."
          />
        </Match>
        <Match when={rows.items().length > 0}>
          <ListHead
            names={["Asks for", "From", "Since"]}
            class="md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1fr)_240px]"
          />
          <ul aria-label="Waiting for your approval">
            <For each={rows.items()}>{(row) => <Line row={row} onAsk={(how) => ask(row, how)} />}</For>
          </ul>
          <Show when={rows.hasMore()}>
            <p class="p-3 text-center">
              <Button isBusy={rows.isLoadingMore()} onClick={rows.loadMore}>
                More
              </Button>
            </p>
          </Show>
        </Match>
      </Switch>
      <Show when={asked()}>
        {(decision) => (
          <Confirm
            title={
              decision().how === "approve"
                ? `Approve ${decision().row.username}?`
                : `Reject ${decision().row.username}?`
            }
            yes={decision().how === "approve" ? "Approve" : "Reject"}
            no="Back"
            isDanger={decision().how === "reject"}
            isBusy={waiting.act.isBusy()}
            trouble={waiting.act.trouble()}
            onYes={() => void decide(decision())}
            onNo={() => setAsked(null)}
          >
            <Show
              when={decision().how === "approve"}
              fallback={
                <p>
                  <b class="figures font-medium">{decision().row.address}</b> is told in the chat that the
                  request was not approved, with your support number.
                </p>
              }
            >
              <p>
                From now on <b class="figures font-medium">{decision().row.address}</b> may see, cancel and
                refill every order of <b class="font-medium">{decision().row.username}</b>. Be sure that it is
                his number; he is told in the chat.
              </p>
            </Show>
          </Confirm>
        )}
      </Show>
    </div>
  )
}

const Line = (props: { readonly row: WaitingRow; readonly onAsk: (how: Decision["how"]) => void }) => (
  <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1fr)_240px] md:px-4">
    <div class="min-w-0">
      <p class="truncate text-base font-medium select-all">{props.row.username}</p>
      <p class="truncate text-muted">
        {[props.row.panelName, props.row.email].filter((text) => text !== null).join(" · ")}
      </p>
    </div>
    <div class="min-w-0 max-md:col-span-full max-md:row-start-2">
      <p class="figures truncate font-medium select-all">{props.row.address}</p>
      <p class="truncate text-muted">{props.row.name ?? "No name given"}</p>
    </div>
    <div class="min-w-0 text-right md:text-left">
      <TimeText at={props.row.askedAt} look="ago" />
      <p class="truncate text-muted max-md:hidden">{proofWords[props.row.proof]}</p>
    </div>
    <div class="flex items-center gap-2 max-md:col-span-full md:justify-end">
      <Show when={props.row.conversationId}>
        {(id) => (
          <A
            href={`/desk/${id()}`}
            class="inline-flex h-8 items-center gap-1.5 px-1 text-accent hover:underline max-md:mr-auto md:mr-2"
          >
            <MessageSquare class="size-4" aria-hidden="true" />
            Chat
          </A>
        )}
      </Show>
      <Button look="danger" aria-label={`Reject ${props.row.username}`} onClick={() => props.onAsk("reject")}>
        Reject
      </Button>
      <Button
        look="solid"
        aria-label={`Approve ${props.row.username}`}
        onClick={() => props.onAsk("approve")}
      >
        Approve
      </Button>
    </div>
  </li>
)
