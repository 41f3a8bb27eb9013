import { Tabs } from "@kobalte/core/tabs"
import CircleCheck from "lucide-solid/icons/circle-check"
import { createSignal, For, Show } from "solid-js"
import { channelSentence } from "../../../src/domain/ChannelWords.ts"
import type { Trouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { createNow } from "../time/createNow.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { stateTone } from "../words/channelWords.ts"
import { PairByCode } from "./PairByCode.tsx"
import { QrCode } from "./QrCode.tsx"

const steps = [
  "Open WhatsApp on the phone of this number.",
  "Go to Settings, then Linked devices.",
  "Press “Link a device” and hold the camera on this code."
]

const tab =
  "inline-flex h-8 items-center rounded-md px-3 text-sm text-muted transition-colors hover:bg-hover hover:text-text data-selected:bg-selected data-selected:font-medium data-selected:text-accent pointer-coarse:h-10"

interface ScanDialogProps {
  readonly channel: ChannelView
  readonly isBusy: boolean
  readonly trouble: Trouble | undefined
  readonly onReconnect: () => void
  readonly onClose: () => void
}

/** Links a phone by QR code, drawn anew as it changes, or by a code to type, and says at once when it has paired. */
export const ScanDialog = (props: ScanDialogProps) => {
  const now = createNow(1000)
  const state = () => props.channel.state
  const isPaired = () => state()._tag === "Paired"
  const isOpen = () => state()._tag === "Open"
  const [way, setWay] = createSignal(state()._tag === "WaitingForCode" ? "code" : "qr")
  return (
    <Modal isOpen title={`Connect ${props.channel.name}`} onClose={props.onClose}>
      <Show
        when={!isPaired() && !isOpen()}
        fallback={
          <div class="flex flex-col items-center gap-4">
            <div class="flex size-64 flex-col items-center justify-center gap-2 rounded-md border border-line text-center">
              <Show when={isOpen()} fallback={<StatusBadge tone="busy" label="Paired, connecting" />}>
                <CircleCheck class="size-10 text-ok" aria-hidden="true" />
                <p class="text-lg font-semibold">Connected</p>
                <p class="figures text-muted">{props.channel.address ?? props.channel.name}</p>
              </Show>
            </div>
            <Button look="solid" isBusy={isPaired()} onClick={() => props.onClose()}>
              Done
            </Button>
          </div>
        }
      >
        <Tabs value={way()} onChange={setWay} class="flex flex-col items-center gap-4">
          <Tabs.List aria-label="How to link the phone" class="flex gap-1">
            <Tabs.Trigger value="qr" class={tab}>
              QR code
            </Tabs.Trigger>
            <Tabs.Trigger value="code" class={tab}>
              Code
            </Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="qr" class="flex flex-col items-center gap-4">
            <ScanByCamera {...props} />
          </Tabs.Content>
          <Tabs.Content value="code" class="flex w-full justify-center">
            <PairByCode channel={props.channel} />
          </Tabs.Content>
        </Tabs>
      </Show>
      <p role="status" class="sr-only">
        {channelSentence(state(), now()).replace(/ in \d.*$/, "")}
      </p>
    </Modal>
  )
}

const ScanByCamera = (props: ScanDialogProps) => {
  const now = createNow(1000)
  const state = () => props.channel.state
  const qr = () => {
    const current = state()
    return current._tag === "WaitingForScan" ? current.qr : undefined
  }
  const isWaiting = () => state()._tag === "Connecting"
  return (
    <>
      <Show
        when={qr()}
        fallback={
          <div class="flex size-64 flex-col items-center justify-center gap-3 rounded-md border border-dashed border-line-strong p-4 text-center">
            <StatusBadge tone={stateTone(state())} label={isWaiting() ? "Getting a code" : "No QR code"} />
            <Show when={!isWaiting()}>
              <p class="text-muted">{channelSentence(state(), now())}.</p>
              <Button look="solid" isBusy={props.isBusy} onClick={() => props.onReconnect()}>
                New QR code
              </Button>
            </Show>
          </div>
        }
      >
        {(text) => <QrCode text={text()} label="QR code to scan with WhatsApp" />}
      </Show>
      <Show when={props.trouble}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <ol class="w-full max-w-84 list-decimal pl-5 marker:text-muted">
        <For each={steps}>{(step) => <li class="py-0.5">{step}</li>}</For>
      </ol>
      <Show when={qr()}>
        <p class="text-xs text-muted">The code renews itself; nothing needs to be pressed.</p>
      </Show>
    </>
  )
}
