import { Show } from "solid-js"
import { DayField } from "../ui/DayField.tsx"
import { FilterBar } from "../ui/FilterBar.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import type { RequestFilters as Filters } from "./createRequestFilter.ts"

interface Named {
  readonly id: string
  readonly name: string
}

/** A choice that the address names and no list knows is shown all the same. */
const choices = (all: string, list: ReadonlyArray<Named>, current: string) => [
  { value: "", label: all },
  ...list.map(({ id, name }) => ({ value: id, label: name })),
  ...(current === "" || list.some(({ id }) => id === current)
    ? []
    : [{ value: current, label: "The one in the address" }])
]

/** Narrows the requests: command, panel, provider, from which day to which. */
export const RequestFilters = (props: { readonly filter: Filters }) => {
  const head = () => props.filter.head()
  return (
    <FilterBar isNarrowed={Object.values(head()).some((value) => value !== "")}>
      <SelectField
        isBare
        label="Command"
        class="md:w-28 lg:w-36"
        value={head().command}
        options={[
          { value: "", label: "Every command" },
          { value: "refill", label: "Refills" },
          { value: "cancel", label: "Cancels" },
          { value: "speedup", label: "Speed-ups" }
        ]}
        onPick={(command) => props.filter.setHead({ command })}
      />
      <Show when={props.filter.panels().length > 1 || head().panel !== ""}>
        <SelectField
          isBare
          label="Panel"
          class="md:w-28 lg:w-36"
          value={head().panel}
          options={choices("All panels", props.filter.panels(), head().panel)}
          onPick={(panel) => props.filter.setHead({ panel })}
        />
      </Show>
      <SelectField
        isBare
        label="Provider"
        class="md:w-28 lg:w-36"
        value={head().provider}
        options={choices("All providers", props.filter.providers(), head().provider)}
        onPick={(provider) => props.filter.setHead({ provider })}
      />
      <DayField
        label="From"
        value={head().from}
        max={head().to}
        onPick={(from) => props.filter.setHead({ from })}
      />
      <DayField
        label="To"
        value={head().to}
        min={head().from}
        onPick={(to) => props.filter.setHead({ to })}
      />
    </FilterBar>
  )
}
