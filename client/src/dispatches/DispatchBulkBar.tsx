import { Button } from "../ui/Button.tsx"
import { SelectedBar } from "../ui/SelectedBar.tsx"
import type { Dispatches } from "./createDispatches.ts"

/** What can be done with the selected ones. */
export const DispatchBulkBar = (props: { readonly dispatches: Dispatches }) => {
  const ids = () => [...props.dispatches.selected()]
  return (
    <SelectedBar label="Selected" count={ids().length} onClear={() => props.dispatches.select(ids(), false)}>
      <Button
        look="solid"
        isBusy={props.dispatches.retries.act.isBusy("many")}
        onClick={() => props.dispatches.retries.retrySome(ids())}
      >
        Retry selected
      </Button>
    </SelectedBar>
  )
}
