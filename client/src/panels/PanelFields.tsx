import { createUniqueId, Show } from "solid-js"
import type { Panel } from "../api/PanelGateway.ts"
import { Field } from "../ui/Field.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { panelKinds } from "../words/panelWords.ts"
import type { PanelForm } from "./createPanelForm.ts"
import { KeyField } from "./KeyField.tsx"

interface PanelFieldsProps {
  readonly form: PanelForm
  readonly panel: Panel
  readonly troubles: ReadonlyMap<string, string>
}

/** What can be changed of a saved panel. */
export const PanelFields = (props: PanelFieldsProps) => {
  const id = createUniqueId()
  const draft = () => props.form.draft()
  return (
    <>
      <Field
        label="Name"
        autocomplete="off"
        maxlength={60}
        value={draft().name}
        trouble={props.troubles.get("name")}
        onInput={(event) => props.form.type({ name: event.currentTarget.value })}
      />
      <Field
        label="Address"
        hint={
          props.form.isMoved()
            ? "Saved keys are sent to the old address alone: enter them again below."
            : "The address that the panel’s pages are shown under."
        }
        inputmode="url"
        autocomplete="off"
        spellcheck={false}
        maxlength={300}
        value={draft().url}
        trouble={props.troubles.get("url")}
        onInput={(event) => props.form.type({ url: event.currentTarget.value })}
      />
      <KeyField
        label="Admin API key"
        hint="Leave it empty to keep the saved one."
        saved={props.panel.key}
        trouble={props.troubles.get("key")}
        value={draft().key}
        onType={(key) => props.form.type({ key })}
      />
      <div class="flex flex-col gap-1">
        <KeyField
          label="User API key"
          hint={
            props.panel.userKey === null
              ? "From a customer account on the same panel. The list of services is read with it."
              : "Leave it empty to keep the saved one. The list of services is read with it."
          }
          saved={props.panel.userKey}
          trouble={props.troubles.get("userKey")}
          value={draft().userKey}
          onType={(userKey) => props.form.type({ userKey })}
        />
        <Show when={props.panel.userKey !== null}>
          <label for={id} class="flex min-h-6 items-center gap-2 pointer-coarse:min-h-10">
            <input
              id={id}
              type="checkbox"
              class="size-4 accent-(--solid)"
              checked={draft().isUserKeyRemoved}
              disabled={draft().userKey !== ""}
              onChange={(event) => props.form.type({ isUserKeyRemoved: event.currentTarget.checked })}
            />
            Take the user key away
          </label>
        </Show>
      </div>
      <Field
        label="Requests per second"
        type="number"
        inputmode="numeric"
        min={1}
        max={50}
        value={draft().rate}
        trouble={props.troubles.get("requestsPerSecond")}
        onInput={(event) => props.form.type({ rate: event.currentTarget.value })}
      />
      <SelectField
        label="Kind"
        value={draft().kind}
        options={panelKinds}
        onPick={(kind) => props.form.type({ kind })}
      />
    </>
  )
}
