/** A day of the workspace's zone; empty = any. */
export const DayField = (props: {
  readonly label: string
  readonly value: string
  readonly min?: string
  readonly max?: string
  readonly onPick: (day: string) => void
}) => (
  <label class="flex min-w-0 items-center gap-1.5 text-sm text-muted">
    {props.label}
    <input
      type="date"
      value={props.value}
      min={props.min}
      max={props.max}
      onChange={(event) => props.onPick(event.currentTarget.value)}
      class="h-8 min-w-0 flex-1 rounded-md border border-edge/60 bg-bg px-2 text-sm text-text pointer-coarse:h-10 md:w-32 md:flex-none"
    />
  </label>
)
