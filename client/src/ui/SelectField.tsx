import { createUniqueId, For } from "solid-js"

interface SelectFieldProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: ReadonlyArray<{ readonly value: V; readonly label: string }>
  readonly onPick: (value: V) => void
  readonly class?: string
  /** The label is read aloud only; a bar has no room for it. */
  readonly isBare?: boolean
}

/** A labelled choice out of a few: the browser's own, so that phones show theirs. */
export const SelectField = <V extends string>(props: SelectFieldProps<V>) => {
  const id = createUniqueId()
  return (
    <div class={`flex flex-col gap-1 ${props.class ?? ""}`}>
      <label for={id} class={props.isBare === true ? "sr-only" : "font-medium"}>
        {props.label}
      </label>
      <select
        id={id}
        onChange={(event) => props.onPick(event.currentTarget.value as V)}
        class="w-full rounded-md border bg-bg px-2"
        classList={{
          "h-8 border-edge/60 text-sm pointer-coarse:h-10": props.isBare === true,
          "h-9 border-edge text-base pointer-coarse:h-11": props.isBare !== true
        }}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}
