import X from "lucide-solid/icons/x"
import { Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import type { Routes } from "./createRoutes.ts"

/** What can be done with the selected routes. */
export const RouteBulkBar = (props: { readonly routes: Routes }) => {
  const ids = () => [...props.routes.selected()]
  const close = () => props.routes.select(ids(), false)
  return (
    <Show when={ids().length > 0}>
      <div
        role="region"
        aria-label="Selected routes"
        class="flex shrink-0 items-center gap-2 border-t border-line bg-surface px-3 py-2 md:px-4"
      >
        <p class="figures min-w-0 flex-1 font-medium" role="status">
          {ids().length} selected
        </p>
        <Button onClick={() => void props.routes.setOn(ids(), true)}>Switch on</Button>
        <Button onClick={() => void props.routes.setOn(ids(), false)}>Switch off</Button>
        <IconButton label="Clear the selection" onClick={close}>
          <X class="size-4" aria-hidden="true" />
        </IconButton>
      </div>
    </Show>
  )
}
