import { useSearchParams } from "@solidjs/router"
import { lazy, Show } from "solid-js"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { ViewsMenu } from "../ui/ViewsMenu.tsx"
import { createRequests } from "./createRequests.ts"
import { RequestBulkBar } from "./RequestBulkBar.tsx"
import { RequestDrawer } from "./RequestDrawer.tsx"
import { RequestFilters } from "./RequestFilters.tsx"
import { RequestList } from "./RequestList.tsx"

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
        const others = {
          status: null,
          search: null,
          command: null,
          panel: null,
          provider: null,
          from: null,
          to: null,
          open: null,
          bulk: null
        }
        setQuery({ view: key === "bulk" ? "bulk" : null, ...others })
      }}
    />
  )
}

/** Every accepted command, how far it is, and where it was handed on. */
const RequestTable = () => {
  const requests = createRequests()
  const { rows } = requests
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Requests">
        <ViewTabs />
        <span class="my-1 self-stretch border-l border-line-strong max-xl:hidden" aria-hidden="true" />
        <FilterTabs
          label="Which requests"
          tabs={requests.tabs()}
          current={requests.filter.status()}
          onPick={requests.filter.setStatus}
        />
        <SearchField
          class="w-full md:ml-auto md:w-56"
          label="Order id, user, provider"
          value={requests.filter.search()}
          onSearch={requests.filter.setSearch}
        />
        <div class="flex items-center gap-2">
          <ViewsMenu page="requests" />
          <ExportButton address={requests.file()} isEmpty={rows.items().length === 0} />
        </div>
      </PageHead>
      <RequestFilters filter={requests.filter} />
      <Show when={rows.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} />}</Show>
      <RequestList requests={requests} />
      <RequestBulkBar requests={requests} />
      <Show when={requests.opened.isOpen()}>
        <RequestDrawer opened={requests.opened} onClose={() => requests.open(null)} />
      </Show>
    </div>
  )
}

export default RequestsView
