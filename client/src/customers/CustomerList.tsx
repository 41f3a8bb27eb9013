import SearchX from "lucide-solid/icons/search-x"
import UsersRound from "lucide-solid/icons/users-round"
import { Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import type { Customers, StatusFilter } from "./createCustomers.ts"
import { CustomerHead, CustomerLine, CustomerTile } from "./CustomerRow.tsx"

interface CustomerListProps {
  readonly customers: Customers
  readonly panelName: (panelId: string | null) => string
  readonly onAdd: () => void
  readonly onImport: () => void
}

/** The table of customers with its filters. */
export const CustomerList = (props: CustomerListProps) => {
  const { rows } = props.customers
  const isWide = createMedia("(min-width: 768px)")
  const keys = createRowKeys(() => (isWide() ? rows.items().length : 0))
  const tabs = () => {
    const counts = props.customers.counts()
    const tab = (key: StatusFilter, label: string) => ({ key, label, count: counts?.[key] })
    return [
      tab("all", "All"),
      tab("active", "Active"),
      tab("disabled", "Disabled"),
      tab("suspended", "Suspended")
    ]
  }
  return (
    <>
      <div class="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-1.5 md:px-4">
        <FilterTabs
          label="Which customers"
          tabs={tabs()}
          current={props.customers.status()}
          onPick={props.customers.setStatus}
        />
        <SearchField
          class="w-full md:ml-auto md:w-72"
          label="Username, number, e-mail, memo"
          value={props.customers.search()}
          onSearch={props.customers.setSearch}
        />
      </div>
      <Show when={rows.trouble() ?? props.customers.act.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={props.customers.again} />}
      </Show>
      <Switch>
        <Match when={rows.state() === "loading"}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={14} rowClass={isWide() ? "h-9" : "h-18"} />
          </div>
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready"}>
          <Nothing {...props} />
        </Match>
        <Match when={rows.items().length > 0 && isWide()}>
          <div
            role="table"
            aria-label="Customers"
            aria-rowcount={rows.hasMore() ? -1 : rows.items().length + 1}
            class="flex min-h-0 flex-1 flex-col"
          >
            <CustomerHead />
            <VirtualRows
              roles={{ box: "rowgroup", row: "row" }}
              items={rows.items()}
              rowHeight={36}
              onEnd={rows.loadMore}
              isLoadingMore={rows.isLoadingMore()}
              {...(keys.place() === undefined ? {} : { shown: keys.place() as number })}
              row={(row, place) => (
                <CustomerLine
                  customer={row()}
                  place={place()}
                  panelName={props.panelName(row().panelId)}
                  isBusy={props.customers.act.isBusy(row().id)}
                  onOpen={() => props.customers.open(row().id)}
                  onActive={(isActive) => void props.customers.setActive(row(), isActive)}
                  onAutoSuspend={(isOn) => void props.customers.setAutoSuspend(row(), isOn)}
                />
              )}
            />
          </div>
        </Match>
        <Match when={rows.items().length > 0}>
          <VirtualRows
            label="Customers"
            items={rows.items()}
            rowHeight={64}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            row={(row) => <CustomerTile customer={row()} onOpen={() => props.customers.open(row().id)} />}
          />
        </Match>
      </Switch>
    </>
  )
}

const Nothing = (props: CustomerListProps) => (
  <Switch>
    <Match when={props.customers.search() !== "" || props.customers.status() !== "all"}>
      <EmptyState icon={<SearchX />} text="No customer fits this filter.">
        <Button
          onClick={() => {
            props.customers.setSearch("")
            props.customers.setStatus("all")
          }}
        >
          Show all
        </Button>
      </EmptyState>
    </Match>
    <Match when={true}>
      <EmptyState
        icon={<UsersRound />}
        text="No customers yet."
        hint="They register themselves in the chat, with their panel username. Or bring the ones you have."
      >
        <div class="flex flex-wrap justify-center gap-2">
          <Button look="solid" onClick={() => props.onImport()}>
            Import a list
          </Button>
          <Button onClick={() => props.onAdd()}>Add one</Button>
        </div>
      </EmptyState>
    </Match>
  </Switch>
)
