import { Show } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import type { FilterName, Users } from "./createUsers.ts"

const fieldClass = "h-8 rounded-md border border-edge/60 bg-bg px-2 text-sm pointer-coarse:h-10"

/** What narrows and sorts the list of users; all of it is in the address. */
export const UserFilters = (props: { readonly users: Users }) => {
  const pick = (name: FilterName) => (value: string) => props.users.setFilter(name, value)
  const plans = () => {
    const chosen = props.users.filter("plan")
    const all = props.users.plans()
    return chosen === "" || all.includes(chosen) ? all : [chosen, ...all]
  }
  return (
    <div
      role="group"
      aria-label="Narrow the list"
      class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 md:px-4"
    >
      <SelectField
        isBare
        label="Channels"
        value={props.users.filter("channels")}
        options={[
          { value: "", label: "Any channels" },
          { value: "some", label: "Has channels" },
          { value: "none", label: "No channels" }
        ]}
        onPick={pick("channels")}
      />
      <SelectField
        isBare
        label="Log-ins"
        value={props.users.filter("login")}
        options={[
          { value: "", label: "Any log-in" },
          { value: "never", label: "Never logged in" }
        ]}
        onPick={pick("login")}
      />
      <SelectField
        isBare
        label="Plan"
        value={props.users.filter("plan")}
        options={[{ value: "", label: "Any plan" }, ...plans().map((plan) => ({ value: plan, label: plan }))]}
        onPick={pick("plan")}
      />
      <label class="flex items-center gap-1.5 text-sm text-muted">
        Last log-in before
        <input
          type="date"
          class={fieldClass}
          value={props.users.filter("before")}
          onChange={(event) => props.users.setFilter("before", event.currentTarget.value)}
        />
      </label>
      <label class="flex items-center gap-1.5 text-sm text-muted">
        Credit below
        <input
          type="number"
          step={1}
          class={`${fieldClass} figures w-24`}
          value={props.users.filter("below")}
          onChange={(event) => {
            const { value, valueAsNumber } = event.currentTarget
            if (value === "" || Number.isSafeInteger(valueAsNumber)) props.users.setFilter("below", value)
          }}
        />
      </label>
      <SelectField
        isBare
        label="Sorted by"
        value={props.users.filter("sort")}
        options={[
          { value: "", label: "Newest first" },
          { value: "lastLogin", label: "Last log-in first" },
          { value: "credit", label: "Least credit first" }
        ]}
        onPick={pick("sort")}
      />
      <Show when={props.users.isFiltered()}>
        <Button look="quiet" onClick={props.users.showAll}>
          Show all
        </Button>
      </Show>
    </div>
  )
}
