import X from "lucide-solid/icons/x"
import { Show, type JSX } from "solid-js"
import { IconButton } from "./Button.tsx"

interface SelectedBarProps {
  readonly label: string
  readonly count: number
  readonly onClear: () => void
  /** What can be done with them. */
  readonly children: JSX.Element
}

/** The bar below a table while rows of it are selected. */
export const SelectedBar = (props: SelectedBarProps) => (
  <Show when={props.count > 0}>
    <div
      role="region"
      aria-label={props.label}
      class="flex shrink-0 items-center gap-2 border-t border-line bg-surface px-3 py-2 md:px-4"
    >
      <p class="figures min-w-0 flex-1 font-medium" role="status">
        {props.count} selected
      </p>
      {props.children}
      <IconButton label="Clear the selection" onClick={() => props.onClear()}>
        <X class="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  </Show>
)
