import ArrowDown from "lucide-solid/icons/arrow-down"
import MessageSquareDashed from "lucide-solid/icons/message-square-dashed"
import X from "lucide-solid/icons/x"
import { createComputed, createEffect, createSignal, lazy, Match, on, Show, Suspense, Switch } from "solid-js"
import { resendMessage } from "../api/ChatGateway.ts"
import { query } from "../api/request.ts"
import type { Conversation, Message } from "../api/Views.ts"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Confirm } from "../ui/Confirm.tsx"
import { createAct } from "../ui/createAct.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Composer } from "./Composer.tsx"
import { createControl } from "./createControl.ts"
import { outgoingOf } from "./createOutgoing.ts"
import type { Detail } from "./createDetail.ts"
import { createOrderLook } from "./createOrderLook.ts"
import { createStaffCommand, type StaffCommand } from "./createStaffCommand.ts"
import { createThread } from "./createThread.ts"
import { IconButton } from "../ui/Button.tsx"
import type { KeptThreads } from "../live/createKeptThreads.ts"
import { OrderMenu } from "./OrderMenu.tsx"
import { MessageLog } from "./MessageLog.tsx"
import { ThreadHead } from "./ThreadHead.tsx"

const WhyDrawer = lazy(() => import("./WhyDrawer.tsx"))

interface ThreadViewProps {
  readonly id: string
  readonly detail: Detail
  readonly closeHref: string
  /** Opens the context, where it is not beside the thread anyway. */
  readonly onContext: (() => void) | undefined
  readonly onOrder: (orderId: string) => void
  readonly kept: KeptThreads
}

