import { Show } from "solid-js"
import { listProviders } from "../api/ProviderGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { SelectField } from "../ui/SelectField.tsx"
import type { Dispatches } from "./createDispatches.ts"
import { sinceChoices } from "./sinceChoices.ts"

interface Choice {
  readonly value: string
  readonly label: string
}

/** A choice that the address names and no list knows is shown all the same. */
const withCurrent = (choices: ReadonlyArray<Choice>, current: string): ReadonlyArray<Choice> =>
  current === "" || choices.some(({ value }) => value === current)
    ? choices
    : [...choices, { value: current, label: "The one in the address" }]

/** Narrows the list: command, provider, panel, chat, how long ago. */
export const DispatchFilters = (props: { readonly dispatches: Dispatches }) => {
  const known = createLoaded(listProviders)
  const current = () => props.dispatches.filter()
  const providers = () =>
    (known.value()?.items ?? []).map(({ alias, id }): Choice => ({ value: id, label: alias }))
  const panels = () =>
    (known.value()?.panels ?? []).map(({ panelId, panelName }): Choice => ({
      value: panelId,
      label: panelName
    }))
  /** The chats of what is listed. */
  const chats = () => [
    ...new Map(
      props.dispatches.rows
        .items()
        .flatMap(({ destination }) => (destination === null ? [] : [destination]))
        .map(({ conversationId, title }): [string, Choice] => [
          conversationId,
          { value: conversationId, label: title }
        ])
    ).values()
  ]
  return (
    <div class="grid grid-cols-2 gap-2 max-md:w-full md:flex md:flex-wrap">
      <SelectField
        isBare
        label="Command"
        class="md:w-36"
        value={current().command}
        options={[
          { value: "", label: "Every command" },
          { value: "refill", label: "Refills" },
          { value: "cancel", label: "Cancels" },
          { value: "speedup", label: "Speed-ups" }
        ]}
        onPick={(command) => props.dispatches.setFilter({ command })}
      />
      <SelectField
        isBare
        label="Provider"
        class="md:w-36"
        value={current().provider}
        options={[{ value: "", label: "All providers" }, ...withCurrent(providers(), current().provider)]}
        onPick={(provider) => props.dispatches.setFilter({ provider })}
      />
      <Show when={panels().length > 1 || current().panel !== ""}>
        <SelectField
          isBare
          label="Panel"
          class="md:w-32"
          value={current().panel}
          options={[{ value: "", label: "All panels" }, ...withCurrent(panels(), current().panel)]}
          onPick={(panel) => props.dispatches.setFilter({ panel })}
        />
      </Show>
      <SelectField
        isBare
        label="Chat"
        class="md:w-36"
        value={current().destination}
        options={[{ value: "", label: "All chats" }, ...withCurrent(chats(), current().destination)]}
        onPick={(destination) => props.dispatches.setFilter({ destination })}
      />
      <SelectField
        isBare
        label="Since"
        class="md:w-36"
        value={current().since}
        options={[{ value: "", label: "Any time" }, ...sinceChoices]}
        onPick={(since) => props.dispatches.setFilter({ since })}
      />
    </div>
  )
}
