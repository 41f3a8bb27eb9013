import { createMemo, createSignal, Show } from "solid-js"
import { AreaField } from "../ui/AreaField.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { createReading } from "./createReading.ts"
import { ReadingSteps } from "./ReadingSteps.tsx"

type Flag = "unknown" | "yes" | "no"

const flags: Readonly<Record<Flag, boolean | null>> = { unknown: null, yes: true, no: false }
/** After the last key. */
const waitMillis = 250

/** A box for any service name: how it is read, step by step, while one types. */
export const TryDrawer = (props: { readonly name: string; readonly onClose: () => void }) => {
  const [name, setName] = createSignal(props.name)
  const [flag, setFlag] = createSignal<Flag>("unknown")
  const [isManual, setManual] = createSignal(false)
  const test = createMemo(() =>
    name().trim() === ""
      ? null
      : { name: name().trim(), isRefillOffered: flags[flag()], isManual: isManual() }
  )
  const read = createReading(test, waitMillis)
  return (
    <Drawer isOpen title="Try a service name" onClose={props.onClose}>
      <div class="flex flex-col gap-3 p-4">
        <AreaField
          label="Service name"
          data-autofocus
          value={name()}
          maxlength={1000}
          hint="Paste it as it is on the panel, emoji and all."
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div class="grid items-end gap-3 sm:grid-cols-2">
          <SelectField
            label="The panel’s refill flag"
            value={flag()}
            options={[
              { value: "unknown", label: "Not known" },
              { value: "yes", label: "Refill offered" },
              { value: "no", label: "No refill" }
            ]}
            onPick={setFlag}
          />
          <label class="flex min-h-9 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              class="size-4"
              checked={isManual()}
              onChange={(event) => setManual(event.currentTarget.checked)}
            />
            Delivered by your staff
          </label>
        </div>
        <Show when={read.trouble()}>
          {(trouble) => (
            <div class="-m-3">
              <ErrorBox trouble={trouble()} onRetry={read.retry} isSmall />
            </div>
          )}
        </Show>
        <div class="border-t border-line pt-4" aria-live="polite">
          <Show
            when={read.reading()}
            fallback={<p class="text-muted">What the gateway reads from the name appears here.</p>}
          >
            {(reading) => <ReadingSteps reading={reading()} flag={flags[flag()]} />}
          </Show>
        </div>
      </div>
    </Drawer>
  )
}
