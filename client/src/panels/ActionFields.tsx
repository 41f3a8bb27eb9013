import { Show } from "solid-js"
import { AreaField } from "../ui/AreaField.tsx"
import { Field } from "../ui/Field.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import type { ActionDraft, AuthDraft } from "./ActionDraft.ts"

const methods = [
  { value: "GET", label: "GET" },
  { value: "POST", label: "POST" }
] as const

const formats = [
  { value: "json", label: "JSON" },
  { value: "form", label: "Form" }
] as const

const places = [
  { value: "header", label: "A header" },
  { value: "query", label: "The address" },
  { value: "body", label: "The body" }
] as const

interface ActionFieldsProps {
  readonly draft: ActionDraft
  /** Such as "/v1/orders". */
  readonly example: string
  /** Which places are filled in, such as "{ids} stands for the order numbers". */
  readonly places: string
  /** Whether several orders may be asked about at once. */
  readonly takesIds: boolean
  readonly onType: (values: Partial<ActionDraft>) => void
}

/** One call: method, path and fields. */
export const ActionFields = (props: ActionFieldsProps) => (
  <>
    <div class="flex gap-2">
      <SelectField
        class="w-24 shrink-0"
        label="Method"
        value={props.draft.method}
        options={methods}
        onPick={(method) => props.onType({ method })}
      />
      <Field
        class="min-w-0 flex-1"
        label="Path"
        placeholder={props.example}
        autocomplete="off"
        spellcheck={false}
        value={props.draft.path}
        onInput={(event) => props.onType({ path: event.currentTarget.value })}
      />
    </div>
    <AreaField
      label="Fields in the address"
      hint={`One on each line, such as ids={ids}. ${props.places}`}
      spellcheck={false}
      value={props.draft.query}
      onInput={(event) => props.onType({ query: event.currentTarget.value })}
    />
    <Show when={props.draft.method === "POST"}>
      <AreaField
        label="Fields in the body"
        hint="One on each line, such as order={ids}."
        spellcheck={false}
        value={props.draft.body}
        onInput={(event) => props.onType({ body: event.currentTarget.value })}
      />
      <SelectField
        label="The body is sent as"
        value={props.draft.bodyFormat}
        options={formats}
        onPick={(bodyFormat) => props.onType({ bodyFormat })}
      />
    </Show>
    <Show when={props.takesIds}>
      <Field
        label="Orders in one call"
        hint="How many numbers it takes at once, with commas between them; 1 when empty."
        inputmode="numeric"
        type="number"
        min={1}
        max={100}
        value={props.draft.idsPerCall}
        onInput={(event) => props.onType({ idsPerCall: event.currentTarget.value })}
      />
    </Show>
  </>
)

interface AuthFieldsProps {
  readonly draft: AuthDraft
  readonly onType: (values: Partial<AuthDraft>) => void
}

/** Where the key goes. The key itself is typed elsewhere. */
export const AuthFields = (props: AuthFieldsProps) => (
  <>
    <SelectField
      label="The key is sent in"
      value={props.draft.place}
      options={places}
      onPick={(place) => props.onType({ place })}
    />
    <div class="flex gap-2">
      <Field
        class="min-w-0 flex-1"
        label="Under the name"
        placeholder={props.draft.place === "header" ? "X-Api-Key" : "key"}
        autocomplete="off"
        spellcheck={false}
        value={props.draft.name}
        onInput={(event) => props.onType({ name: event.currentTarget.value })}
      />
      <Field
        class="w-36 shrink-0"
        label="Written before it"
        placeholder="Bearer"
        maxlength={20}
        autocomplete="off"
        spellcheck={false}
        value={props.draft.prefix}
        onInput={(event) => props.onType({ prefix: event.currentTarget.value })}
      />
    </div>
  </>
)
