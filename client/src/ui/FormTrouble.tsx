import { Show } from "solid-js"
import type { Trouble } from "../api/Trouble.ts"
import { ErrorBox } from "./ErrorBox.tsx"

interface FormTroubleProps {
  readonly trouble: Trouble | null
  readonly onRetry?: () => void
}

/** What is wrong with a form, as wide as its fields. */
export const FormTrouble = (props: FormTroubleProps) => (
  <Show when={props.trouble}>
    {(trouble) => (
      <div class="-mx-3">
        <ErrorBox {...props} trouble={trouble()} isSmall />
      </div>
    )}
  </Show>
)
