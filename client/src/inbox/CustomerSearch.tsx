import { For, Show } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { createCustomerSearch, type Named } from "./createCustomerSearch.ts"

interface CustomerSearchProps {
  readonly label: string
  readonly isBusy: boolean
  readonly onPick: (customer: Named) => void
}

/** Finds the customer to whom something is given. */
export const CustomerSearch = (props: CustomerSearchProps) => {
  const customers = createCustomerSearch()
  return (
    <>
      <SearchField isSecond label={props.label} value={customers.search()} onSearch={customers.find} />
      <Show when={customers.found()}>
        {(found) => (
          <ul aria-label="Customers found">
            <For each={found()} fallback={<li class="text-muted">No customer of this name.</li>}>
              {(customer) => (
                <li>
                  <Button
                    look="quiet"
                    class="w-full justify-start"
                    isBusy={props.isBusy}
                    onClick={() => props.onPick(customer)}
                  >
                    {customer.name}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={customers.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
    </>
  )
}
