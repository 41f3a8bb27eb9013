import X from "lucide-solid/icons/x"
import { For, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { SelectField } from "../ui/SelectField.tsx"
import { createExplain } from "./createExplain.ts"
import { ExplainResult } from "./ExplainResult.tsx"

/** Asks who would get a request for one order, by the plan that a real request gets; nothing is sent (PR-06). */
export const ExplainBox = () => {
  const explain = createExplain()
  let field: HTMLInputElement | undefined
  const close = () => {
    explain.close()
    field?.focus()
  }
  return (
    <section aria-label="Who gets what" class="border-b border-line bg-surface px-3 py-3 md:px-4">
      <form
        class="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void explain.ask()
        }}
      >
        <h2 class="mr-2 font-semibold max-md:w-full">Who gets what?</h2>
        <input
          ref={(element) => (field = element)}
          data-search
          aria-label="Order id"
          placeholder="Order id"
          title="An order’s number, then Enter (/)"
          inputmode="numeric"
          autocomplete="off"
          required
          maxlength={21}
          value={explain.orderId()}
          onInput={(event) => explain.setOrderId(event.currentTarget.value)}
          class={`${inputClass} figures w-36 min-w-0 flex-1 md:flex-none`}
        />
        <SelectField
          isBare
          label="Command"
          class="w-28"
          value={explain.command()}
          options={[
            { value: "cancel", label: "Cancel" },
            { value: "refill", label: "Refill" },
            { value: "speedup", label: "Speed up" }
          ]}
          onPick={explain.setCommand}
        />
        <Button type="submit" isBusy={explain.isBusy()}>
          Ask
        </Button>
        <p class="text-muted max-lg:hidden">Nothing is sent.</p>
      </form>
      <div aria-live="polite">
        <Show when={explain.trouble()}>
          {(trouble) => (
            <div class="-mx-3">
              <ErrorBox trouble={trouble()} onRetry={() => void explain.ask()} />
            </div>
          )}
        </Show>
        <Show when={explain.trouble() === null && explain.answer()}>
          {(answer) => (
            <div class="mt-3 rounded-md border border-line bg-bg">
              <div class="flex items-start gap-2 py-1 pr-1 pl-3">
                <p class="min-w-0 flex-1 py-1.5 font-medium">{answer().words}</p>
                <IconButton label="Close the answer" onClick={close}>
                  <X class="size-4" aria-hidden="true" />
                </IconButton>
              </div>
              <Show when={answer().panels.length > 0}>
                <div class="flex flex-wrap gap-2 px-3 pb-3">
                  <For each={answer().panels}>
                    {(panel) => <Button onClick={() => void explain.ask(panel.id)}>{panel.name}</Button>}
                  </For>
                </div>
              </Show>
              <Show when={answer().order !== null}>
                <ExplainResult answer={answer()} />
              </Show>
            </div>
          )}
        </Show>
      </div>
    </section>
  )
}
