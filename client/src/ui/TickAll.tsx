import { createEffect } from "solid-js"

interface TickAllProps {
  readonly label: string
  readonly isAll: boolean
  /** Some are ticked, others are not. */
  readonly isSome: boolean
  readonly onChange: (isTicked: boolean) => void
}

/** The tick in a table's head that selects every row. */
export const TickAll = (props: TickAllProps) => {
  let box: HTMLInputElement | undefined
  createEffect(() => {
    if (box !== undefined) box.indeterminate = props.isSome
  })
  return (
    <label class="inline-flex size-6 items-center">
      <input
        ref={(element) => (box = element)}
        type="checkbox"
        class="size-4"
        aria-label={props.label}
        checked={props.isAll}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
