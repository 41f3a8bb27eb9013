import { createEffect, For, Show, type JSX } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { RequestCard } from "../requests/RequestCard.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { orderWords } from "../words/orderWords.ts"
import type { Detail } from "./createDetail.ts"
import { AccountPart } from "./AccountPart.tsx"
import { GroupPart } from "./GroupPart.tsx"
import { createStaffCommand } from "./createStaffCommand.ts"
import { OrderActions } from "./OrderActions.tsx"
import { WriterPart } from "./WriterPart.tsx"

/** Beside the thread: the customer, his orders, and what was requested. */
export const ContextPane = (props: { readonly detail: Detail; readonly shownOrder: string | null }) => {
  const session = useSession()
  const staff = createStaffCommand(() => props.detail.conversation()?.id ?? null)
  const mayAct = () => mayDo(session.login(), ["orders.manage"])
  let pane: HTMLDivElement | undefined
  createEffect(() => {
    const order = props.shownOrder
    if (order === null) return
    const found = pane?.querySelector<HTMLElement>(`[data-order="${CSS.escape(order)}"]`)
    found?.scrollIntoView({ block: "nearest" })
    found?.focus({ preventScroll: true })
  })
  return (
    <div ref={(element) => (pane = element)} class="flex flex-col">
      <Show when={props.detail.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={props.detail.reload} isSmall />}
      </Show>
      <Show
        when={props.detail.context()}
        fallback={<SkeletonPane isShown={props.detail.trouble() === null} />}
      >
        {(context) => (
          <>
            <Show when={context().conversation.chatKind === "group"}>
              <Part title="Group">
                <GroupPart detail={props.detail} />
              </Part>
            </Show>
            <Show when={context().customer !== null || context().conversation.chatKind === "direct"}>
              <Part title="Customer">
                <WriterPart detail={props.detail} />
              </Part>
            </Show>
            <Show when={context().customer !== null}>
              <Part title="Panel account">
                <AccountPart detail={props.detail} />
              </Part>
            </Show>
            <Part title="Orders" count={context().orders.length}>
              <Show when={staff.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
              <Show when={staff.given()}>
                {(given) => (
                  <p
                    role="status"
                    class="mb-2 rounded-md border border-line bg-surface px-2 py-1.5 whitespace-pre-wrap"
                  >
                    {given().text}
                    <span class="block text-xs text-muted">
                      Nobody was told; a note in the chat says who asked.
                    </span>
                  </p>
                )}
              </Show>
              <ul class="flex flex-col">
                <For
                  each={context().orders}
                  fallback={<li class="text-muted">An order appears once a request for it is accepted.</li>}
                >
                  {(order) => (
                    <li
                      data-order={order.orderId}
                      tabindex="-1"
                      class="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 focus:bg-selected"
                    >
                      <span class="flex min-w-0 flex-1 flex-col">
                        <span class="figures truncate font-medium select-all">{order.orderId}</span>
                        <span class="flex min-w-0 items-center gap-1.5 text-xs">
                          <StatusBadge
                            tone={orderWords[order.status].tone}
                            label={orderWords[order.status].label}
                          />
                          <span class="min-w-0 truncate text-muted">{order.panelName}</span>
                        </span>
                      </span>
                      <Show when={mayAct()}>
                        <OrderActions orderId={order.orderId} staff={staff} />
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Part>
            <Part title="Requests" count={context().requests.length}>
              <ol class="flex flex-col gap-2">
                <For
                  each={context().requests}
                  fallback={
                    <li class="text-muted">“492007588 cancel” in this chat becomes a request here.</li>
                  }
                >
                  {(request) => (
                    <li data-order={request.orderId} tabindex="-1" class="rounded-md focus:bg-selected">
                      <RequestCard request={request} />
                    </li>
                  )}
                </For>
              </ol>
            </Part>
          </>
        )}
      </Show>
    </div>
  )
}

const Part = (props: { readonly title: string; readonly count?: number; readonly children: JSX.Element }) => (
  <section class="border-b border-line p-4 last:border-b-0">
    <h3 class="mb-2 flex items-center gap-2 text-xs font-semibold text-muted">
      {props.title}
      <Show when={props.count}>{(count) => <span class="figures font-normal">{count()}</span>}</Show>
    </h3>
    {props.children}
  </section>
)

const SkeletonPane = (props: { readonly isShown: boolean }) => (
  <Show when={props.isShown}>
    <div role="status" aria-label="Loading" class="flex flex-col gap-3 p-4">
      <span class="skeleton h-3 w-1/4" />
      <span class="skeleton h-4 w-2/3" />
      <span class="skeleton h-3 w-1/2" />
      <span class="skeleton mt-4 h-3 w-1/4" />
      <span class="skeleton h-4 w-full" />
      <span class="skeleton h-4 w-full" />
    </div>
  </Show>
)
