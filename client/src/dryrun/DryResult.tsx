import { For, Show } from "solid-js"
import type { DryOrder } from "../api/Rules.ts"
import { Trace } from "../requests/RequestCard.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { kindWords } from "../words/channelWords.ts"
import { commandWords, orderWords } from "../words/orderWords.ts"
import type { Tried } from "./createDryRun.ts"
import { readingOf } from "./readingWords.ts"

/** What the bot would say, as the chat would look, and what it would do for each order. */
export const DryResult = (props: { readonly tried: Tried }) => {
  const answer = () => props.tried.answer
  return (
    <div class="flex flex-col gap-6">
      <section aria-label="The chat" class="flex flex-col gap-2">
        <h2 class="text-lg font-semibold">What is answered</h2>
        <div class="flex flex-col gap-2 rounded-md border border-line bg-surface p-3">
          <p class="self-start text-xs text-muted">
            {props.tried.writer?.username ?? "Somebody unregistered"} ·{" "}
            {kindWords[props.tried.message.channelKind]},{" "}
            {props.tried.message.chatKind === "group" ? "in a group" : "direct chat"}
          </p>
          <p class="max-w-[88%] self-start rounded-lg rounded-tl-none bg-bubble-in px-3 py-1.5 text-base wrap-anywhere whitespace-pre-wrap">
            {props.tried.message.text}
          </p>
          <For
            each={answer().replies}
            fallback={
              <p class="flex items-center gap-1.5 self-center py-2 text-muted">
                <StatusShape tone="off" />
                No answer. {answer().ignored ?? "Nothing is said to this."}
              </p>
            }
          >
            {(reply) => (
              <p
                data-reply
                class="max-w-[88%] self-end rounded-lg border-r-3 border-accent/60 bg-bubble-bot px-3 py-1.5 text-base wrap-anywhere whitespace-pre-wrap"
              >
                {reply}
              </p>
            )}
          </For>
        </div>
        <Reading tried={props.tried} />
      </section>

      <Show when={answer().orders.length > 0}>
        <section aria-label="Orders" class="flex flex-col gap-2">
          <h2 class="text-lg font-semibold">
            {answer().orders.length === 1 ? "The order" : `The ${answer().orders.length} orders`}
          </h2>
          <For each={answer().orders}>
            {(order) => <OrderCard order={order} isOpen={answer().orders.length <= 2} />}
          </For>
        </section>
      </Show>
    </div>
  )
}

const Reading = (props: { readonly tried: Tried }) => {
  const lines = () => readingOf(props.tried.answer)
  return (
    <p class="text-muted">
      <Show when={lines().length > 0} fallback="No command was read in the message.">
        Read:{" "}
        <For each={lines()}>
          {(line, index) => (
            <>
              {index() === 0 ? "" : "; "}
              <span class="font-medium text-text">{line.what}</span> <span class="figures">{line.of}</span>
            </>
          )}
        </For>
      </Show>
    </p>
  )
}

const outcomes = {
  accepted: { tone: "ok", label: "Accepted" },
  refused: { tone: "bad", label: "Refused" },
  answered: { tone: "info", label: "Answered" }
} as const

const OrderCard = (props: { readonly order: DryOrder; readonly isOpen: boolean }) => {
  const outcome = () => outcomes[props.order.outcome]
  return (
    <article class="rounded-md border border-line" aria-label={`Order ${props.order.orderId}`}>
      <header class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
        <span class="figures font-medium select-all">{props.order.orderId}</span>
        <span class="text-muted">{props.order.asked}</span>
        <StatusBadge tone={outcome().tone} label={outcome().label} />
        <Show when={props.order.reason}>{(reason) => <span class="text-muted">{reason()}</span>}</Show>
      </header>
      <Show when={props.order.request}>
        {(request) => (
          <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 px-3 pb-2">
            <dt class="text-muted">Would be recorded</dt>
            <dd>
              a {commandWords[request().command]} request on {request().panelName} (
              {orderWords[request().orderStatus].label}
              {request().providerAlias === null ? "" : `, from ${request().providerAlias}`})
            </dd>
            <dt class="text-muted">Would be sent to</dt>
            <dd>
              <For each={request().dispatches} fallback="nobody: your staff would act on it">
                {(dispatch) => (
                  <span class="flex items-center gap-1.5">
                    <StatusShape tone="info" />
                    {dispatch.label}
                  </span>
                )}
              </For>
              <Show
                when={
                  !request().hasExternalId && request().dispatches.some(({ kind }) => kind === "provider")
                }
              >
                <span class="text-muted">The provider's own id of this order is not known.</span>
              </Show>
            </dd>
            <dt class="text-muted">Asked again after</dt>
            <dd>{request().cooldownHours === 0 ? "no wait" : `${request().cooldownHours} hours`}</dd>
          </dl>
        )}
      </Show>
      <Trace steps={props.order.trace} isOpen={props.isOpen} />
    </article>
  )
}
