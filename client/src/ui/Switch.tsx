import { useViewOnly } from "../app/useViewOnly.ts"

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly isBusy?: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Drawn 28×16, pressed on at least 24×24. */
export const Switch = (props: SwitchProps) => {
  const reason = useViewOnly()
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.isOn}
      aria-label={props.label}
      title={reason() ?? props.label}
      disabled={props.isBusy === true || reason() !== null}
      onClick={() => props.onChange(!props.isOn)}
      class="inline-flex h-6 w-8 items-center justify-center rounded-md disabled:opacity-60 pointer-coarse:h-10 pointer-coarse:w-12"
    >
      <span
        class="relative h-4 w-7 rounded-full border transition-colors"
        classList={{
          "border-transparent bg-solid": props.isOn,
          "border-edge bg-transparent": !props.isOn
        }}
      >
        <span
          class="absolute top-1/2 left-0.5 size-2.5 -translate-y-1/2 rounded-full transition-transform"
          classList={{ "translate-x-3 bg-on-solid": props.isOn, "bg-edge": !props.isOn }}
        />
      </span>
    </button>
  )
}
