import Plus from "lucide-solid/icons/plus"
import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { CommandEditor } from "./CommandEditor.tsx"
import type { Words } from "./createOwnWords.ts"

/** Commands of the tenant's own: words that are answered with his text. */
export const CommandTable = (props: { readonly words: Words }) => {
  /** The place in the list that is edited; null = a new one. */
  const [editing, setEditing] = createSignal<number | null | undefined>(undefined)
  return (
    <section aria-labelledby="commands-head" class="flex flex-col gap-2">
      <div class="flex flex-wrap items-end gap-2">
        <div class="min-w-0 flex-1 basis-52">
          <h2 id="commands-head" class="text-lg font-semibold">
            Your own commands
          </h2>
          <p class="text-muted">Words that are answered with a text of yours: “rates”, “how to pay”.</p>
        </div>
        <Button onClick={() => setEditing(null)}>
          <Plus class="size-4" aria-hidden="true" />
          Add command
        </Button>
      </div>
      <Show
        when={props.words.commands().length > 0}
        fallback={
          <p class="rounded-md border border-dashed border-line-strong p-4 text-center text-muted">
            No command of your own yet.
          </p>
        }
      >
        <ul aria-label="Your own commands" class="rounded-md border border-line">
          <For each={props.words.commands()}>
            {(command, index) => {
              const remarks = () => props.words.remarks("customCommands", [command.name, ...command.words])
              return (
                <li class="flex items-start gap-2 border-b border-line py-2 pr-1 pl-3 last:border-b-0">
                  <div class="min-w-0 flex-1">
                    <button
                      type="button"
                      onClick={() => setEditing(index())}
                      class="min-h-6 text-left font-medium wrap-anywhere hover:text-accent"
                    >
                      {command.name}
                    </button>
                    <p class="text-muted wrap-anywhere">{command.words.join(", ")}</p>
                    <p class="mt-1 line-clamp-2 wrap-anywhere whitespace-pre-line">{command.reply}</p>
                    <For each={remarks().problems}>
                      {(problem) => (
                        <p class="flex items-start gap-1.5 text-bad">
                          <StatusShape tone="bad" class="mt-1" />
                          {problem.text}
                        </p>
                      )}
                    </For>
                    <For each={remarks().warnings}>
                      {(warning) => (
                        <p class="flex items-start gap-1.5 text-warn">
                          <StatusShape tone="warn" class="mt-1" />
                          {warning.text}
                        </p>
                      )}
                    </For>
                  </div>
                  <IconButton
                    label={`Remove ${command.name}`}
                    disabled={props.words.isBusy()}
                    onClick={() => void props.words.removeCommand(index())}
                  >
                    <X class="size-4" aria-hidden="true" />
                  </IconButton>
                </li>
              )
            }}
          </For>
        </ul>
      </Show>
      <Show when={editing() !== undefined}>
        <CommandEditor words={props.words} index={editing() ?? null} onClose={() => setEditing(undefined)} />
      </Show>
    </section>
  )
}
