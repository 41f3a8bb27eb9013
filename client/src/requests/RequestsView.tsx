import { A, useSearchParams } from "@solidjs/router"
import ListChecks from "lucide-solid/icons/list-checks"
import SearchX from "lucide-solid/icons/search-x"
import { lazy, Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { createRequests } from "./createRequests.ts"
import { CloseRequest } from "./CloseRequest.tsx"
import { RequestCard } from "./RequestCard.tsx"
import { RequestHead, RequestLine, RequestTile } from "./RequestRow.tsx"

const BulkView = lazy(() => import("./BulkView.tsx"))

/** Requests one by one, or the messages for several orders. */
const RequestsView = () => {
  const [query] = useSearchParams<{ view?: string }>()
  return (
    <Show when={query.view === "bulk"} fallback={<RequestTable />}>
      <BulkView tabs={<ViewTabs />} />
    </Show>
  )
}

const ViewTabs = () => {
  const [query, setQuery] = useSearchParams<{ view?: string }>()
  return (
    <FilterTabs
      label="Which list"
      tabs={[
        { key: "single", label: "One by one" },
        { key: "bulk", label: "Bulk messages" }
      ]}
      current={query.view === "bulk" ? "bulk" : "single"}
      onPick={(key) => {
        const others = { status: null, search: null, open: null, bulk: null }
        setQuery({ view: key === "bulk" ? "bulk" : null, ...others })
      }}
    />
  )
}

/** Every accepted command, how far it is, and where it was handed on. */
const RequestTable = () => {
  const requests = createRequests()
  const { rows } = requests
  const isWide = createMedia("(min-width: 768px)")
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Requests">
        <ViewTabs />
        <span class="my-1 self-stretch border-l border-line-strong max-xl:hidden" aria-hidden="true" />
        <FilterTabs
          label="Which requests"
          tabs={requests.tabs()}
          current={requests.status()}
          onPick={requests.setStatus}
        />
        <SearchField
          class="w-full md:ml-auto md:w-64"
          label="Order id, user, provider"
          value={requests.search()}
          onSearch={requests.setSearch}
        />
      </PageHead>
      <Show when={rows.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} />}</Show>
      <Switch>
        <Match when={rows.state() === "loading"}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={16} rowClass={isWide() ? "h-9" : "h-18"} />
          </div>
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready"}>
          <Switch>
            <Match when={requests.search() !== "" || requests.status() !== "all"}>
              <EmptyState icon={<SearchX />} text="No request fits this filter.">
                <Button
                  onClick={() => {
                    requests.setSearch("")
                    requests.setStatus("all")
                  }}
                >
                  Show all
                </Button>
              </EmptyState>
            </Match>
            <Match when={true}>
              <EmptyState
                icon={<ListChecks />}
                text="No request yet."
                hint="When a customer writes “492007588 cancel” and the rules accept it, the request appears here."
              >
                <A href="/desk" class="font-medium text-accent underline">
                  Go to the desk
                </A>
              </EmptyState>
            </Match>
          </Switch>
        </Match>
        <Match when={rows.items().length > 0 && isWide()}>
          <div
            role="table"
            aria-label="Requests"
            aria-rowcount={rows.hasMore() ? -1 : rows.items().length + 1}
            class="flex min-h-0 flex-1 flex-col"
          >
            <RequestHead />
            <VirtualRows
              roles={{ box: "rowgroup", row: "row" }}
              items={rows.items()}
              rowHeight={36}
              onEnd={rows.loadMore}
              isLoadingMore={rows.isLoadingMore()}
              row={(row) => <RequestLine request={row()} onOpen={() => requests.open(row().id)} />}
            />
          </div>
        </Match>
        <Match when={rows.items().length > 0}>
          <VirtualRows
            label="Requests"
            items={rows.items()}
            rowHeight={72}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            row={(row) => <RequestTile request={row()} onOpen={() => requests.open(row().id)} />}
          />
        </Match>
      </Switch>
      <Show when={requests.opened()}>
        {(request) => (
          <Drawer isOpen title={`Order ${request().orderId}`} onClose={() => requests.open(null)}>
            <div class="flex flex-col gap-3 p-4">
              <p class="text-muted">{request().customerUsername ?? "Unknown customer"}</p>
              <RequestCard request={request()} isOpen />
              <CloseRequest request={request()} />
              <Show when={request().conversationId}>
                {(id) => (
                  <A href={`/desk/${id()}`} class="font-medium text-accent underline">
                    Open the conversation
                  </A>
                )}
              </Show>
            </div>
          </Drawer>
        )}
      </Show>
    </div>
  )
}

export default RequestsView
