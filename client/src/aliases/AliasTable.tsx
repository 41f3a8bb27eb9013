import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"
import type { Refusal, Words } from "./createOwnWords.ts"

const cell = "px-3 py-1.5 align-middle"

/** The tenant's words for what the bot knows already. */
export const AliasTable = (props: { readonly words: Words }) => {
  const [word, setWord] = createSignal("")
  const [target, setTarget] = createSignal<string | null>(null)
  const [refusal, setRefusal] = createSignal<Refusal | null>(null)
  const targets = () => props.words.words()?.targets ?? []
  const chosen = () => target() ?? targets()[0] ?? ""
  const rows = () => Object.entries(props.words.aliases()).toSorted(([a], [b]) => a.localeCompare(b))
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = await props.words.setAlias(word().trim(), chosen())
    setRefusal(found)
    if (found === null) setWord("")
  }
  /** What is wrong with the word that was written; where it is fine, what else stands in the way. */
  const reasons = ({ remarks, trouble }: Refusal) => {
    const own = remarks.filter(({ item }) => item === word().trim())
    if (own.length > 0) return own.map(({ text }) => text)
    return remarks.length > 0 ? remarks.map(({ text }) => text) : [`${trouble.message} ${trouble.advice}`]
  }
  return (
    <section aria-labelledby="aliases-head" class="flex flex-col gap-2">
      <div>
        <h2 id="aliases-head" class="text-lg font-semibold">
          Words for commands
        </h2>
        <p class="text-muted">What your customers call a command, in any language: “storno” for cancel.</p>
      </div>
      <form class="flex flex-wrap items-center gap-2" onSubmit={(event) => void add(event)}>
        <input
          class={`${inputClass} w-44`}
          aria-label="Word or phrase"
          aria-invalid={refusal() !== null}
          placeholder="Word or phrase"
          maxlength={60}
          required
          value={word()}
          onInput={(event) => {
            setWord(event.currentTarget.value)
            setRefusal(null)
          }}
        />
        <span class="text-muted">means</span>
        <select
          class={inputClass}
          aria-label="What it means"
          onChange={(event) => setTarget(event.currentTarget.value)}
        >
          <For each={targets()}>
            {(name) => (
              <option value={name} selected={name === chosen()}>
                {name}
              </option>
            )}
          </For>
        </select>
        <Button type="submit" isBusy={props.words.isBusy()}>
          Add word
        </Button>
      </form>
      <div role="alert" class="empty:hidden">
        <Show when={refusal()}>
          {(found) => (
            <For each={reasons(found())}>{(text) => <p class="font-medium text-bad">{text}</p>}</For>
          )}
        </Show>
      </div>
      <Show
        when={rows().length > 0}
        fallback={
          <p class="rounded-md border border-dashed border-line-strong p-4 text-center text-muted">
            No word of your own yet. The usual ones are always understood.
          </p>
        }
      >
        <div class="rounded-md border border-line">
          <table class="w-full text-left">
            <thead class="text-xs text-muted">
              <tr class="border-b border-line">
                <th class={cell}>Word</th>
                <th class={cell}>Means</th>
                <th class={cell}>
                  <span class="sr-only">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {([alias, meaning]) => (
                  <tr class="border-b border-line last:border-b-0">
                    <td class={cell}>
                      <span class="font-medium wrap-anywhere">{alias}</span>
                      <For each={props.words.remarks("aliases", [alias]).problems}>
                        {(problem) => (
                          <p class="flex items-start gap-1.5 text-bad">
                            <StatusShape tone="bad" class="mt-1" />
                            {problem.text} It is not read.
                          </p>
                        )}
                      </For>
                    </td>
                    <td class={`${cell} w-36`}>
                      <select
                        class={`${inputClass} w-full`}
                        aria-label={`What ${alias} means`}
                        disabled={props.words.isBusy()}
                        onChange={(event) => {
                          const picked = event.currentTarget.value
                          event.currentTarget.value = meaning
                          void props.words.setAlias(alias, picked).then(setRefusal)
                        }}
                      >
                        <For each={[...new Set([...targets(), meaning])]}>
                          {(name) => (
                            <option value={name} selected={name === meaning}>
                              {name}
                            </option>
                          )}
                        </For>
                      </select>
                    </td>
                    <td class="w-12 pr-1 text-right">
                      <IconButton
                        label={`Remove ${alias}`}
                        disabled={props.words.isBusy()}
                        onClick={() => void props.words.removeAlias(alias).then(setRefusal)}
                      >
                        <X class="size-4" aria-hidden="true" />
                      </IconButton>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </section>
  )
}
