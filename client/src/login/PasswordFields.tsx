import { shortestPassword } from "../../../src/domain/accounts/PasswordRules.ts"
import { Field } from "../ui/Field.tsx"

interface PasswordFieldsProps {
  /** Its name in the form. */
  readonly name: string
  readonly label: string
  readonly trouble: string | undefined
}

/** A new password, twice; the browser does not send the form before both are the same. */
export const PasswordFields = (props: PasswordFieldsProps) => {
  let first: HTMLInputElement | undefined
  let again: HTMLInputElement | undefined
  const compare = () =>
    again?.setCustomValidity(
      again.value === "" || again.value === first?.value ? "" : "The two passwords differ."
    )
  return (
    <>
      <Field
        ref={(element: HTMLInputElement) => (first = element)}
        label={props.label}
        name={props.name}
        type="password"
        autocomplete="new-password"
        hint={`At least ${shortestPassword} characters; several words are easy to remember.`}
        trouble={props.trouble}
        minlength={shortestPassword}
        required
        onInput={compare}
      />
      <Field
        ref={(element: HTMLInputElement) => (again = element)}
        label={`${props.label} again`}
        type="password"
        autocomplete="new-password"
        required
        onInput={compare}
      />
    </>
  )
}
