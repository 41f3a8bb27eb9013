import X from "lucide-solid/icons/x"
import { Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import type { Dispatches } from "./createDispatches.ts"

/** What can be done with the selected ones. */
export const DispatchBulkBar = (props: { readonly dispatches: Dispatches }) => {
  const ids = () => [...props.dispatches.selected()]
  return (
    <Show when={ids().length > 0}>
      <div
        role="region"
        aria-label="Selected"
        class="flex shrink-0 items-center gap-2 border-t border-line bg-surface px-3 py-2 md:px-4"
      >
        <p class="figures min-w-0 flex-1 font-medium" role="status">
          {ids().length} selected
        </p>
        <Button
          look="solid"
          isBusy={props.dispatches.retries.act.isBusy("many")}
          onClick={() => props.dispatches.retries.retrySome(ids())}
        >
          Retry selected
        </Button>
        <IconButton label="Clear the selection" onClick={() => props.dispatches.select(ids(), false)}>
          <X class="size-4" aria-hidden="true" />
        </IconButton>
      </div>
    </Show>
  )
}
