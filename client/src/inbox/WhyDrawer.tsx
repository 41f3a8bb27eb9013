import { A } from "@solidjs/router"
import { For, Match, Show, Switch, type JSX } from "solid-js"
import { getWhy, type Why } from "../api/ExplanationGateway.ts"
import type { Message } from "../api/Views.ts"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { RequestCard } from "../requests/RequestCard.tsx"
import { TraceList } from "../requests/TraceList.tsx"
import { TimeText } from "../time/TimeText.tsx"
import { createRead } from "../ui/createRead.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge, type Tone } from "../ui/StatusBadge.tsx"
import { orderWords } from "../words/orderWords.ts"

const outcomes: Readonly<
  Record<Why["orders"][number]["outcome"], { readonly label: string; readonly tone: Tone }>
> = {
  accepted: { label: "Accepted", tone: "ok" },
  refused: { label: "Refused", tone: "bad" },
  answered: { label: "Answered", tone: "info" }
}

/** Why the bot wrote a message: what it answers, what was read, every check, the texts used and what followed. */
const WhyDrawer = (props: { readonly message: Message; readonly onClose: () => void }) => {
  const why = createRead((signal) => getWhy(props.message.id, signal))
  return (
    <Drawer isOpen title="Why this message?" onClose={props.onClose}>
      <Show when={why.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={why.reload} />}</Show>
      <Show
        when={why.value()}
        fallback={
          <Show when={why.trouble() === null}>
            <SkeletonRows count={8} />
          </Show>
        }
      >
        {(found) => <Reasons why={found()} />}
      </Show>
    </Drawer>
  )
}

export default WhyDrawer

const Reasons = (props: { readonly why: Why }) => (
  <div class="flex flex-col text-sm">
    <Part title="What it answers">
      <Show when={props.why.cause} fallback={<p>{withoutCause(props.why)}</p>}>
        {(cause) => (
          <>
            <blockquote class="border-l-3 border-accent pl-2 wrap-anywhere whitespace-pre-wrap">
              {cause().text}
            </blockquote>
            <p class="mt-1 text-xs text-muted">
              <Show
                when={props.why.by}
                fallback={cause().senderName === null ? "The customer" : `${cause().senderName}`}
              >
                {(by) => <>Command given by {by()}</>}
              </Show>
              , <TimeText at={cause().at} look="short" />
            </p>
          </>
        )}
      </Show>
    </Part>
    <Show when={props.why.commands.length + props.why.others.length > 0}>
      <Part title="What was read">
        <ul class="flex flex-col gap-0.5">
          <For each={props.why.commands}>
            {(command) => (
              <li>
                <span class="font-medium">{command.asked}</span>
                <Show when={command.asked !== command.command}> ({command.command})</Show>{" "}
                <span class="figures text-muted">{command.orderIds.join(", ")}</span>
              </li>
            )}
          </For>
          <For each={props.why.others}>{(other) => <li class="font-medium">{other}</li>}</For>
        </ul>
      </Part>
    </Show>
    <Show when={props.why.checks.length > 0}>
      <Part title="Who asks, and may he?">
        <TraceList steps={props.why.checks} label="Checks of the sender" />
      </Part>
    </Show>
    <Show when={props.why.orders.length > 0}>
      <Part title="Each order">
        <ul class="flex flex-col gap-3">
          <For each={props.why.orders}>
            {(order) => (
              <li>
                <OrderReasons
                  order={order}
                  senderChecks={props.why.checks.length}
                  request={props.why.requests.find(({ orderId }) => orderId === order.orderId)}
                />
              </li>
            )}
          </For>
        </ul>
        <Show when={props.why.omitted > 0}>
          <p class="mt-2 text-muted">
            And {props.why.omitted} more, whose checks were not kept; the list of bulk messages on the
            Requests page has their results.
          </p>
        </Show>
      </Part>
    </Show>
    <Show when={props.why.template}>
      {(template) => (
        <Part title="Text used">
          <TemplateName name={template()} />
        </Part>
      )}
    </Show>
    <Show when={!props.why.isKept}>
      <p class="border-b border-line p-4 text-muted">
        The checks of this answer were not kept: it was written before reasons were.
      </p>
    </Show>
    <Part title="What followed">
      <ol class="flex flex-col gap-2">
        <For
          each={props.why.requests}
          fallback={<li class="text-muted">Nothing: no request was recorded, nobody outside was told.</li>}
        >
          {(request) => (
            <li>
              <RequestCard request={request} />
            </li>
          )}
        </For>
      </ol>
    </Part>
  </div>
)

const withoutCause = ({ by, kind }: Why): string => {
  switch (kind) {
    case "closing":
      return by === null
        ? "No message: it tells the customer how his requests ended."
        : `No message: ${by} closed the request, and this tells the customer.`
    case "forward":
      return "No message: it hands on requests to the provider."
    case "person":
      return "A person of your team wrote this."
    default:
      return "No message: the gateway wrote it by itself."
  }
}

const OrderReasons = (props: {
  readonly order: Why["orders"][number]
  readonly senderChecks: number
  readonly request: Why["requests"][number] | undefined
}) => {
  const word = () => outcomes[props.order.outcome]
  const steps = () =>
    props.order.trace.length > 0 ? props.order.trace : (props.request?.trace.slice(props.senderChecks) ?? [])
  return (
    <article class="rounded-md border border-line p-2" aria-label={`Order ${props.order.orderId}`}>
      <header class="flex items-center gap-2">
        <span class="figures font-medium select-all">{props.order.orderId}</span>
        <span class="truncate text-muted">
          {props.order.panelName}
          <Show when={props.order.status}>{(status) => <> · {orderWords[status()].label}</>}</Show>
        </span>
        <span class="ml-auto">
          <StatusBadge tone={word().tone} label={word().label} />
        </span>
      </header>
      <Show when={props.order.reason}>{(reason) => <p class="text-bad">{reason()}</p>}</Show>
      <div class="mt-1">
        <TraceList steps={steps()} label={`Checks of order ${props.order.orderId}`} />
      </div>
      <p class="mt-1 text-xs text-muted">
        Text: <TemplateName name={props.order.template} />
      </p>
    </article>
  )
}

const TemplateName = (props: { readonly name: string }) => {
  const { login } = useSession()
  return (
    <Switch fallback={<span class="font-medium">{props.name}</span>}>
      <Match when={mayOpen(login(), "/templates")}>
        <A
          href={`/templates?search=${encodeURIComponent(props.name)}`}
          class="inline-flex min-h-6 items-center font-medium text-accent underline"
        >
          {props.name}
        </A>
      </Match>
    </Switch>
  )
}

const Part = (props: { readonly title: string; readonly children: JSX.Element }) => (
  <section class="border-b border-line p-4 last:border-b-0">
    <h3 class="mb-2 text-xs font-semibold text-muted">{props.title}</h3>
    {props.children}
  </section>
)
