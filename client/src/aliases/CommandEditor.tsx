import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js"
import { createPreview } from "../templates/createPreview.ts"
import { PreviewBubble } from "../templates/PreviewBubble.tsx"
import { putIn, VariableButtons } from "../templates/VariableButtons.tsx"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { WordChips } from "../ui/WordChips.tsx"
import type { Refusal, Words } from "./createOwnWords.ts"

interface CommandEditorProps {
  readonly words: Words
  /** The place in the list; null = a new one. */
  readonly index: number | null
  readonly onClose: () => void
}

/** One command of the tenant's own: its name, its words and the answer, with a preview. */
export const CommandEditor = (props: CommandEditorProps) => {
  const id = createUniqueId()
  const before = props.index === null ? undefined : props.words.commands()[props.index]
  const [name, setName] = createSignal(before?.name ?? "")
  const [said, setSaid] = createSignal<ReadonlyArray<string>>(before?.words ?? [])
  const [reply, setReply] = createSignal(before?.reply ?? "")
  const [refusal, setRefusal] = createSignal<Refusal | null>(null)
  const { preview } = createPreview(createMemo(() => ({ key: "custom", text: reply() })))
  let field: HTMLTextAreaElement | undefined
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = await props.words.setCommand(props.index, {
      name: name().trim(),
      words: said(),
      reply: reply()
    })
    setRefusal(found)
    if (found === null) props.onClose()
  }
  return (
    <Modal isOpen title={before === undefined ? "Add command" : before.name} onClose={props.onClose}>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          hint="For your team, for example “Rates”."
          data-autofocus
          required
          maxlength={40}
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <fieldset class="flex flex-col gap-1">
          <legend class="mb-1 font-medium">Words that ask for it</legend>
          <WordChips label="words of the command" words={said()} longest={60} onChange={setSaid} />
        </fieldset>
        <div class="flex flex-col gap-1.5">
          <label for={id} class="font-medium">
            Answer
          </label>
          <textarea
            ref={(element) => (field = element)}
            id={id}
            rows={3}
            required
            maxlength={4000}
            value={reply()}
            onInput={(event) => setReply(event.currentTarget.value)}
            class="field-sizing-content max-h-60 min-h-20 w-full rounded-md border border-edge bg-bg px-3 py-1.5 text-base"
          />
          <VariableButtons
            names={Object.keys(preview()?.variables ?? {})}
            examples={preview()?.variables ?? {}}
            onPick={(variable) => field !== undefined && setReply(putIn(field, variable))}
          />
        </div>
        <Show when={preview()}>{(shown) => <PreviewBubble preview={shown()} />}</Show>
        <div role="alert" class="empty:hidden">
          <For each={refusal()?.remarks ?? []}>
            {(remark) => <p class="font-medium text-bad">{remark.text}</p>}
          </For>
        </div>
        <FormTrouble trouble={refusal()?.remarks.length === 0 ? refusal()!.trouble : null} />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid" isBusy={props.words.isBusy()} disabled={said().length === 0}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  )
}
