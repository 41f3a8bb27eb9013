import { A } from "@solidjs/router"
import SearchX from "lucide-solid/icons/search-x"
import { For, Match, Show, Switch } from "solid-js"
import type { RequestView } from "../api/Views.ts"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { orderWords } from "../words/orderWords.ts"
import { CloseRequest } from "./CloseRequest.tsx"
import type { createOpened } from "./createOpened.ts"
import { RequestCard } from "./RequestCard.tsx"

/** One request with everything that is recorded of it (OR-12). */
export const RequestDrawer = (props: {
  readonly opened: ReturnType<typeof createOpened>
  readonly onClose: () => void
}) => (
  <Drawer
    isOpen
    title={props.opened.request() === null ? "Request" : `Order ${props.opened.request()?.orderId ?? ""}`}
    onClose={props.onClose}
  >
    <Switch fallback={<SkeletonRows count={8} />}>
      <Match when={props.opened.request()}>
        {(request) => (
          <div class="flex flex-col gap-3 p-4">
            <Facts request={request()} />
            <RequestCard request={request()} isOpen />
            <CloseRequest request={request()} />
          </div>
        )}
      </Match>
      <Match when={props.opened.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={props.opened.reload} isSmall />}
      </Match>
      <Match when={props.opened.isMissing()}>
        <EmptyState icon={<SearchX />} text="This request is not here any more." />
      </Match>
    </Switch>
  </Drawer>
)

const Facts = (props: { readonly request: RequestView }) => {
  const { login } = useSession()
  const rows = (): ReadonlyArray<readonly [name: string, text: string]> => {
    const { customerUsername, externalId, orderStatus, panelName, providerAlias } = props.request
    return [
      ["User", customerUsername ?? "Unknown customer"],
      ["Panel", panelName ?? "–"],
      ["Provider", providerAlias ?? "–"],
      ["External id", externalId ?? "–"],
      ["Order was", orderStatus === undefined ? "–" : orderWords[orderStatus].label]
    ]
  }
  return (
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      <For each={rows()}>
        {([name, text]) => (
          <>
            <dt class="text-muted">{name}</dt>
            <dd class="figures wrap-anywhere select-all">{text}</dd>
          </>
        )}
      </For>
      <dt class="text-muted">Asked in</dt>
      <dd class="wrap-anywhere">
        <Show
          when={mayOpen(login(), "/desk") ? props.request.conversationId : null}
          fallback={props.request.chat ?? "–"}
        >
          {(id) => (
            <A
              href={`/desk/${id()}`}
              class="inline-flex min-h-6 items-center font-medium text-accent underline"
            >
              {props.request.chat ?? "Open the conversation"}
            </A>
          )}
        </Show>
      </dd>
    </dl>
  )
}
