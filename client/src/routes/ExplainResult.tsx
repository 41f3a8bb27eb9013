import { For, Show } from "solid-js"
import type { Explanation } from "../api/RouteGateway.ts"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { orderWords } from "../words/orderWords.ts"

/** The order, each act with its place and reason, what is not done, and the provider's text. */
export const ExplainResult = (props: { readonly answer: Explanation }) => {
  const text = () => props.answer.acts.find((act) => act.text !== null)?.text ?? null
  return (
    <>
      <Show when={props.answer.order}>{(order) => <OrderFacts order={order()} />}</Show>
      <Show when={props.answer.refusal}>
        {(refusal) => (
          <p class="flex items-start gap-2 border-t border-line bg-warn-soft px-3 py-2">
            <StatusShape tone="warn" class="mt-1" />
            <span class="min-w-0">
              The customer would read: <q class="whitespace-pre-line">{refusal()}</q>
            </span>
          </p>
        )}
      </Show>
      <div class="grid gap-x-6 gap-y-3 border-t border-line px-3 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <div>
          <h3 class="mb-1 text-xs font-semibold text-muted">Who gets it</h3>
          <ul class="flex flex-col gap-1.5" aria-label="Who gets it">
            <For each={props.answer.acts} fallback={<li class="text-muted">Nobody.</li>}>
              {(act) => (
                <li class="flex items-start gap-2">
                  <StatusShape tone={act.problems.length > 0 ? "warn" : "ok"} class="mt-1" />
                  <span class="min-w-0">
                    <b class="font-medium">{act.place}</b>
                    <Show when={act.channelName}>
                      {(name) => <span class="text-muted"> through {name()}</span>}
                    </Show>
                    <span class="block text-muted">{act.why}</span>
                    <For each={act.problems}>
                      {(problem) => <span class="block text-warn">{problem}</span>}
                    </For>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </div>
        <div>
          <h3 class="mb-1 text-xs font-semibold text-muted">Who does not</h3>
          <ul class="flex flex-col gap-1.5" aria-label="Who does not">
            <For each={props.answer.notDone} fallback={<li class="text-muted">Nothing is left out.</li>}>
              {(left) => (
                <li class="flex items-start gap-2">
                  <StatusShape tone="off" class="mt-1" />
                  <span class="min-w-0">
                    <b class="font-medium">{left.place}</b>
                    <span class="block text-muted">{left.why}</span>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </div>
        <Show when={text()}>
          {(found) => (
            <div>
              <h3 class="mb-1 text-xs font-semibold text-muted">What the provider reads</h3>
              <p class="figures w-fit max-w-full rounded-lg bg-bubble-bot px-3 py-2 text-base wrap-anywhere whitespace-pre-wrap">
                {found()}
              </p>
            </div>
          )}
        </Show>
      </div>
    </>
  )
}

const OrderFacts = (props: { readonly order: NonNullable<Explanation["order"]> }) => (
  <p class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 pb-2">
    <span class="figures font-medium select-all">{props.order.id}</span>
    <StatusBadge tone={orderWords[props.order.status].tone} label={orderWords[props.order.status].label} />
    <span class="text-muted">
      {[
        props.order.panelName,
        props.order.serviceId === null ? null : `service ${props.order.serviceId}`,
        props.order.serviceName
      ]
        .filter((part) => part !== null)
        .join(" · ")}
    </span>
    <span>
      {props.order.isManual
        ? "Manual service"
        : (props.order.providerAlias ?? "A provider that is not set up")}
    </span>
    <Show when={!props.order.hasExternalId}>
      <span class="text-warn">No external id</span>
    </Show>
  </p>
)
