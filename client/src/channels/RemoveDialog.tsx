import { createSignal, Match, Show, Switch } from "solid-js"
import { readRemoval, removeChannel, type Removal } from "../api/ChannelGateway.ts"
import type { ChannelView } from "../api/Views.ts"
import { formatCount } from "../time/formatTime.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"

interface RemoveDialogProps {
  readonly channel: ChannelView
  readonly onClose: () => void
}

/** Says exactly what is deleted with a channel, and asks twice: once for going on, once for the typed name. */
export const RemoveDialog = (props: RemoveDialogProps) => {
  const removal = createRead((signal) => readRemoval(props.channel.id, signal))
  const act = createAct()
  const [isSure, setSure] = createSignal(false)
  const [typed, setTyped] = createSignal("")
  const isTyped = () => typed().trim() === props.channel.name
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isTyped() && (await act.run(() => removeChannel(props.channel.id, props.channel.name))))
      props.onClose()
  }
  return (
    <Modal isOpen title={`Remove ${props.channel.name}?`} onClose={props.onClose}>
      <Switch fallback={<SkeletonRows count={3} rowClass="h-8" />}>
        <Match when={removal.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={removal.reload} isSmall />}
        </Match>
        <Match when={removal.value()}>{(what) => <What what={what()} kind={props.channel.kind} />}</Match>
      </Switch>
      <Show
        when={isSure()}
        fallback={
          <div class="mt-4 flex justify-end gap-2">
            <Button onClick={() => props.onClose()}>Keep it</Button>
            <Button look="danger" disabled={removal.value() === null} onClick={() => setSure(true)}>
              Remove…
            </Button>
          </div>
        }
      >
        <form class="mt-4 flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Field
            ref={(field: HTMLInputElement) => queueMicrotask(() => field.focus())}
            label={`Type “${props.channel.name}” to confirm`}
            autocomplete="off"
            spellcheck={false}
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
          <div class="flex justify-end gap-2">
            <Button onClick={() => props.onClose()}>Keep it</Button>
            <Button type="submit" look="danger" disabled={!isTyped()} isBusy={act.isBusy()}>
              Delete for good
            </Button>
          </div>
        </form>
      </Show>
    </Modal>
  )
}

const counted = (count: number, one: string, many: string) =>
  `${formatCount(count)} ${count === 1 ? one : many}`

const What = (props: { readonly what: Removal; readonly kind: ChannelView["kind"] }) => (
  <>
    <p>This cannot be taken back.</p>
    <ul class="mt-2 flex list-disc flex-col gap-1 pl-5">
      <li>
        <strong class="font-medium">
          {counted(props.what.chats, "chat", "chats")} with{" "}
          {counted(props.what.messages, "message", "messages")}
        </strong>{" "}
        are deleted, and with them notes and answers of providers in them.
      </li>
      <Show when={props.what.routes > 0}>
        <li>
          {counted(props.what.routes, "route ends", "routes end")}: requests do not go through this channel
          any more.
        </li>
      </Show>
      <Show when={props.what.waiting > 0}>
        <li>
          <strong class="font-medium">{formatCount(props.what.waiting)} waiting to be sent</strong> are not
          sent; requests among them show as failed.
        </li>
      </Show>
      <li>Its keys, credentials, history and webhooks are deleted.</li>
      <li>Customers with their numbers, and requests with their results, stay.</li>
      <Show when={props.kind === "whatsapp"}>
        <li>
          The phone’s link is ended. If the channel is not connected now, take it off the phone’s linked
          devices yourself.
        </li>
      </Show>
    </ul>
  </>
)
