import { createUniqueId, Show, splitProps, type JSX } from "solid-js"

interface AreaFieldProps extends JSX.TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly label: string
  readonly hint?: string
  readonly trouble?: string | undefined
}

/** A labelled field for several lines; its trouble is read with it. */
export const AreaField = (props: AreaFieldProps) => {
  const [own, rest] = splitProps(props, ["label", "hint", "trouble", "class"])
  const id = createUniqueId()
  return (
    <div class={`flex flex-col gap-1 ${own.class ?? ""}`}>
      <label for={id} class="font-medium">
        {own.label}
      </label>
      <textarea
        id={id}
        rows={2}
        {...rest}
        aria-invalid={own.trouble !== undefined}
        aria-describedby={`${id}-hint`}
        class="field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-edge bg-bg px-3 py-1.5 text-base"
      />
      <p id={`${id}-hint`} class="text-xs text-muted empty:hidden">
        <Show when={own.trouble} fallback={own.hint}>
          {(trouble) => <span class="font-medium text-bad">{trouble()}</span>}
        </Show>
      </p>
    </div>
  )
}
