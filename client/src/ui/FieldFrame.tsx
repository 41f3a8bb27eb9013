import { createUniqueId, Show, type JSX } from "solid-js"

/** What every labelled field is told. */
export interface FieldWords {
  readonly label: string
  readonly hint?: string
  readonly trouble?: string | undefined
}

interface FieldFrameProps extends FieldWords {
  readonly class?: string | undefined
  /** The field itself, with what ties it to its label and its trouble. */
  readonly field: (ties: JSX.AriaAttributes & { readonly id: string }) => JSX.Element
}

/** A label, its field, and what is to be said of it: a hint, or what is wrong. */
export const FieldFrame = (props: FieldFrameProps) => {
  const id = createUniqueId()
  return (
    <div class={`flex flex-col gap-1 ${props.class ?? ""}`}>
      <label for={id} class="font-medium">
        {props.label}
      </label>
      {props.field({
        id,
        "aria-describedby": `${id}-hint`,
        get "aria-invalid"() {
          return props.trouble !== undefined
        }
      })}
      <p id={`${id}-hint`} class="text-xs text-muted empty:hidden">
        <Show when={props.trouble} fallback={props.hint}>
          {(trouble) => <span class="font-medium text-bad">{trouble()}</span>}
        </Show>
      </p>
    </div>
  )
}
