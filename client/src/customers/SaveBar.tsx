import Trash from "lucide-solid/icons/trash"
import { createSignal, Show } from "solid-js"
import { Button } from "../ui/Button.tsx"
import type { CustomerDetail } from "./createCustomer.ts"

interface SaveBarProps {
  /** Somebody wants to close what he has not saved. */
  readonly isLeaving: boolean
  readonly isBusy: boolean
  readonly onSave: () => void
  readonly onDiscard: () => void
}

/** At the foot while something is typed and not saved. */
export const SaveBar = (props: SaveBarProps) => (
  <div class="flex items-center gap-2">
    <p class="min-w-0 flex-1 text-muted" role="status">
      {props.isLeaving ? "Close without saving?" : "Not saved yet"}
    </p>
    <Button onClick={() => props.onDiscard()}>Discard</Button>
    <Button look="solid" isBusy={props.isBusy} onClick={() => props.onSave()}>
      {props.isLeaving ? "Save and close" : "Save"}
    </Button>
  </div>
)

interface RemovingProps {
  readonly detail: CustomerDetail
  readonly username: string
  readonly onRemoved: () => void
}

/** Removes a customer, at the second press. */
export const Removing = (props: RemovingProps) => {
  const [isSure, setSure] = createSignal(false)
  const remove = async () => {
    if (await props.detail.remove()) props.onRemoved()
  }
  return (
    <Show
      when={isSure()}
      fallback={
        <Button look="danger" onClick={() => setSure(true)}>
          <Trash class="size-4" aria-hidden="true" />
          Remove customer
        </Button>
      }
    >
      <p>
        {props.username} and the numbers are forgotten; chats and requests stay. From these numbers the bot
        then asks for a username again.
      </p>
      <div class="mt-2 flex gap-2">
        <Button onClick={() => setSure(false)}>Keep</Button>
        <Button look="danger" isBusy={props.detail.saving.isBusy("remove")} onClick={() => void remove()}>
          Remove {props.username}
        </Button>
      </div>
    </Show>
  )
}
