import { createSignal, For, Show } from "solid-js"
import { AreaField } from "../ui/AreaField.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { createTrial } from "./createTrial.ts"
import type { DescriptionDraft } from "./DescriptionDraft.ts"

/** A pasted answer, and at once what the description reads from it; no panel is asked. */
export const DescriptionTest = (props: { readonly draft: DescriptionDraft }) => {
  const [sample, setSample] = createSignal("")
  const { trial, trouble } = createTrial(() => props.draft, sample)
  return (
    <section
      aria-label="Test with a sample"
      class="flex flex-col gap-2 rounded-md border border-accent/40 bg-surface p-3"
    >
      <AreaField
        label="Test it: paste an answer of the panel"
        hint="The answer to the call for orders, with at least one order in it. Nothing of it is kept."
        spellcheck={false}
        value={sample()}
        onInput={(event) => setSample(event.currentTarget.value)}
      />
      <div aria-live="polite" class="flex flex-col gap-2 empty:hidden">
        <Show when={trouble()}>
          {(found) => (
            <p class="flex gap-2 wrap-anywhere">
              <StatusShape tone="bad" class="mt-1" />
              {found().message}
            </p>
          )}
        </Show>
        <Show when={trial()}>
          {(found) => (
            <>
              <p class="flex gap-2 font-medium">
                <StatusShape tone={found().isUsable ? "ok" : "bad"} class="mt-1" />
                {found().isUsable
                  ? `Usable: ${found().orders} ${found().orders === 1 ? "order" : "orders"} read`
                  : "Not usable yet"}
              </p>
              <ul class="list-disc pl-5 marker:text-muted">
                <For each={found().words}>{(words) => <li class="wrap-anywhere">{words}</li>}</For>
              </ul>
              <dl class="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 empty:hidden">
                <For each={found().found}>
                  {({ field, value }) => (
                    <>
                      <dt class="font-mono text-xs leading-5 text-muted">{field}</dt>
                      <dd class="wrap-anywhere">{value}</dd>
                    </>
                  )}
                </For>
              </dl>
            </>
          )}
        </Show>
      </div>
    </section>
  )
}
