import { Show } from "solid-js"
import type { Trouble } from "../api/Trouble.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"

/** What is wrong with a form, as wide as its fields. */
export const FormTrouble = (props: { readonly trouble: Trouble | null }) => (
  <Show when={props.trouble}>
    {(trouble) => (
      <div class="-mx-3">
        <ErrorBox trouble={trouble()} isSmall />
      </div>
    )}
  </Show>
)
