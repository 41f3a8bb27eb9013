import { Field } from "../ui/Field.tsx"

interface KeyFieldProps {
  readonly label: string
  readonly hint: string
  /** How the saved key ends; null when none is saved. It is never shown whole. */
  readonly saved?: string | null
  readonly isRequired?: boolean
  readonly trouble?: string | undefined
  readonly value: string
  readonly onType: (value: string) => void
}

/** A key that is written and never read back; left empty, the saved one stays. */
export const KeyField = (props: KeyFieldProps) => (
  <Field
    label={props.label}
    hint={props.hint}
    type="password"
    autocomplete="new-password"
    spellcheck={false}
    maxlength={500}
    required={props.isRequired === true}
    placeholder={props.saved ?? ""}
    trouble={props.trouble}
    value={props.value}
    onInput={(event) => props.onType(event.currentTarget.value)}
  />
)
