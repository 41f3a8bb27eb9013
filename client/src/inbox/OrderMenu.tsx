import Ban from "lucide-solid/icons/ban"
import Eye from "lucide-solid/icons/eye"
import PanelRight from "lucide-solid/icons/panel-right"
import RefreshCw from "lucide-solid/icons/refresh-cw"
import Zap from "lucide-solid/icons/zap"
import { For, Show, type Component } from "solid-js"
import { Dynamic } from "solid-js/web"
import type { RequestView } from "../api/Views.ts"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { TimeText } from "../time/TimeText.tsx"
import { PressItem, PressMenu } from "../ui/PressMenu.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { commandWords, requestWord } from "../words/orderWords.ts"
import type { KnownOrder } from "./createDetail.ts"
import type { OrderLooks } from "./createOrderLook.ts"
import type { StaffCommand } from "./createStaffCommand.ts"
import { chipWord } from "./OrderChip.tsx"

const commands: ReadonlyArray<readonly [RequestView["command"], Component<{ class?: string }>]> = [
  ["refill", RefreshCw],
  ["cancel", Ban],
  ["speedup", Zap]
]

interface OrderMenuProps {
  readonly anchor: HTMLElement
  readonly orderId: string
  readonly order: KnownOrder | undefined
  readonly staff: StaffCommand
  readonly looks: OrderLooks
  readonly onShow: () => void
  readonly onClose: () => void
}

/** How an order stands, and what staff may ask for it by one press, at its number in the text (LD-01). */
export const OrderMenu = (props: OrderMenuProps) => {
  const session = useSession()
  const word = () => chipWord(props.order)
  const leave = (act: () => void) => {
    // The focus goes back to the chip first: what is opened next gives it back to there.
    props.anchor.focus({ preventScroll: true })
    act()
    props.onClose()
  }
  return (
    <PressMenu
      anchor={props.anchor}
      label={`Order ${props.orderId}`}
      onClose={props.onClose}
      head={
        <div class="mb-1 border-b border-line">
          <p class="flex items-center gap-1.5 px-2 pt-1 font-medium" aria-live="polite">
            <StatusShape tone={word().tone} />
            <span class="figures">{props.orderId}</span>
            <span class="truncate">{word().label}</span>
          </p>
          <p class="px-2 pb-1 text-xs text-muted">
            <Show
              when={props.order?.at ?? null}
              fallback={
                props.order === undefined
                  ? "Nobody has asked for it here. A request is checked as the customer’s own."
                  : "Not seen on its panel yet"
              }
            >
              {(at) => (
                <>
                  Seen on its panel <TimeText at={at()} look="ago" />
                </>
              )}
            </Show>
            <For each={props.order?.requests ?? []}>
              {(request) => (
                <span class="block">
                  {commandWords[request.command]}: {requestWord(request).label.toLowerCase()}
                </span>
              )}
            </For>
          </p>
          <Show when={props.looks.trouble(props.orderId)}>
            {(trouble) => (
              <p role="alert" class="px-2 pb-1 text-xs text-bad">
                {trouble().message}
              </p>
            )}
          </Show>
        </div>
      }
    >
      <Show when={mayDo(session.login(), ["orders.manage"])}>
        <For each={commands}>
          {([command, icon]) => (
            <PressItem
              isDisabled={props.staff.act.isBusy(`${command} ${props.orderId}`)}
              onPick={() => leave(() => props.staff.give(command, props.orderId))}
            >
              <Dynamic component={icon} class="size-4 text-muted" aria-hidden="true" />
              Request {commandWords[command]}
            </PressItem>
          )}
        </For>
      </Show>
      <Show when={props.order !== undefined}>
        <PressItem
          isDisabled={props.looks.isBusy(props.orderId)}
          onPick={() => props.looks.look(props.orderId)}
        >
          <Eye class="size-4 text-muted" aria-hidden="true" />
          {props.looks.isBusy(props.orderId) ? "Asking the panel" : "Look at the panel now"}
        </PressItem>
        <PressItem onPick={() => leave(props.onShow)}>
          <PanelRight class="size-4 text-muted" aria-hidden="true" />
          Show it beside the chat
        </PressItem>
      </Show>
    </PressMenu>
  )
}
