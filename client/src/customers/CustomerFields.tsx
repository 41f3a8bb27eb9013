import { For, type JSX } from "solid-js"
import type { Catalogue } from "../api/ServiceGateway.ts"
import { AreaField } from "../ui/AreaField.tsx"
import { Field } from "../ui/Field.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { Switch } from "../ui/Switch.tsx"
import type { CustomerDraft } from "./CustomerDraft.ts"

interface CustomerFieldsProps {
  readonly draft: CustomerDraft
  readonly panels: ReadonlyArray<Catalogue>
  readonly troubles: ReadonlyMap<string, string>
  readonly onType: (values: Partial<CustomerDraft>) => void
  readonly isNew?: boolean
  /** What comes right after the username. */
  readonly children?: JSX.Element
}

/** The fields of a customer, for one who is added and one who is edited. */
export const CustomerFields = (props: CustomerFieldsProps) => {
  const text = (key: "username" | "userId" | "email" | "language") => ({
    name: key,
    value: props.draft[key],
    trouble: props.troubles.get(key),
    autocomplete: "off",
    spellcheck: false,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) =>
      props.onType({ [key]: event.currentTarget.value })
  })
  return (
    <>
      <Field
        label="Panel username"
        {...text("username")}
        data-autofocus={props.isNew === true ? "" : undefined}
        hint="As it is on your panel; orders are matched by it."
      />
      {props.children}
      <div class="grid gap-3 sm:grid-cols-2">
        <Field label="E-mail" {...text("email")} inputmode="email" />
        <Field label="User id on the panel" {...text("userId")} />
        <SelectField
          label="Panel"
          value={props.draft.panelId}
          options={[
            { value: "", label: "Any panel" },
            ...props.panels.map(({ panelId, panelName }) => ({ value: panelId as string, label: panelName }))
          ]}
          onPick={(panelId) => props.onType({ panelId })}
        />
        <Field label="Language" {...text("language")} list="languages" hint="Such as en, ne, hi or bn." />
        <datalist id="languages">
          <For each={["en", "ne", "hi", "bn", "ur", "ar", "pt-BR", "es", "tr", "id"]}>
            {(code) => <option value={code} />}
          </For>
        </datalist>
      </div>
      <AreaField
        label="Memo"
        name="memo"
        hint="Only you and your staff see it."
        value={props.draft.memo}
        trouble={props.troubles.get("memo")}
        onInput={(event) => props.onType({ memo: event.currentTarget.value })}
      />
      <div class="flex items-start gap-3">
        <Switch
          label="Auto-suspend"
          isOn={props.draft.isAutoSuspended}
          onChange={(isAutoSuspended) => props.onType({ isAutoSuspended })}
        />
        <p>
          <span class="font-medium">Auto-suspend</span>
          <span class="block text-xs text-muted">
            The gateway may silence this customer by itself, after many wrong order ids or abuse.
          </span>
        </p>
      </div>
    </>
  )
}
