import { createSignal } from "solid-js"
import type { AdminChat } from "../api/CustomerGateway.ts"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { AddressFields, type Network } from "./AddressFields.tsx"
import type { Trusted } from "./createTrusted.ts"

interface TrustFormProps {
  readonly trusted: Trusted
  /** Whom to change; null = somebody new. */
  readonly chat: AdminChat | null
  readonly onClose: () => void
}

/** Who is trusted, under which name, and whether he gets notices. */
export const TrustForm = (props: TrustFormProps) => {
  const { act } = props.trusted
  act.forget()
  // A stored address does not say its network, and a wrong guess would trust a stranger: the owner says it.
  const [network, setNetwork] = createSignal<Network | null>(props.chat === null ? "whatsapp" : null)
  const [address, setAddress] = createSignal(props.chat?.address ?? "")
  const [label, setLabel] = createSignal(props.chat?.label ?? "")
  const [getsNotices, setNotices] = createSignal(props.chat?.getsNotices ?? true)
  const troubles = () => fieldTroubles(act.trouble())
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const body = { label: label().trim(), getsNotices: getsNotices() }
    const isDone = await props.trusted.trust(
      network() === "telegram"
        ? { ...body, telegram: address().trim() }
        : { ...body, whatsapp: address().trim() }
    )
    if (isDone) props.onClose()
  }
  return (
    <Modal
      isOpen
      title={props.chat === null ? "Trust a number" : `Edit ${props.chat.label}`}
      onClose={props.onClose}
    >
      <form class="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
        <p class="text-muted">
          A trusted number gives commands for any order. Trust only your own and your staff’s.
        </p>
        <Field
          label="Name"
          name="label"
          data-autofocus
          hint="How it is called in lists, for example “Sita, night shift”."
          value={label()}
          trouble={troubles().get("label")}
          onInput={(event) => setLabel(event.currentTarget.value)}
          maxlength={60}
          required
          autocomplete="off"
        />
        <AddressFields
          network={network()}
          address={address()}
          trouble={troubles().get("whatsapp") ?? troubles().get("telegram")}
          onNetwork={setNetwork}
          onAddress={setAddress}
        />
        <label class="flex min-h-6 cursor-pointer items-start gap-2">
          <input
            type="checkbox"
            class="mt-0.5 size-4"
            checked={getsNotices()}
            onChange={(event) => setNotices(event.currentTarget.checked)}
          />
          <span>
            Gets the gateway’s notices
            <span class="block text-xs text-muted">Channels that fall, requests that fail, who waits.</span>
          </span>
        </label>
        <FormTrouble trouble={troubles().size === 0 ? act.trouble() : null} />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid" isBusy={act.isBusy()}>
            {props.chat === null ? "Trust" : "Save"}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
