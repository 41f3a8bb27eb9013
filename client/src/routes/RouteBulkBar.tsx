import { Button } from "../ui/Button.tsx"
import { SelectedBar } from "../ui/SelectedBar.tsx"
import type { Routes } from "./createRoutes.ts"

/** What can be done with the selected routes. */
export const RouteBulkBar = (props: { readonly routes: Routes }) => {
  const ids = () => [...props.routes.selected()]
  return (
    <SelectedBar
      label="Selected routes"
      count={ids().length}
      onClear={() => props.routes.select(ids(), false)}
    >
      <Button onClick={() => void props.routes.setOn(ids(), true)}>Switch on</Button>
      <Button onClick={() => void props.routes.setOn(ids(), false)}>Switch off</Button>
    </SelectedBar>
  )
}
