import CircleCheck from "lucide-solid/icons/circle-check"
import { createSignal, Show } from "solid-js"
import { asTrouble, type Trouble } from "../src/api/Trouble.ts"
import { Button } from "../src/ui/Button.tsx"
import { Modal } from "../src/ui/Drawer.tsx"
import { ErrorBox } from "../src/ui/ErrorBox.tsx"
import { Field } from "../src/ui/Field.tsx"
import { scan } from "./PhonesApi.ts"

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const bodyOf = (text: string): { channelId?: string; qr?: string } => {
  if (text === "") return {}
  return isId(text) ? { channelId: text } : { qr: text }
}

/** Holds a phone of the demo before the QR code of the Channels page. */
export const ScanDialog = (props: { readonly onClose: () => void }) => {
  const [isBusy, setBusy] = createSignal(false)
  const [isDone, setDone] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get("code") ?? "").trim()
    setBusy(true)
    setTrouble(null)
    scan(bodyOf(text))
      .then(() => setDone(true))
      .catch((error: unknown) => setTrouble(asTrouble(error)))
      .finally(() => setBusy(false))
  }
  return (
    <Modal isOpen title="Scan the QR code" onClose={props.onClose}>
      <Show
        when={!isDone()}
        fallback={
          <div class="flex flex-col items-center gap-3 py-4 text-center">
            <CircleCheck class="size-10 text-ok" aria-hidden="true" />
            <p class="text-lg font-semibold">Scanned</p>
            <p class="text-muted">The Channels page of Relaydesk shows the number as connected.</p>
            <Button look="solid" onClick={() => props.onClose()}>
              Done
            </Button>
          </div>
        }
      >
        <form class="flex flex-col gap-4" onSubmit={submit}>
          <p>
            Add a WhatsApp channel in Relaydesk. While its code is on the screen, press Scan: this phone links
            itself.
          </p>
          <Field
            label="Which code"
            name="code"
            placeholder="The one on the screen"
            hint="Leave empty for the newest code, or paste a channel’s id or the text of a code."
            autocomplete="off"
            spellcheck={false}
          />
          <Show when={trouble()}>
            {(found) => (
              <div class="-mx-3">
                <ErrorBox trouble={found()} isSmall />
              </div>
            )}
          </Show>
          <div class="flex justify-end gap-2">
            <Button onClick={() => props.onClose()}>Cancel</Button>
            <Button type="submit" look="solid" isBusy={isBusy()}>
              Scan
            </Button>
          </div>
        </form>
      </Show>
    </Modal>
  )
}
