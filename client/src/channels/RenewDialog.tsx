import { Show } from "solid-js"
import { type Credentials, renewChannel } from "../api/ChannelGateway.ts"
import type { ChannelView } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { kindWords } from "../words/channelWords.ts"
import { ChannelFields, typedFields } from "./ChannelFields.tsx"

/** Other credentials for a channel of their kind; it connects with them at once. */
export const RenewDialog = (props: { readonly channel: ChannelView; readonly onClose: () => void }) => {
  const act = createAct()
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const { id, kind } = props.channel
    // The gateway checks what is missing.
    const body = { ...typedFields(kind, new FormData(event.currentTarget)), kind } as Credentials
    if (await act.run(() => renewChannel(id, body))) props.onClose()
  }
  return (
    <Modal isOpen title={`New credentials for ${props.channel.name}`} onClose={props.onClose}>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <p>
          They take the place of the ones that are stored, which cannot be shown again. The channel connects
          to {kindWords[props.channel.kind]} with them at once; chats and messages stay.
        </p>
        <ChannelFields kind={props.channel.kind} />
        <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid" isBusy={act.isBusy()}>
            Save and connect
          </Button>
        </div>
      </form>
    </Modal>
  )
}
