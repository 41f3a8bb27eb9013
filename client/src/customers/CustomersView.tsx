import { useSearchParams } from "@solidjs/router"
import Plus from "lucide-solid/icons/plus"
import Upload from "lucide-solid/icons/upload"
import { Match, Show, Switch } from "solid-js"
import { listPanels } from "../api/ServiceGateway.ts"
import { useWaiting } from "../app/createWaiting.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { maySee } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { ViewsMenu } from "../ui/ViewsMenu.tsx"
import { AddCustomer } from "./AddCustomer.tsx"
import { createCustomers } from "./createCustomers.ts"
import { createSilenced } from "./createSilenced.ts"
import { createTrusted } from "./createTrusted.ts"
import { CustomerDrawer } from "./CustomerDrawer.tsx"
import { CustomerList } from "./CustomerList.tsx"
import { ImportCustomers } from "./ImportCustomers.tsx"
import { SilencedList } from "./SilencedList.tsx"
import { TrustedList } from "./TrustedList.tsx"
import { WaitingList } from "./WaitingList.tsx"

const parts = ["customers", "waiting", "silenced", "trusted"] as const
type Part = (typeof parts)[number]

/** Panel usernames with their numbers: who is one, who wants to be, whom the gateway silenced, whom it trusts. */
const CustomersView = () => {
  const [query, setQuery] = useSearchParams<{ part?: string; add?: string; import?: string }>()
  const part = (): Part => parts.find((known) => known === query.part) ?? "customers"
  const setPart = (value: Part) => setQuery({ part: value === "customers" ? null : value })
  const waiting = useWaiting()
  const session = useSession()
  /** Lists come and go as files for the owner alone. */
  const isOwner = () => maySee(session.login(), ["owner"])
  const customers = createCustomers()
  const silenced = createSilenced(() => part() === "silenced", customers.take)
  const trusted = createTrusted()
  const panels = createLoaded(listPanels)
  const panelName = (id: string | null) =>
    id === null ? "Any" : (panels.value()?.find(({ panelId }) => panelId === id)?.panelName ?? "")
  const add = () => setQuery({ add: "yes" })
  const bring = () => setQuery({ import: "yes" })

  return (
    <div class="flex h-full flex-col">
      <PageHead title="Customers">
        <FilterTabs
          class="max-md:order-1 max-md:w-full"
          label="Which part"
          current={part()}
          onPick={setPart}
          tabs={[
            { key: "customers", label: "Customers", count: customers.total() },
            { key: "waiting", label: "Waiting", count: waiting.count() ?? undefined },
            { key: "silenced", label: "Silenced", count: silenced.list.value()?.length },
            { key: "trusted", label: "Trusted", count: trusted.list.value()?.length }
          ]}
        />
        <div class="ml-auto flex items-center gap-2 empty:hidden">
          <Switch>
            <Match when={part() === "customers"}>
              <ViewsMenu page="customers" />
              <Show when={isOwner()}>
                <ExportButton
                  address={customers.file()}
                  isEmpty={customers.rows.items().length === 0}
                  title="The customers that this list shows with its filters, as a file for spreadsheets and for Import"
                />
                <Button onClick={bring}>
                  <Upload class="size-4" aria-hidden="true" />
                  <span class="max-md:sr-only">Import</span>
                </Button>
              </Show>
              <Button look="solid" onClick={add}>
                <Plus class="size-4" aria-hidden="true" />
                <span class="max-md:sr-only">Add customer</span>
              </Button>
            </Match>
            <Match when={part() === "waiting" && isOwner()}>
              <ExportButton
                address="/api/registrations.csv?state=waiting"
                isEmpty={(waiting.count() ?? 0) === 0}
              />
            </Match>
            <Match when={part() === "silenced" && isOwner()}>
              <ExportButton
                address="/api/customers/silenced.csv"
                isEmpty={(silenced.list.value()?.length ?? 0) === 0}
              />
            </Match>
            <Match when={part() === "trusted"}>
              <Show when={isOwner()}>
                <ExportButton
                  address="/api/admin-chats.csv"
                  isEmpty={(trusted.list.value()?.length ?? 0) === 0}
                />
              </Show>
              <Button look="solid" onClick={add}>
                <Plus class="size-4" aria-hidden="true" />
                Trust a number
              </Button>
            </Match>
          </Switch>
        </div>
      </PageHead>
      <Switch>
        <Match when={part() === "customers"}>
          <CustomerList customers={customers} panelName={panelName} onAdd={add} onImport={bring} />
        </Match>
        <Match when={part() === "waiting"}>
          <WaitingList onDecided={customers.rows.reload} />
        </Match>
        <Match when={part() === "silenced"}>
          <SilencedList silenced={silenced} onOpen={customers.open} />
        </Match>
        <Match when={part() === "trusted"}>
          <TrustedList
            trusted={trusted}
            isAdding={query.add !== undefined}
            onAdding={(isAdding) => setQuery({ add: isAdding ? "yes" : null })}
          />
        </Match>
      </Switch>
      <Show when={part() === "customers" && query.add !== undefined}>
        <AddCustomer
          panels={panels.value() ?? []}
          onClose={() => setQuery({ add: null })}
          onAdded={(customer) => {
            customers.take(customer)
            setQuery({ add: null, open: customer.id })
          }}
        />
      </Show>
      <Show when={query.import !== undefined}>
        <ImportCustomers onImported={customers.rows.reload} onClose={() => setQuery({ import: null })} />
      </Show>
      <Show when={customers.openId()}>
        {(id) => (
          <CustomerDrawer
            id={id()}
            panels={panels.value() ?? []}
            onChanged={customers.take}
            onRemoved={() => {
              customers.open(null)
              customers.rows.reload()
            }}
            onClose={() => customers.open(null)}
          />
        )}
      </Show>
    </div>
  )
}

export default CustomersView
