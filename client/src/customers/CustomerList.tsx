import SearchX from "lucide-solid/icons/search-x"
import UsersRound from "lucide-solid/icons/users-round"
import { Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
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
      <RowTable
        label="Customers"
        rows={rows}
        hasKeys
        nothing={<Nothing {...props} />}
        head={<CustomerHead />}
        line={(row, place) => (
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
        tileHeight={64}
        tile={(row) => <CustomerTile customer={row()} onOpen={() => props.customers.open(row().id)} />}
      />
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
