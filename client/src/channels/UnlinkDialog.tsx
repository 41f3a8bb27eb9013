import type { ChannelView } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { kindWords } from "../words/channelWords.ts"

interface UnlinkDialogProps {
  readonly channel: ChannelView
  readonly onUnlink: () => void
  readonly onClose: () => void
}

/** Asks once more before the account's link ends. */
export const UnlinkDialog = (props: UnlinkDialogProps) => (
  <Modal isOpen title={`Unlink ${props.channel.name}?`} onClose={props.onClose}>
    <p>
      The link with {kindWords[props.channel.kind]} ends and its keys are forgotten. Conversations stay. To
      use the channel again it must be connected anew.
    </p>
    <div class="mt-4 flex justify-end gap-2">
      <Button onClick={() => props.onClose()}>Keep it</Button>
      <Button
        look="danger"
        onClick={() => {
          props.onClose()
          props.onUnlink()
        }}
      >
        Unlink
      </Button>
    </div>
  </Modal>
)
