import { createUniqueId, Show, splitProps, type JSX } from "solid-js"

interface FieldProps extends JSX.InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly hint?: string
  readonly trouble?: string | undefined
}

/** A labelled text field; its trouble is read with it. */
export const Field = (props: FieldProps) => {
  const [own, rest] = splitProps(props, ["label", "hint", "trouble", "class"])
  const id = createUniqueId()
  return (
    <div class={`flex flex-col gap-1 ${own.class ?? ""}`}>
      <label for={id} class="font-medium">
        {own.label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={own.trouble !== undefined}
        aria-describedby={`${id}-hint`}
        class="h-9 w-full rounded-md border border-edge bg-bg px-3 text-base pointer-coarse:h-11"
      />
      <p id={`${id}-hint`} class="text-xs text-muted empty:hidden">
        <Show when={own.trouble} fallback={own.hint}>
          {(trouble) => <span class="font-medium text-bad">{trouble()}</span>}
        </Show>
      </p>
    </div>
  )
}