/** One conversation: its head and its messages. */
export const ThreadView = (props: ThreadViewProps) => {
  let wanted: string | undefined
  const session = useSession()
  const mayAnswer = () => mayDo(session.login(), ["inbox.answer"])
  const outgoing = outgoingOf(session.login())
  const thread = createThread(() => props.id, props.detail, outgoing, props.kept)
  const control = createControl(props.detail.conversation)
  const staff = createStaffCommand(() => props.id)
  const looks = createOrderLook(() => props.id, props.detail.seen)
  const [pressed, setPressed] = createSignal<{ readonly orderId: string; readonly chip: HTMLElement } | null>(
    null
  )
  const [doubted, setDoubted] = createSignal<Message | null>(null)
  const [quoted, setQuoted] = createSignal<Message | null>(null)
  const resend = createAct()
  /** The message that may have arrived, of which a person must say that it is sent again. */
  const [doubtful, setDoubtful] = createSignal<Message | null>(null)
  createEffect(
    on(
      () => props.id,
      () => {
        setQuoted(null)
        setPressed(null)
        setDoubted(null)
        staff.forget()
      },
      { defer: true }
    )
  )
  const again = (message: Message) => {
    if (message.version === 0 && message.clientId !== undefined) outgoing.retry(message.clientId)
    else if (message.stage === "uncertain") setDoubtful(message)
    else void resend.run(() => resendMessage(message.id, false))
  }
  let scrollToEnd = () => {}
  // One thread's list is gone before the next one's is made: made in the same turn, the new one draws nothing.
  const [drawnId, setDrawnId] = createSignal<string | null>(null)
  createComputed(
    on(
      () => props.id,
      (id) => {
        setDrawnId(null)
        queueMicrotask(() => setDrawnId((now) => (wanted === id ? id : now)))
        wanted = id
      }
    )
  )
  return (
    <section aria-label="Conversation" class="flex min-w-0 flex-1 flex-col">
      <ThreadHead
        conversation={props.detail.conversation()}
        closeHref={props.closeHref}
        onContext={props.onContext}
        control={control}
      />
      <Show when={control.act.trouble() ?? resend.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} isSmall />}
      </Show>
      <Show when={thread.rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={thread.rows.reload} />}
      </Show>
      <div class="relative flex min-h-0 flex-1 flex-col">
        <Switch>
          <Match when={thread.rows.state() === "loading"}>
            <SkeletonThread />
          </Match>
          <Match when={thread.rows.items().length === 0 && thread.rows.state() === "ready"}>
            <EmptyState icon={<MessageSquareDashed />} text="No message in this conversation yet." />
          </Match>
          <Match when={thread.rows.items().length > 0}>
            <Show when={drawnId()} keyed>
              <MessageLog
                thread={thread}
                isGroup={props.detail.conversation()?.chatKind === "group"}
                orders={props.detail.orders()}
                onOrder={(orderId, chip) => setPressed({ orderId, chip })}
                onWhy={setDoubted}
                tryHref={(text) => tryHref(props.detail.conversation(), text)}
                onReady={(toEnd) => (scrollToEnd = toEnd)}
                onQuote={mayAnswer() ? setQuoted : undefined}
                onAgain={mayAnswer() ? again : undefined}
              />
            </Show>
          </Match>
        </Switch>
        <Show when={!thread.isAtEnd() && thread.rows.items().length > 0}>
          <button
            type="button"
            onClick={() => scrollToEnd()}
            class="rise absolute bottom-4 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised px-3 text-sm font-medium shadow-float hover:bg-hover pointer-coarse:h-10"
          >
            <ArrowDown class="size-3.5" aria-hidden="true" />
            <Show when={thread.newCount() > 0} fallback="To the newest">
              <span class="figures">{thread.newCount()} new</span>
            </Show>
          </button>
        </Show>
      </div>
      <GivenLine staff={staff} />
      <Show when={mayAnswer()}>
        <Composer
          conversationId={props.id}
          control={control}
          outgoing={outgoing}
          quoted={quoted()}
          onUnquote={() => setQuoted(null)}
          onSent={() => scrollToEnd()}
        />
      </Show>
      <Show when={pressed()}>
        {(order) => (
          <OrderMenu
            anchor={order().chip}
            orderId={order().orderId}
            order={props.detail.orders().get(order().orderId)}
            staff={staff}
            looks={looks}
            onShow={() => props.onOrder(order().orderId)}
            onClose={() => setPressed(null)}
          />
        )}
      </Show>
      <Show when={doubted()}>
        {(message) => (
          <Suspense>
            <WhyDrawer message={message()} onClose={() => setDoubted(null)} />
          </Suspense>
        )}
      </Show>
      <Show when={control.isAsked()}>
        <Confirm
          title={`${control.other() ?? "Somebody"} answers this chat`}
          yes="Take it over"
          no="Leave it"
          isBusy={control.act.isBusy()}
          trouble={control.act.trouble()}
          onYes={control.force}
          onNo={control.forget}
        >
          <p>You answer from then on. {control.other() ?? "The other one"} sees it at once.</p>
        </Confirm>
      </Show>
      <Show when={doubtful()}>
        {(message) => (
          <Confirm
            title="Send it again?"
            yes="Send it again"
            no="Leave it"
            isBusy={resend.isBusy()}
            trouble={resend.trouble()}
            onYes={() =>
              void resend
                .run(() => resendMessage(message().id, true))
                .then((isDone) => isDone && setDoubtful(null))
            }
            onNo={() => setDoubtful(null)}
          >
            <p>Nobody knows whether this message has arrived. If it has, the customer reads it twice.</p>
          </Confirm>
        )}
      </Show>
    </section>
  )
}

/** What a command that was given at an order's number came to. */
const GivenLine = (props: { readonly staff: StaffCommand }) => (
  <>
    <Show when={props.staff.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
    <Show when={props.staff.given()}>
      {(given) => (
        <div role="status" class="flex shrink-0 items-start gap-2 border-t border-line bg-surface px-4 py-2">
          <p class="min-w-0 flex-1 whitespace-pre-wrap">
            {given().text}
            <span class="block text-xs text-muted">Nobody was told; a note in the chat says who asked.</span>
          </p>
          <IconButton label="Close this message" onClick={props.staff.forget}>
            <X class="size-4" aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </Show>
  </>
)

/** The page that shows what would be answered to a text in this chat now. */
const tryHref = (conversation: Conversation | null, text: string): string =>
  `/test${query({
    text,
    user: conversation?.customerUsername,
    channel: conversation?.channelKind,
    chat: conversation?.chatKind
  })}`

const SkeletonThread = () => (
  <div role="status" aria-label="Loading" class="flex flex-1 flex-col justify-end gap-3 overflow-hidden p-4">
    <span class="skeleton h-9 w-2/5" />
    <span class="skeleton h-16 w-1/2 self-end" />
    <span class="skeleton h-9 w-1/3" />
    <span class="skeleton h-24 w-3/5 self-end" />
    <span class="skeleton h-9 w-1/4" />
    <span class="skeleton h-12 w-2/5 self-end" />
  </div>
)
