import QrCodeIcon from "lucide-solid/icons/qr-code"
import { Show } from "solid-js"
import { healthSentence, sendLevel } from "../../../src/domain/ChannelHealth.ts"
import { privacyWords } from "../../../src/domain/ChannelWords.ts"
import type { ChannelOrder } from "../api/Gateway.ts"
import type { Trouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { createNow } from "../time/createNow.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { Switch } from "../ui/Switch.tsx"
import { connectWord, kindWords, levelTone, stateTone } from "../words/channelWords.ts"
import { type ChannelAct, ChannelMenu } from "./ChannelMenu.tsx"
import { SendHealth } from "./SendHealth.tsx"

interface ChannelRowProps {
  readonly channel: ChannelView
  readonly isBusy: boolean
  readonly trouble: Trouble | undefined
  /** Only the owner switches and changes channels; others read. */
  readonly isOwner: boolean
  readonly seesChats: boolean
  readonly onOrder: (order: ChannelOrder) => void
  readonly onScan: () => void
  readonly onAct: (act: ChannelAct) => void
}

/** One channel: what it is, what its connection does, whether our messages are acknowledged. */
export const ChannelRow = (props: ChannelRowProps) => {
  /** Countdowns ("trying again in 8 s") move by the second. */
  const now = createNow(1000)
  const tone = () => {
    const level = sendLevel(props.channel, now())
    return level === "closed" ? stateTone(props.channel.state) : levelTone[level]
  }
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
            <StatusShape tone={tone()} class="mt-1" />
            <span>
              {healthSentence(props.channel, now())}
              <span class="text-muted">
                {" "}
                · since <TimeText at={props.channel.since} look="short" />
              </span>
              <Show when={props.channel.sentence.endsWith(privacyWords)}>
                <span class="block text-warn">{privacyWords}</span>
              </Show>
            </span>
          </p>
          <SendHealth channel={props.channel} />
        </div>
        <div class="flex justify-end gap-2 max-md:col-span-full max-md:row-start-3 max-md:justify-start max-md:pl-8 max-md:empty:hidden">
          <Show
            when={props.isOwner && ["WaitingForScan", "WaitingForCode"].includes(props.channel.state._tag)}
          >
            <Button look="solid" onClick={() => props.onScan()}>
              <QrCodeIcon class="size-4" aria-hidden="true" />
              {props.channel.state._tag === "WaitingForScan" ? "Scan QR" : "Show the code"}
            </Button>
          </Show>
          <Show when={props.isOwner ? connectWord(props.channel) : null}>
            {(word) => (
              <Button isBusy={props.isBusy} onClick={() => props.onOrder("reconnect")}>
                {word()}
              </Button>
            )}
          </Show>
        </div>
        <div class="flex items-center justify-end gap-2 max-md:col-start-3 max-md:row-start-1">
          <Show when={props.isOwner}>
            <Switch
              label={`${props.channel.name} is switched ${props.channel.isEnabled ? "on" : "off"}`}
              isOn={props.channel.isEnabled}
              isBusy={props.isBusy}
              onChange={(isOn) => props.onOrder(isOn ? "enable" : "disable")}
            />
          </Show>
          <ChannelMenu
            channel={props.channel}
            isOwner={props.isOwner}
            seesChats={props.seesChats}
            onAct={props.onAct}
          />
        </div>
      </div>
      <Show when={props.trouble}>{(trouble) => <ErrorBox trouble={trouble()} />}</Show>
    </li>
  )
}
