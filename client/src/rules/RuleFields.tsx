import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js"
import type { RuleControl } from "../api/Rules.ts"
import { inputClass } from "../ui/inputClass.ts"

/** What every control of a rule needs; `save` resolves to whether it was stored. */
export interface ControlProps<K extends RuleControl["kind"]> {
  readonly label: string
  readonly control: Extract<RuleControl, { readonly kind: K }>
  readonly value: unknown
  readonly isDisabled: boolean
  readonly isRefused: boolean
  readonly save: (value: unknown) => Promise<boolean>
  /** What was typed is given up. */
  readonly forget: () => void
}

interface LineProps {
  readonly label: string
  /** What is stored, as text. */
  readonly text: string
  readonly isNumber?: boolean
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly step?: number | "any"
  readonly longest?: number
  readonly placeholder?: string | undefined
  readonly isDisabled: boolean
  readonly isRefused: boolean
  readonly class: string
  readonly save: (text: string) => Promise<boolean>
  readonly forget: () => void
}

/** One field that is stored when it is left or Enter is pressed; what was refused stays there to be put right, Esc gives it up. */
export const LineField = (props: LineProps) => {
  const [draft, setDraft] = createSignal<string | null>(null)
  /** What is on its way to the gateway. */
  let sent: string | null = null
  createEffect(
    on(
      createMemo(() => props.text),
      () => {
        if (sent === null) setDraft(null)
      },
      { defer: true }
    )
  )
  const store = async () => {
    const text = draft()
    // Leaving a field may say a second time what Enter has said.
    if (text === null || text === sent) return
    sent = text
    const isStored = await props.save(text)
    if (sent === text) sent = null
    if (isStored && draft() === text) setDraft(null)
  }
  return (
    <input
      type={props.isNumber === true ? "number" : "text"}
      inputmode={props.isNumber === true ? "decimal" : undefined}
      aria-label={props.label}
      aria-invalid={props.isRefused}
      min={props.minimum}
      max={props.maximum}
      step={props.step}
      maxlength={props.longest}
      placeholder={props.placeholder}
      disabled={props.isDisabled}
      autocomplete="off"
      value={draft() ?? props.text}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onChange={() => void store()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || draft() === null) return
        event.stopPropagation()
        setDraft(null)
        event.currentTarget.value = props.text
        props.forget()
      }}
      class={`${inputClass} ${props.class}`}
      classList={{ "figures text-right": props.isNumber === true }}
    />
  )
}

/** A number with its unit; what may be empty is null then. */
export const NumberField = (props: ControlProps<"number">) => (
  <span class="inline-flex items-center gap-2">
    <LineField
      label={`${props.label}, ${props.control.unit}`}
      text={props.value === null ? "" : String(props.value)}
      isNumber
      minimum={props.control.minimum}
      maximum={props.control.maximum}
      step={props.control.isWhole ? 1 : "any"}
      placeholder={props.control.isOptional ? "–" : undefined}
      isDisabled={props.isDisabled}
      isRefused={props.isRefused}
      class="w-22"
      save={(text) => props.save(text.trim() === "" ? null : Number(text))}
      forget={props.forget}
    />
    <span class="text-muted">{props.control.unit}</span>
  </span>
)

/** One line of text. */
export const TextField = (props: ControlProps<"text">) => (
  <LineField
    label={props.label}
    text={String(props.value ?? "")}
    longest={props.control.longest}
    isDisabled={props.isDisabled}
    isRefused={props.isRefused}
    class={props.control.longest > 40 ? "w-56 max-w-full" : "w-24"}
    save={(text) => props.save(text.trim())}
    forget={props.forget}
  />
)

/** One of several answers. What is risky says so before it is chosen, and while it is. */
export const ChoiceField = (props: ControlProps<"choice">) => (
  <select
    aria-label={props.label}
    aria-invalid={props.isRefused}
    disabled={props.isDisabled}
    class={`${inputClass} max-w-full`}
    onChange={(event) => {
      const picked = event.currentTarget.value
      // What is shown is what counts: a risky answer is asked about first.
      event.currentTarget.value = String(props.value)
      void props.save(picked)
    }}
  >
    <For each={props.control.choices}>
      {(choice) => (
        <option value={choice.value} selected={choice.value === props.value}>
          {choice.label}
          {choice.risk === undefined ? "" : " (risky)"}
        </option>
      )}
    </For>
  </select>
)

const commandLabels: Readonly<Record<string, string>> = {
  refill: "Refill",
  cancel: "Cancel",
  speedup: "Speed-up",
  status: "Status"
}

/** A tick or a number for each command. */
export const PerCommandField = (props: ControlProps<"per-command">) => {
  const ticked = () => (Array.isArray(props.value) ? (props.value as ReadonlyArray<string>) : [])
  const numbers = () => (props.value ?? {}) as Readonly<Record<string, number>>
  const label = (command: string) => commandLabels[command] ?? command
  const store = (command: string, text: string) => {
    const { [command]: _, ...others } = numbers()
    return props.save(text.trim() === "" ? others : { ...others, [command]: Number(text) })
  }
  return (
    <div role="group" aria-label={props.label} class="flex flex-wrap items-center gap-x-4 gap-y-2">
      <For each={props.control.commands}>
        {(command, index) => (
          <Show
            when={props.control.holds === "values"}
            fallback={
              <label class="inline-flex h-8 items-center gap-1.5 pointer-coarse:h-10">
                <input
                  type="checkbox"
                  class="size-4"
                  disabled={props.isDisabled}
                  checked={ticked().includes(command)}
                  onChange={(event) => {
                    const others = ticked().filter((known) => known !== command)
                    void props.save(event.currentTarget.checked ? [...others, command] : others)
                  }}
                />
                {label(command)}
              </label>
            }
          >
            <span class="inline-flex items-center gap-1.5">
              <span aria-hidden="true">{label(command)}</span>
              <LineField
                label={`${label(command)}, ${props.control.unit ?? ""}`}
                text={numbers()[command] === undefined ? "" : String(numbers()[command])}
                isNumber
                minimum={props.control.minimum}
                maximum={props.control.maximum}
                step="any"
                placeholder="–"
                isDisabled={props.isDisabled}
                isRefused={props.isRefused}
                class="w-18"
                save={(text) => store(command, text)}
                forget={props.forget}
              />
              <Show when={index() === props.control.commands.length - 1}>
                <span class="text-muted">{props.control.unit}</span>
              </Show>
            </span>
          </Show>
        )}
      </For>
    </div>
  )
}
