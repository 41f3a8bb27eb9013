import { createSignal, Show } from "solid-js"
import { renameChannel } from "../api/ChannelGateway.ts"
import type { ChannelView } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"

/** What the team calls a channel from now on. */
export const RenameDialog = (props: { readonly channel: ChannelView; readonly onClose: () => void }) => {
  const act = createAct()
  const [name, setName] = createSignal(props.channel.name)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await act.run(() => renameChannel(props.channel.id, name().trim()))) props.onClose()
  }
  return (
    <Modal isOpen title={`Rename ${props.channel.name}`} onClose={props.onClose}>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          data-autofocus
          hint="How your team calls it. Customers do not see it."
          maxlength={60}
          required
          pattern=".*\S.*"
          title="Not only blanks"
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid" isBusy={act.isBusy()}>
            Rename
          </Button>
        </div>
      </form>
    </Modal>
  )
}
