import { createUniqueId, For, Show } from "solid-js"
import { bulkProviderFormat, defaultProviderFormat } from "../../../src/domain/ProviderMessage.ts"
import type { OrderStatus } from "../api/Views.ts"
import { putIn, VariableButtons } from "../templates/VariableButtons.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { commandWords, orderWords } from "../words/orderWords.ts"
import type { ProviderForm } from "./createProviderForm.ts"
import type { ProviderCommand } from "./createProviders.ts"
import type { FormatKind } from "./ProviderDraft.ts"

const examples: Readonly<Record<string, string>> = {
  external_ids: "8847283, 8847284",
  order_ids: "492007588, 492007589",
  command: "cancel",
  speed: "speed",
  refill: "refill",
  cancel: "cancel",
  title: "Cancel",
  alias: "Rush",
  panel: "Main",
  status: "In progress"
}
const kinds: ReadonlyArray<{ readonly value: FormatKind; readonly label: string }> = [
  { value: "usual", label: `Usual: ${defaultProviderFormat}` },
  { value: "bulk", label: "For many orders, with a title" },
  { value: "own", label: "My own text" }
]
const statuses = (Object.entries(orderWords) as ReadonlyArray<[OrderStatus, { readonly label: string }]>).map(
  ([value, { label }]) => ({ value, label })
)
const commands: ReadonlyArray<ProviderCommand> = ["refill", "cancel", "speedup"]

/** How a message to him is written, and what he would read. */
export const FormatFields = (props: { readonly form: ProviderForm }) => {
  const id = createUniqueId()
  let field: HTMLTextAreaElement | undefined
  const draft = () => props.form.draft()
  return (
    <div class="flex flex-col gap-3">
      <SelectField
        label="Message"
        value={draft().formatKind}
        options={kinds}
        onPick={(formatKind) => props.form.type({ formatKind })}
      />
      <Show when={draft().formatKind === "bulk"}>
        <p class="rounded-md border border-line bg-surface px-2 py-1.5 font-mono text-xs whitespace-pre-wrap">
          {bulkProviderFormat}
        </p>
      </Show>
      <Show when={draft().formatKind === "own"}>
        <div class="flex flex-col gap-1">
          <label for={id} class="font-medium">
            Text
          </label>
          <textarea
            ref={(element) => (field = element)}
            id={id}
            rows={2}
            maxlength={1000}
            spellcheck={false}
            class="field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-edge bg-bg px-3 py-1.5 text-base"
            value={draft().format}
            onInput={(event) => props.form.type({ format: event.currentTarget.value })}
          />
          <VariableButtons
            names={Object.keys(examples)}
            examples={examples}
            onPick={(name) => field !== undefined && props.form.type({ format: putIn(field, name) })}
          />
        </div>
      </Show>
      <section aria-label="Preview" class="flex flex-col gap-2 rounded-md border border-line bg-surface p-3">
        <div class="flex items-center gap-2">
          <h4 class="flex-1 font-medium">He would read</h4>
          <SelectField
            class="w-36"
            isBare
            label="For orders in the status"
            value={props.form.status()}
            options={statuses}
            onPick={props.form.setStatus}
          />
        </div>
        <Show
          when={props.form.preview()}
          fallback={<p class="text-muted">{props.form.trouble()?.message ?? "A moment…"}</p>}
        >
          {(preview) => (
            <>
              <dl class="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-1.5">
                <For each={commands}>
                  {(command) => (
                    <>
                      <dt class="text-muted first-letter:uppercase">{commandWords[command]}</dt>
                      <dd class="rounded-lg bg-bubble-bot px-2 py-1 wrap-anywhere whitespace-pre-wrap">
                        {preview().texts[command]}
                      </dd>
                    </>
                  )}
                </For>
              </dl>
              <ul aria-label="Warnings" aria-live="polite" class="flex flex-col gap-1 empty:hidden">
                <For each={preview().problems}>
                  {(problem) => (
                    <li class="flex items-start gap-1.5 text-warn">
                      <StatusShape tone="warn" class="mt-1" />
                      {problem}
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Show>
      </section>
    </div>
  )
}
