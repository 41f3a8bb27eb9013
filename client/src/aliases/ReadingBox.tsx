import { A } from "@solidjs/router"
import { createEffect, createSignal, createUniqueId, For, on, Show } from "solid-js"
import { dryRun, type DryAnswer } from "../api/Rules.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createDelay } from "../ui/createDelay.ts"
import { readingOf } from "../dryrun/readingWords.ts"

const pauseMillis = 400

/** A message that nobody sent, and what is read in it; `version` = of the words, so that a change is read at once. */
export const ReadingBox = (props: { readonly version: number }) => {
  const id = createUniqueId()
  const [text, setText] = createSignal("")
  const [answer, setAnswer] = createSignal<DryAnswer | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const delay = createDelay()
  const read = async (signal: AbortSignal) => {
    try {
      const found = await dryRun(
        { text: text(), customerId: null, channelKind: "whatsapp", chatKind: "direct" },
        signal
      )
      if (signal.aborted) return
      setAnswer(found)
      setTrouble(null)
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  createEffect(
    on([text, () => props.version], () => {
      delay.stop()
      if (text().trim() === "") setAnswer(null)
      else delay.start(pauseMillis, read)
    })
  )
  const lines = () => {
    const found = answer()
    return found === null ? [] : readingOf(found)
  }
  return (
    <section
      aria-labelledby={`${id}-head`}
      class="flex flex-col gap-2 rounded-md border border-line bg-surface p-3"
    >
      <h2 id={`${id}-head`} class="text-base font-semibold">
        Try a message
      </h2>
      <label for={id} class="text-muted">
        Write as a customer would; you see what is read. Nothing is sent.
      </label>
      <textarea
        id={id}
        rows={3}
        maxlength={4000}
        placeholder="492007588 storno"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        class="field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-edge bg-bg px-3 py-1.5 text-base"
      />
      <div aria-live="polite" class="flex flex-col gap-1 empty:hidden">
        <Show when={trouble()}>{(found) => <p class="text-bad">{found().message}</p>}</Show>
        <Show when={answer() !== null && trouble() === null}>
          <For each={lines()} fallback={<p>No command is read in this.</p>}>
            {(line) => (
              <p class="flex flex-wrap items-baseline gap-x-2">
                <span class="font-medium text-accent">{line.what}</span>
                <span class="figures min-w-0 text-muted wrap-anywhere">{line.of}</span>
              </p>
            )}
          </For>
          <A
            href={`/test?text=${encodeURIComponent(text())}`}
            class="inline-flex min-h-6 w-fit items-center text-accent hover:underline"
          >
            See the whole answer
          </A>
        </Show>
      </div>
    </section>
  )
}
