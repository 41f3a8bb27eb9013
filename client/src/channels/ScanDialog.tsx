import CircleCheck from "lucide-solid/icons/circle-check"
import { For, Match, Show, Switch } from "solid-js"
import { channelSentence } from "../../../src/domain/ChannelWords.ts"
import type { Trouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { createNow } from "../time/createNow.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { stateTone } from "../words/channelWords.ts"
import { QrCode } from "./QrCode.tsx"

const steps = [
  "Open WhatsApp on the phone of this number.",
  "Go to Settings, then Linked devices.",
  "Press “Link a device” and hold the camera on this code."
]

interface ScanDialogProps {
  readonly channel: ChannelView
  readonly isBusy: boolean
  readonly trouble: Trouble | undefined
  readonly onReconnect: () => void
  readonly onClose: () => void
}

/** The QR code, drawn anew as it changes, until the phone has paired. */
export const ScanDialog = (props: ScanDialogProps) => {
  const now = createNow(1000)
  const state = () => props.channel.state
  const qr = () => {
    const current = state()
    return current._tag === "WaitingForScan" ? current.qr : undefined
  }
  const isPaired = () => state()._tag === "Paired"
  const isWaiting = () => isPaired() || state()._tag === "Connecting"
  return (
    <Modal isOpen title={`Connect ${props.channel.name}`} onClose={props.onClose}>
      <div class="flex flex-col items-center gap-4">
        <Switch
          fallback={
            <div class="flex size-64 flex-col items-center justify-center gap-3 rounded-md border border-dashed border-line-strong p-4 text-center">
              <StatusBadge
                tone={stateTone(state())}
                label={isPaired() ? "Paired, connecting" : isWaiting() ? "Getting a code" : "No code"}
              />
              <Show when={!isWaiting()}>
                <p class="text-muted">{channelSentence(state(), now())}.</p>
                <Button look="solid" isBusy={props.isBusy} onClick={() => props.onReconnect()}>
                  New QR code
                </Button>
              </Show>
            </div>
          }
        >
          <Match when={qr()}>
            {(text) => <QrCode text={text()} label="QR code to scan with WhatsApp" />}
          </Match>
          <Match when={state()._tag === "Open"}>
            <div class="flex size-64 flex-col items-center justify-center gap-2 rounded-md border border-line text-center">
              <CircleCheck class="size-10 text-ok" aria-hidden="true" />
              <p class="text-lg font-semibold">Connected</p>
              <p class="figures text-muted">{props.channel.address ?? props.channel.name}</p>
            </div>
          </Match>
        </Switch>
        <p role="status" class="sr-only">
          {channelSentence(state(), now()).replace(/ in \d.*$/, "")}
        </p>
        <Show when={props.trouble}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
        <Show
          when={state()._tag === "Open" || isPaired()}
          fallback={
            <ol class="w-full max-w-84 list-decimal pl-5 marker:text-muted">
              <For each={steps}>{(step) => <li class="py-0.5">{step}</li>}</For>
            </ol>
          }
        >
          <Button look="solid" isBusy={isPaired()} onClick={() => props.onClose()}>
            Done
          </Button>
        </Show>
        <Show when={qr()}>
          <p class="text-xs text-muted">The code renews itself; nothing needs to be pressed.</p>
        </Show>
      </div>
    </Modal>
  )
}
