import Plus from "lucide-solid/icons/plus"
import X from "lucide-solid/icons/x"
import { For, Index } from "solid-js"
import { defaultCommandWords } from "../../../src/domain/ProviderMessage.ts"
import type { OrderStatus } from "../api/Views.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Field } from "../ui/Field.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { commandWords, orderWords } from "../words/orderWords.ts"
import type { ProviderCommand } from "./createProviders.ts"
import type { ProviderForm } from "./createProviderForm.ts"
import type { StatusWord } from "./ProviderDraft.ts"

const commands: ReadonlyArray<ProviderCommand> = ["refill", "cancel", "speedup"]
const variables: Readonly<Record<ProviderCommand, string>> = {
  refill: "{refill}",
  cancel: "{cancel}",
  speedup: "{speed}"
}
const statuses = Object.entries(orderWords) as ReadonlyArray<[OrderStatus, { readonly label: string }]>
const answers = [
  ["answer.done", "Done", "done, completed"],
  ["answer.rejected", "Rejected", "not possible"],
  ["answer.in_progress", "In progress", "checking"]
] as const

/** The words his people or his bot expect, and those they answer with (PR-07, PR-10). */
export const WordFields = (props: { readonly form: ProviderForm }) => {
  const draft = () => props.form.draft()
  const setWord = (key: string, word: string) => props.form.type({ words: { ...draft().words, [key]: word } })
  const change = (place: number, values: Partial<StatusWord>) =>
    props.form.type({
      statusWords: draft().statusWords.map((row, index) => (index === place ? { ...row, ...values } : row))
    })
  return (
    <div class="flex flex-col gap-4">
      <div class="grid grid-cols-3 gap-2">
        <For each={commands}>
          {(command) => (
            <Field
              label={variables[command]}
              title={`His word for ${commandWords[command]}`}
              placeholder={defaultCommandWords[command]}
              maxlength={60}
              autocomplete="off"
              value={draft().words[command] ?? ""}
              onInput={(event) => setWord(command, event.currentTarget.value)}
            />
          )}
        </For>
      </div>
      <div class="flex flex-col gap-2">
        <h4 class="font-medium">Another word while an order is in a status</h4>
        <Index each={draft().statusWords}>
          {(row, place) => (
            <div
              class="grid grid-cols-[1fr_1fr_auto] items-center gap-1.5 sm:grid-cols-[6rem_8rem_1fr_auto]"
              role="group"
              aria-label={`Word ${place + 1}`}
            >
              <select
                class={`${inputClass} min-w-0`}
                aria-label="Command"
                onChange={(event) => change(place, { command: event.currentTarget.value as ProviderCommand })}
              >
                <For each={commands}>
                  {(command) => (
                    <option value={command} selected={row().command === command}>
                      {commandWords[command]}
                    </option>
                  )}
                </For>
              </select>
              <select
                class={`${inputClass} min-w-0`}
                aria-label="Status"
                onChange={(event) => change(place, { status: event.currentTarget.value as OrderStatus })}
              >
                <For each={statuses}>
                  {([status, { label }]) => (
                    <option value={status} selected={row().status === status}>
                      {label}
                    </option>
                  )}
                </For>
              </select>
              <input
                class={`${inputClass} min-w-0 max-sm:col-span-2 max-sm:row-start-2`}
                aria-label="Word"
                maxlength={60}
                autocomplete="off"
                placeholder={defaultCommandWords[row().command]}
                value={row().word}
                onInput={(event) => change(place, { word: event.currentTarget.value })}
              />
              <IconButton
                label={`Remove word ${place + 1}`}
                class="max-sm:col-start-3 max-sm:row-start-1"
                onClick={() =>
                  props.form.type({ statusWords: draft().statusWords.filter((_, index) => index !== place) })
                }
              >
                <X class="size-4" aria-hidden="true" />
              </IconButton>
            </div>
          )}
        </Index>
        <Button
          class="self-start"
          onClick={() =>
            props.form.type({
              statusWords: [...draft().statusWords, { command: "cancel", status: "processing", word: "" }]
            })
          }
        >
          <Plus class="size-4" aria-hidden="true" />
          Add a word for a status
        </Button>
      </div>
      <details>
        <summary class="cursor-pointer py-1 font-medium text-accent">What he answers</summary>
        <p class="mt-1 mb-2 text-muted">
          His own words for how a request went, with commas between them. The usual ones are understood
          anyway.
        </p>
        <div class="flex flex-col gap-3">
          <For each={answers}>
            {([key, label, example]) => (
              <Field
                label={label}
                placeholder={example}
                maxlength={500}
                autocomplete="off"
                value={draft().words[key] ?? ""}
                onInput={(event) => setWord(key, event.currentTarget.value)}
              />
            )}
          </For>
        </div>
      </details>
    </div>
  )
}
