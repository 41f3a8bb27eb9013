import { createSignal, For, Show } from "solid-js"
import { channelSentence, pairingCodeText } from "../../../src/domain/ChannelWords.ts"
import { pairChannel } from "../api/Gateway.ts"
import type { ChannelView } from "../api/Views.ts"
import { createNow } from "../time/createNow.ts"
import { Button } from "../ui/Button.tsx"
import { CopyButton } from "../ui/CopyButton.tsx"
import { createAct } from "../ui/createAct.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"

const steps = [
  "On the phone, open WhatsApp, Settings, Linked devices.",
  "Press “Link a device”, then “Link with phone number instead”.",
  "Type this code. WhatsApp may also show a notification to press."
]

/** States in which there is no code and none is on its way. */
const ended: ReadonlySet<string> = new Set([
  "QrExpired",
  "Misconfigured",
  "Reconnecting",
  "Outdated",
  "Banned",
  "Locked"
])

/** Linking without a camera: the phone's number, then a code to type there, until the phone has paired. */
export const PairByCode = (props: { readonly channel: ChannelView }) => {
  const act = createAct()
  const now = createNow(1000)
  const [isAsked, setAsked] = createSignal(props.channel.state._tag === "WaitingForCode")
  const [phone, setPhone] = createSignal(props.channel.address ?? "")
  const [isChanging, setChanging] = createSignal(false)
  const waiting = () => {
    const { state } = props.channel
    return state._tag === "WaitingForCode" && !isChanging() ? state : undefined
  }
  const isGetting = () => act.isBusy() || (isAsked() && props.channel.state._tag === "Connecting")
  /** What became of the last code. */
  const outcome = () => {
    const { state } = props.channel
    return isAsked() && ended.has(state._tag) ? channelSentence(state, now()) : undefined
  }
  const ask = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    void act.run(() => pairChannel(props.channel.id, phone())).then(() => setChanging(false))
  }
  return (
    <div class="flex w-full max-w-84 flex-col gap-4">
      <Show
        when={waiting()}
        fallback={
          <form class="flex flex-col gap-3" onSubmit={ask}>
            <Field
              label="Phone number"
              type="tel"
              inputMode="tel"
              autocomplete="tel"
              placeholder="+977 980-0000100"
              hint="Of the phone with WhatsApp, with its country code."
              required
              maxLength={40}
              value={phone()}
              onInput={(event) => setPhone(event.currentTarget.value)}
            />
            <Button type="submit" look="solid" class="self-start" isBusy={isGetting()}>
              Get a code
            </Button>
          </form>
        }
      >
        {(state) => (
          <>
            <div class="flex items-center justify-between gap-3 rounded-md border border-line bg-surface px-4 py-3">
              <output
                aria-label="Pairing code"
                class="font-mono text-2xl font-semibold tracking-wider select-all"
              >
                {pairingCodeText(state().code)}
              </output>
              <CopyButton text={state().code} />
            </div>
            <ol class="list-decimal pl-5 marker:text-muted">
              <For each={steps}>{(step) => <li class="py-0.5">{step}</li>}</For>
            </ol>
            <p class="text-xs text-muted">
              For the phone with the number <span class="figures">+{state().phone}</span>. The code ends after
              about three minutes.
            </p>
            <Button look="quiet" class="self-start" onClick={() => setChanging(true)}>
              Another number
            </Button>
          </>
        )}
      </Show>
      <Show when={outcome()}>{(text) => <p class="text-muted">{text()}.</p>}</Show>
      <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
    </div>
  )
}
