import Lock from "lucide-solid/icons/lock"
import { EmptyState } from "../ui/EmptyState.tsx"

/** A page that the login may not open. */
export const NotAllowed = (props: { readonly isPlatform: boolean }) => (
  <>
    <h1 class="sr-only">Not for this login</h1>
    <EmptyState
      icon={<Lock />}
      text="Your login may not open this page."
      hint={
        props.isPlatform
          ? "The platform’s admin decides what his staff may do."
          : "The owner of the workspace decides what each staff login may do, on the page Staff."
      }
    />
  </>
)
