import { createSignal, Match, Show, Switch } from "solid-js"
import { listChannels } from "../api/Gateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { Field } from "../ui/Field.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { DestinationPicker } from "./DestinationPicker.tsx"
import type { DraftPlace } from "./RouteDraft.ts"

interface DestinationFieldProps {
  readonly place: DraftPlace | null
  /** Nothing is chosen yet and shall be. */
  readonly trouble: boolean
  readonly onPick: (place: DraftPlace | null) => void
}

const linkClass = "h-6 rounded-sm font-medium text-accent underline pointer-coarse:h-9"

/** Where a route goes: a chat of the channels, picked; or a WhatsApp number, typed (PR-05). */
export const DestinationField = (props: DestinationFieldProps) => {
  const channels = createLoaded(listChannels)
  const [isPicking, setPicking] = createSignal(props.place === null)
  const chat = () => (props.place?._tag === "Chat" ? props.place.chat : null)
  const number = () => (props.place?._tag === "Number" ? props.place : null)
  const phones = () => (channels.value() ?? []).filter(({ kind }) => kind === "whatsapp")
  const typeNumber = () => {
    props.onPick({ _tag: "Number", channelId: phones()[0]?.id ?? "", number: "" })
    setPicking(false)
  }
  const pickAgain = () => {
    if (number() !== null) props.onPick(null)
    setPicking(true)
  }
  return (
    <fieldset class="flex min-w-0 flex-col gap-2">
      <legend class="mb-1 font-medium">Goes to</legend>
      <Switch>
        <Match when={number()}>
          {(typed) => (
            <>
              <Show when={phones().length > 1}>
                <SelectField
                  label="Written by"
                  value={typed().channelId}
                  options={phones().map(({ id, name }) => ({ value: id as string, label: name }))}
                  onPick={(channelId) => props.onPick({ ...typed(), channelId })}
                />
              </Show>
              <Field
                label="WhatsApp number"
                name="number"
                hint="With the country code: +977 980-0000100. WhatsApp is asked whether it is there."
                inputmode="tel"
                value={typed().number}
                onInput={(event) => props.onPick({ ...typed(), number: event.currentTarget.value })}
                maxlength={60}
                autocomplete="off"
              />
              <p>
                <button type="button" class={linkClass} onClick={pickAgain}>
                  Choose a chat instead
                </button>
              </p>
            </>
          )}
        </Match>
        <Match when={!isPicking() && chat()}>
          {(picked) => (
            <div class="flex items-center gap-2 rounded-md border border-line bg-surface px-3 py-2">
              <ChannelMark kind={picked().channelKind} />
              <span class="min-w-0 flex-1">
                <span class="block truncate font-medium">{picked().title}</span>
                <span class="block truncate text-xs text-muted">through {picked().channelName}</span>
              </span>
              <button type="button" class={linkClass} onClick={pickAgain}>
                Change
              </button>
            </div>
          )}
        </Match>
        <Match when={true}>
          <DestinationPicker
            channels={channels.value() ?? []}
            chosen={chat()}
            onPick={(picked) => {
              props.onPick({ _tag: "Chat", chat: picked })
            }}
          />
          <Show when={phones().length > 0}>
            <p>
              <button type="button" class={linkClass} onClick={typeNumber}>
                Type a phone number instead
              </button>
            </p>
          </Show>
        </Match>
      </Switch>
      <Show when={props.trouble}>
        <p role="alert" class="text-xs font-medium text-bad">
          {number() === null ? "Choose the chat that gets them." : "Write the number."}
        </p>
      </Show>
    </fieldset>
  )
}
