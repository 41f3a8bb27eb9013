import Info from "lucide-solid/icons/info"
import X from "lucide-solid/icons/x"
import { IconButton } from "./Button.tsx"

/** One thing to know, until it is closed. */
export const Notice = (props: { readonly text: string; readonly onClose: () => void }) => (
  <div
    role="alert"
    class="m-3 flex items-start gap-3 rounded-md border border-warn/50 bg-warn-soft py-2 pr-2 pl-3 md:mx-4"
  >
    <Info class="mt-1.5 size-4 shrink-0 text-warn" aria-hidden="true" />
    <p class="min-w-0 flex-1 py-1">{props.text}</p>
    <IconButton label="Close" onClick={() => props.onClose()}>
      <X class="size-4" aria-hidden="true" />
    </IconButton>
  </div>
)
