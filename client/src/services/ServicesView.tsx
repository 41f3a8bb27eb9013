import { useSearchParams } from "@solidjs/router"
import FlaskConical from "lucide-solid/icons/flask-conical"
import Package from "lucide-solid/icons/package"
import SearchX from "lucide-solid/icons/search-x"
import { Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { createServices, type ServiceFilter, type Services } from "./createServices.ts"
import { PanelStates } from "./PanelStates.tsx"
import { ServiceDrawer } from "./ServiceDrawer.tsx"
import { ServiceHead, ServiceLine, ServiceTile } from "./ServiceRow.tsx"
import { TryDrawer } from "./TryDrawer.tsx"

/** What the panels sell and what the names promise, disagreements first. */
const ServicesView = () => {
  const services = createServices()
  const [query, setQuery] = useSearchParams<{ try?: string; name?: string }>()
  const tabs = () => [
    { key: "all" as ServiceFilter, label: "All", count: services.counts()?.all },
    { key: "disagree" as ServiceFilter, label: "Disagreements", count: services.counts()?.disagree },
    { key: "unclear" as ServiceFilter, label: "Unclear", count: services.counts()?.unclear }
  ]
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Services">
        <FilterTabs
          class="max-md:order-1 max-md:w-full"
          label="Which services"
          tabs={tabs()}
          current={services.filter()}
          onPick={services.setFilter}
        />
        <div class="flex items-center gap-2 max-md:order-2 max-md:w-full md:ml-auto">
          <Show when={services.panels().length > 1 || services.panel() !== ""}>
            <SelectField
              isBare
              label="Panel"
              class="w-32 md:w-36"
              value={services.panel()}
              options={[
                { value: "", label: "All panels" },
                ...services.panels().map(({ panelId, panelName }) => ({
                  value: panelId as string,
                  label: panelName
                }))
              ]}
              onPick={services.setPanel}
            />
          </Show>
          <SearchField
            class="min-w-0 flex-1 md:w-60"
            label="Id, name, category"
            value={services.search()}
            onSearch={services.setSearch}
          />
        </div>
        <ExportButton
          class="max-md:ml-auto"
          address={services.file()}
          isEmpty={services.rows.items().length === 0}
        />
        <Button onClick={() => setQuery({ try: "yes" })}>
          <FlaskConical class="size-4" aria-hidden="true" />
          <span class="max-md:sr-only">Try a name</span>
        </Button>
      </PageHead>
      <PanelStates services={services} />
      <Show when={services.rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={services.rows.reload} />}
      </Show>
      <RowTable
        label="Services"
        rows={services.rows}
        hasKeys
        nothing={<Nothing services={services} />}
        head={<ServiceHead />}
        line={(row, place) => (
          <ServiceLine service={row()} place={place()} onOpen={() => services.open(row().id)} />
        )}
        tileHeight={84}
        tile={(row) => <ServiceTile service={row()} onOpen={() => services.open(row().id)} />}
      />
      <Show when={services.opened()}>
        {(service) => (
          <ServiceDrawer
            service={service()}
            onTry={(name) => setQuery({ open: null, try: "yes", name })}
            onClose={() => services.open(null)}
          />
        )}
      </Show>
      <Show when={query.try !== undefined}>
        <TryDrawer name={query.name ?? ""} onClose={() => setQuery({ try: null, name: null })} />
      </Show>
    </div>
  )
}

const Nothing = (props: { readonly services: Services }) => (
  <Switch>
    <Match
      when={
        props.services.search() !== "" || props.services.filter() !== "all" || props.services.panel() !== ""
      }
    >
      <EmptyState
        icon={<SearchX />}
        text={
          props.services.search() === "" && props.services.filter() === "disagree"
            ? "Names and panel agree everywhere."
            : "No service fits this filter."
        }
      >
        <Button
          onClick={() => {
            props.services.setSearch("")
            props.services.setPanel("")
            props.services.setFilter("all")
          }}
        >
          Show all
        </Button>
      </EmptyState>
    </Match>
    <Match when={true}>
      <EmptyState
        icon={<Package />}
        text="No service is known yet."
        hint="The gateway reads your panel’s list by itself and learns services from orders. Press “Read again” to start now."
      />
    </Match>
  </Switch>
)

export default ServicesView
