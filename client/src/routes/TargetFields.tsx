import { For, Match, Show, Switch } from "solid-js"
import type { ProviderPage } from "../api/ProviderGateway.ts"
import { Field } from "../ui/Field.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import type { RouteDraft } from "./RouteDraft.ts"

const targets: ReadonlyArray<{ readonly value: RouteDraft["target"]; readonly label: string }> = [
  { value: "provider", label: "A provider" },
  { value: "service", label: "One service" },
  { value: "manual", label: "Manual services" },
  { value: "any", label: "Everything else" }
]

interface TargetFieldsProps {
  readonly draft: RouteDraft
  /** Null until they are known. */
  readonly providers: ProviderPage | null
  /** Something is not chosen yet and shall be. */
  readonly trouble: boolean
  readonly onType: (values: Partial<RouteDraft>) => void
}

/** What a route is for: a provider, a service of a panel, manual services, everything else. */
export const TargetFields = (props: TargetFieldsProps) => {
  /** One provider name may be on two panels. */
  const providers = () => {
    const known = props.providers?.items ?? []
    const hasSeveral = (props.providers?.panels.length ?? 0) > 1
    return [
      { value: "", label: "Choose" },
      ...known.map(({ alias, id, panelName }) => ({
        value: id as string,
        label: hasSeveral ? `${alias} (${panelName})` : alias
      }))
    ]
  }
  const panels = (none: string) => [
    { value: "", label: none },
    ...(props.providers?.panels ?? []).map(({ panelId, panelName }) => ({
      value: panelId as string,
      label: panelName
    }))
  ]
  return (
    <div class="flex flex-col gap-3">
      <fieldset>
        <legend class="mb-1 font-medium">For</legend>
        <div class="grid grid-cols-2 gap-2">
          <For each={targets}>
            {({ label, value }) => (
              <label class="flex h-8 cursor-pointer items-center rounded-md border border-edge/60 px-2.5 has-checked:border-accent has-checked:bg-selected has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:h-10">
                <input
                  type="radio"
                  name="target"
                  class="sr-only"
                  data-autofocus={props.draft.target === value ? "" : undefined}
                  checked={props.draft.target === value}
                  onChange={() => props.onType({ target: value })}
                />
                {label}
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <Switch>
        <Match when={props.draft.target === "provider"}>
          <SelectField
            label="Provider"
            value={props.draft.providerId}
            options={providers()}
            onPick={(providerId) => props.onType({ providerId })}
          />
          <Show when={props.providers?.items.length === 0}>
            <p class="text-xs text-muted">No provider is known yet: import them on the Providers page.</p>
          </Show>
        </Match>
        <Match when={props.draft.target === "service"}>
          <SelectField
            label="Panel"
            value={props.draft.panelId}
            options={panels("Choose")}
            onPick={(panelId) => props.onType({ panelId })}
          />
          <Field
            label="Service id"
            name="service"
            hint="As the panel numbers it."
            value={props.draft.serviceId}
            onInput={(event) => props.onType({ serviceId: event.currentTarget.value })}
            maxlength={40}
            autocomplete="off"
          />
        </Match>
        <Match when={props.draft.target === "manual"}>
          <SelectField
            label="Panel"
            value={props.draft.panelId}
            options={panels("Every panel")}
            onPick={(panelId) => props.onType({ panelId })}
          />
        </Match>
        <Match when={props.draft.target === "any"}>
          <p class="text-muted">Requests that no other route is for: nothing is then left untold.</p>
        </Match>
      </Switch>
      <Show when={props.trouble}>
        <p role="alert" class="text-xs font-medium text-bad">
          {props.draft.target === "service"
            ? "Choose the panel and write the service’s id."
            : "Choose a provider."}
        </p>
      </Show>
    </div>
  )
}
