import { For, Show } from "solid-js"

/** The variables of a text as buttons that put them in where the cursor is. */
export const VariableButtons = (props: {
  readonly names: ReadonlyArray<string>
  /** What each looks like. */
  readonly examples: Readonly<Record<string, string>>
  readonly onPick: (name: string) => void
}) => (
  <Show when={props.names.length > 0}>
    <div role="group" aria-label="Put in a variable" class="flex flex-wrap gap-1">
      <For each={props.names}>
        {(name) => (
          <button
            type="button"
            title={props.examples[name] === undefined ? undefined : `For example: ${props.examples[name]}`}
            onClick={() => props.onPick(name)}
            class="h-6 rounded-sm border border-line-strong bg-surface px-1.5 font-mono text-xs hover:border-accent hover:text-accent pointer-coarse:h-9"
          >
            {`{${name}}`}
          </button>
        )}
      </For>
    </div>
  </Show>
)

/** Puts `{name}` in place of what is selected in the field; gives the new text. */
export const putIn = (field: HTMLTextAreaElement, name: string): string => {
  field.setRangeText(`{${name}}`, field.selectionStart, field.selectionEnd, "end")
  field.focus()
  return field.value
}
