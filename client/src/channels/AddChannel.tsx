import { createSignal, For } from "solid-js"
import type { NewChannel } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { Button } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { ChannelFields, typedFields } from "./ChannelFields.tsx"

const kinds = [
  { kind: "whatsapp", label: "WhatsApp", hint: "A number, by scanning a QR code" },
  { kind: "telegram", label: "Telegram", hint: "A bot, by its token" },
  { kind: "whatsapp_cloud", label: "WhatsApp Cloud", hint: "A number of Meta's Cloud API" },
  { kind: "green_api", label: "Green API", hint: "An instance of green-api.com" }
] as const

const connectWords: Readonly<Record<NewChannel["kind"], string>> = {
  whatsapp: "Show the QR code",
  telegram: "Connect the bot",
  whatsapp_cloud: "Connect the number",
  green_api: "Connect the instance"
}

interface AddChannelProps {
  readonly onAdd: (channel: NewChannel) => Promise<string>
  readonly onAdded: (id: string, kind: NewChannel["kind"]) => void
  readonly onClose: () => void
}

/** A name and a network, and what the network's kind needs to connect. */
export const AddChannel = (props: AddChannelProps) => {
  const [kind, setKind] = createSignal<NewChannel["kind"]>("whatsapp")
  const [isBusy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const name = String(values.get("name") ?? "").trim()
    const chosen = kind()
    setBusy(true)
    setTrouble(null)
    props
      // The gateway checks what is missing.
      .onAdd({ ...typedFields(chosen, values), kind: chosen, name } as NewChannel)
      .then((id) => props.onAdded(id, chosen))
      .catch((error: unknown) => setTrouble(asTrouble(error)))
      .finally(() => setBusy(false))
  }

  return (
    <Modal isOpen title="Add channel" onClose={props.onClose}>
      <form class="flex flex-col gap-4" onSubmit={submit}>
        <fieldset class="grid grid-cols-2 gap-2">
          <legend class="mb-1 font-medium">Network</legend>
          <For each={kinds}>
            {(choice) => (
              <label class="flex cursor-pointer flex-col gap-1 rounded-md border border-edge/60 p-3 has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-accent">
                <input
                  type="radio"
                  name="kind"
                  class="sr-only"
                  value={choice.kind}
                  checked={kind() === choice.kind}
                  onChange={() => setKind(choice.kind)}
                />
                <span class="flex items-center gap-2 font-medium">
                  <ChannelMark kind={choice.kind} />
                  {choice.label}
                </span>
                <span class="text-xs text-muted">{choice.hint}</span>
              </label>
            )}
          </For>
        </fieldset>
        <Field
          label="Name"
          name="name"
          data-autofocus
          hint="How your team calls it, for example “Main” or “Support bot”."
          maxlength={60}
          required
          autocomplete="off"
        />
        <ChannelFields kind={kind()} />
        <FormTrouble trouble={trouble()} />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid" isBusy={isBusy()}>
            {connectWords[kind()]}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
