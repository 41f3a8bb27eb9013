import { A } from "@solidjs/router"
import Signpost from "lucide-solid/icons/signpost"
import { EmptyState } from "../ui/EmptyState.tsx"

/** An address that leads nowhere. */
export const NotFound = () => (
  <>
    <h1 class="sr-only">Not found</h1>
    <EmptyState icon={<Signpost />} text="There is no page at this address.">
      <A href="/desk" class="font-medium text-accent underline">
        Go to the desk
      </A>
    </EmptyState>
  </>
)
