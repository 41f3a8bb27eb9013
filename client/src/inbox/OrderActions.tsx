import Ban from "lucide-solid/icons/ban"
import RefreshCw from "lucide-solid/icons/refresh-cw"
import Zap from "lucide-solid/icons/zap"
import { For, type Component } from "solid-js"
import { Dynamic } from "solid-js/web"
import type { RequestView } from "../api/Views.ts"
import { commandWords } from "../words/orderWords.ts"
import { IconButton } from "../ui/Button.tsx"
import type { StaffCommand } from "./createStaffCommand.ts"

const commands: ReadonlyArray<readonly [RequestView["command"], Component<{ class?: string }>]> = [
  ["refill", RefreshCw],
  ["cancel", Ban],
  ["speedup", Zap]
]

/** Refill, cancel and speed-up of one order by one press. */
export const OrderActions = (props: { readonly orderId: string; readonly staff: StaffCommand }) => (
  <span class="flex shrink-0">
    <For each={commands}>
      {([command, icon]) => (
        <IconButton
          label={`Request ${commandWords[command]} of ${props.orderId}`}
          disabled={props.staff.act.isBusy(`${command} ${props.orderId}`)}
          onClick={() => props.staff.give(command, props.orderId)}
          class="size-7"
        >
          <Dynamic component={icon} class="size-3.5" aria-hidden="true" />
        </IconButton>
      )}
    </For>
  </span>
)
