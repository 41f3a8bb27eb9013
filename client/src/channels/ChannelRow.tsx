import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import Ellipsis from "lucide-solid/icons/ellipsis"
import QrCodeIcon from "lucide-solid/icons/qr-code"
import { createSignal, Show } from "solid-js"
import { channelSentence } from "../../../src/domain/ChannelWords.ts"
import type { ChannelOrder } from "../api/Gateway.ts"
import type { Trouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { createNow } from "../time/createNow.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { Switch } from "../ui/Switch.tsx"
import { connectWord, kindWords, sendHealth, stateTone } from "../words/channelWords.ts"

interface ChannelRowProps {
  readonly channel: ChannelView
  readonly isBusy: boolean
  readonly trouble: Trouble | undefined
  readonly onOrder: (order: ChannelOrder) => void
  readonly onScan: () => void
  readonly onChats: () => void
  readonly onWebhook: () => void
}

const menuItem =
  "flex h-8 cursor-pointer items-center rounded-md px-2 outline-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:h-10"

/** One channel: what it is, what its connection does, whether our messages are acknowledged. */
export const ChannelRow = (props: ChannelRowProps) => {
  const [isUnlinking, setUnlinking] = createSignal(false)
  /** Countdowns ("trying again in 8 s") move by the second. */
  const now = createNow(1000)
  return (
    <li class="border-b border-line px-3 py-3 md:px-4">
      <div class="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 md:grid-cols-[auto_minmax(0,2fr)_minmax(0,3fr)_9rem_auto]">
        <ChannelMark kind={props.channel.kind} />
        <div class="min-w-0">
          <h2 class="truncate text-base font-medium">{props.channel.name}</h2>
          <p class="figures truncate text-muted">
            {props.channel.address ?? `${kindWords[props.channel.kind]}, not paired yet`}
          </p>
        </div>
        <div class="min-w-0 max-md:col-span-full max-md:row-start-2 max-md:pl-8">
          <p class="flex items-start gap-1.5">
            <StatusShape tone={stateTone(props.channel.state)} class="mt-1" />
            <span>
              {channelSentence(props.channel.state, now())}
              <span class="text-muted">
                {" "}
                · since <TimeText at={props.channel.since} look="short" />
              </span>
            </span>
          </p>
          <SendHealth channel={props.channel} />
        </div>
        <div class="flex justify-end gap-2 max-md:col-span-full max-md:row-start-3 max-md:justify-start max-md:pl-8 max-md:empty:hidden">
          <Show when={props.channel.state._tag === "WaitingForScan"}>
            <Button look="solid" onClick={() => props.onScan()}>
              <QrCodeIcon class="size-4" aria-hidden="true" />
              Scan QR
            </Button>
          </Show>
          <Show when={connectWord(props.channel)}>
            {(word) => (
              <Button isBusy={props.isBusy} onClick={() => props.onOrder("reconnect")}>
                {word()}
              </Button>
            )}
          </Show>
        </div>
        <div class="flex items-center justify-end gap-2 max-md:col-start-3 max-md:row-start-1">
          <Switch
            label={`${props.channel.name} is switched ${props.channel.isEnabled ? "on" : "off"}`}
            isOn={props.channel.isEnabled}
            isBusy={props.isBusy}
            onChange={(isOn) => props.onOrder(isOn ? "enable" : "disable")}
          />
          <DropdownMenu placement="bottom-end" gutter={4}>
            <DropdownMenu.Trigger
              aria-label={`More for ${props.channel.name}`}
              title="More"
              class="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text pointer-coarse:size-10"
            >
              <Ellipsis class="size-4" aria-hidden="true" />
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content class="rise z-50 w-52 rounded-md border border-line bg-raised p-1 shadow-float outline-none">
                <DropdownMenu.Item class={menuItem} onSelect={() => props.onChats()}>
                  Chats it can write to
                </DropdownMenu.Item>
                <Show when={["whatsapp_cloud", "green_api"].includes(props.channel.kind)}>
                  <DropdownMenu.Item class={menuItem} onSelect={() => props.onWebhook()}>
                    Webhook address
                  </DropdownMenu.Item>
                </Show>
                <DropdownMenu.Item class={menuItem} onSelect={() => props.onOrder("reconnect")}>
                  Connect again
                </DropdownMenu.Item>
                <DropdownMenu.Separator class="my-1 border-line" />
                <DropdownMenu.Item class={`${menuItem} text-bad`} onSelect={() => setUnlinking(true)}>
                  Unlink…
                </DropdownMenu.Item>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu>
        </div>
      </div>
      <Show when={props.trouble}>{(trouble) => <ErrorBox trouble={trouble()} />}</Show>
      <Show when={isUnlinking()}>
        <Modal isOpen title={`Unlink ${props.channel.name}?`} onClose={() => setUnlinking(false)}>
          <p>
            The link with {kindWords[props.channel.kind]} ends and its keys are forgotten. Conversations stay.
            To use the channel again it must be connected anew.
          </p>
          <div class="mt-4 flex justify-end gap-2">
            <Button onClick={() => setUnlinking(false)}>Keep it</Button>
            <Button
              look="danger"
              onClick={() => {
                setUnlinking(false)
                props.onOrder("unlink")
              }}
            >
              Unlink
            </Button>
          </div>
        </Modal>
      </Show>
    </li>
  )
}

const SendHealth = (props: { readonly channel: ChannelView }) => {
  const session = useSession()
  const health = () => sendHealth(props.channel, session.now())
  return (
    <p class="flex items-center gap-1.5 text-muted" title="When the network last confirmed a message of ours">
      <StatusShape tone={health().tone} />
      <Show when={props.channel.lastAcknowledgedAt} fallback="No message of ours was acknowledged yet">
        {(at) => (
          <span>
            Last acknowledged <TimeText at={at()} look="ago" />
          </span>
        )}
      </Show>
    </p>
  )
}
