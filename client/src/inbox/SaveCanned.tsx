import Trash from "lucide-solid/icons/trash"
import { createSignal, For, onMount, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import type { Canned } from "./createCanned.ts"

/** Gives what is written a name, by which "/" finds it again. */
export const SaveCanned = (props: {
  readonly text: string
  readonly canned: Canned
  readonly onClose: () => void
}) => {
  const [name, setName] = createSignal("")
  const isName = () => /^[\p{L}\p{N}_-]{1,40}$/u.test(name())
  onMount(() => props.canned.load())
  const save = async () => {
    if (isName() && (await props.canned.save(name(), props.text))) props.onClose()
  }
  return (
    <Modal isOpen title="Save as canned reply" onClose={() => props.onClose()}>
      <p class="max-h-40 overflow-y-auto rounded-md border border-line bg-surface p-2 whitespace-pre-wrap">
        {props.text}
      </p>
      <div class="mt-3">
        <Field
          label="Name"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value.replace(/^\//, ""))}
          hint="One word. Typing / and this name in a chat writes the text; an older one of this name is replaced."
          data-autofocus
        />
      </div>
      <Show when={props.canned.all().length > 0}>
        <h3 class="mt-4 mb-1 text-xs font-semibold text-muted">Canned replies so far</h3>
        <ul class="max-h-40 overflow-y-auto rounded-md border border-line">
          <For each={props.canned.all()}>
            {(reply) => (
              <li class="flex items-center gap-2 border-b border-line py-0.5 pr-0.5 pl-2 last:border-b-0">
                <span class="shrink-0 font-medium">/{reply.name}</span>
                <span class="min-w-0 flex-1 truncate text-muted">{reply.text}</span>
                <IconButton
                  label={`Remove /${reply.name}`}
                  disabled={props.canned.act.isBusy("remove")}
                  onClick={() => void props.canned.remove(reply)}
                >
                  <Trash class="size-4" aria-hidden="true" />
                </IconButton>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.canned.removed()}>
        {(reply) => (
          <p role="status" class="mt-2 flex items-center gap-2">
            <span class="min-w-0 flex-1 truncate text-muted">/{reply().name} is removed.</span>
            <Button isBusy={props.canned.act.isBusy("save")} onClick={() => props.canned.restore()}>
              Undo
            </Button>
          </p>
        )}
      </Show>
      <Show when={props.canned.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <div class="mt-4 flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button
          look="solid"
          disabled={!isName()}
          isBusy={props.canned.act.isBusy("save")}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </Modal>
  )
}
