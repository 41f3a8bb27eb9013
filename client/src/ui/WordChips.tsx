import Plus from "lucide-solid/icons/plus"
import X from "lucide-solid/icons/x"
import { createSignal, For } from "solid-js"
import { IconButton } from "./Button.tsx"
import { inputClass } from "./inputClass.ts"

interface WordChipsProps {
  readonly label: string
  readonly words: ReadonlyArray<string>
  readonly isDisabled?: boolean
  readonly longest: number
  readonly onChange: (words: ReadonlyArray<string>) => void
}

/** Words as chips with a cross each, and a field that takes several at once, parted by commas. */
export const WordChips = (props: WordChipsProps) => {
  const [text, setText] = createSignal("")
  const add = () => {
    const known = new Set(props.words)
    const next = text()
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "" && !known.has(word))
    setText("")
    if (next.length > 0) props.onChange([...props.words, ...new Set(next)])
  }
  return (
    <div class="flex flex-wrap items-center gap-1.5">
      <ul class="contents" aria-label={props.label}>
        <For each={props.words}>
          {(word) => (
            <li class="inline-flex h-7 max-w-full items-center rounded-md border border-line-strong bg-surface pl-2 pointer-coarse:h-10">
              <span class="truncate">{word}</span>
              <button
                type="button"
                aria-label={`Remove ${word}`}
                title="Remove"
                disabled={props.isDisabled}
                onClick={() => props.onChange(props.words.filter((known) => known !== word))}
                class="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-text disabled:opacity-50 pointer-coarse:size-9"
              >
                <X class="size-3.5" aria-hidden="true" />
              </button>
            </li>
          )}
        </For>
      </ul>
      <span class="inline-flex items-center gap-1">
        <input
          class={`${inputClass} w-40`}
          aria-label={`Add to ${props.label}`}
          placeholder="Add a word"
          maxlength={props.longest * 10}
          disabled={props.isDisabled}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              event.preventDefault()
              add()
            }
          }}
        />
        <IconButton label="Add" disabled={props.isDisabled === true || text().trim() === ""} onClick={add}>
          <Plus class="size-4" aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  )
}
