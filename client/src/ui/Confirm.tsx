import { Show, type JSX } from "solid-js"
import type { Trouble } from "../api/Trouble.ts"
import { Button } from "./Button.tsx"
import { Modal } from "./Drawer.tsx"
import { ErrorBox } from "./ErrorBox.tsx"

interface ConfirmProps {
  readonly title: string
  /** What will happen. */
  readonly children: JSX.Element
  readonly yes: string
  readonly no: string
  readonly isDanger?: boolean
  readonly isBusy: boolean
  readonly trouble: Trouble | null
  readonly onYes: () => void
  readonly onNo: () => void
}

/** Asks once more before what cannot be taken back. */
export const Confirm = (props: ConfirmProps) => (
  <Modal isOpen title={props.title} onClose={props.onNo}>
    {props.children}
    <Show when={props.trouble}>
      {(trouble) => (
        <div class="-mx-3 mt-1">
          <ErrorBox trouble={trouble()} isSmall />
        </div>
      )}
    </Show>
    <div class="mt-4 flex justify-end gap-2">
      <Button onClick={() => props.onNo()}>{props.no}</Button>
      <Button
        data-autofocus
        look={props.isDanger === true ? "danger" : "solid"}
        isBusy={props.isBusy}
        onClick={() => props.onYes()}
      >
        {props.yes}
      </Button>
    </div>
  </Modal>
)
