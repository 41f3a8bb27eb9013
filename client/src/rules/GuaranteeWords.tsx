import ArrowUp from "lucide-solid/icons/arrow-up"
import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { type Gift, GiftField } from "./GiftField.tsx"
import { cellClass, type TableControlProps } from "./TableControl.ts"

interface Mark {
  readonly kind: "word" | "emoji" | "regex"
  readonly pattern: string
  readonly gives: Gift
}

const kinds = { word: "Word", emoji: "Emoji", regex: "Pattern" } as const
const examples = { word: "warranty", emoji: "♻️", regex: "R(\\d+)" } as const

/** The owner's own marks in service names; the first that fits wins, so they can be moved up. */
export const GuaranteeWords = (props: TableControlProps) => {
  const [kind, setKind] = createSignal<Mark["kind"]>("word")
  const [pattern, setPattern] = createSignal("")
  const [gives, setGives] = createSignal<Gift>({ days: 30 })
  const marks = () => (props.value ?? []) as ReadonlyArray<Mark>
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const mark: Mark = { kind: kind(), pattern: pattern().trim(), gives: gives() }
    if (await props.save([...marks(), mark])) setPattern("")
  }
  const change = (index: number, mark: Mark) => props.save(marks().with(index, mark))
  const moveUp = (index: number) => {
    const moved = marks()[index]
    const others = marks().filter((_, at) => at !== index)
    if (moved !== undefined) void props.save(others.toSpliced(index - 1, 0, moved))
  }
  return (
    <div class="mt-1 flex max-w-160 flex-col gap-2">
      <Show when={marks().length > 0}>
        <div class="max-h-72 overflow-auto scroll-thin rounded-md border border-line" tabindex="0">
          <table class="w-full text-left">
            <thead class="text-xs text-muted">
              <tr class="border-b border-line">
                <th class={cellClass}>In the name</th>
                <th class={cellClass}>Means</th>
                <th class={cellClass}>
                  <span class="sr-only">Move or remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={marks()}>
                {(mark, index) => (
                  <tr class="border-b border-line last:border-b-0">
                    <td class={cellClass}>
                      <span class="font-medium break-all" classList={{ "font-mono": mark.kind === "regex" }}>
                        {mark.pattern}
                      </span>{" "}
                      <span class="text-xs text-muted">{kinds[mark.kind].toLowerCase()}</span>
                    </td>
                    <td class={cellClass}>
                      <GiftField
                        label={mark.pattern}
                        gift={mark.gives}
                        isDisabled={props.isDisabled}
                        save={(gift) => change(index(), { ...mark, gives: gift ?? "none" })}
                      />
                    </td>
                    <td class={`${cellClass} text-right whitespace-nowrap`}>
                      <IconButton
                        label={`Move ${mark.pattern} up`}
                        disabled={props.isDisabled || index() === 0}
                        onClick={() => moveUp(index())}
                      >
                        <ArrowUp class="size-4" aria-hidden="true" />
                      </IconButton>
                      <IconButton
                        label={`Remove ${mark.pattern}`}
                        disabled={props.isDisabled}
                        onClick={() => void props.save(marks().filter((_, at) => at !== index()))}
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
      <form class="flex flex-wrap items-center gap-2" onSubmit={(event) => void add(event)}>
        <select
          aria-label="Kind of mark"
          class={inputClass}
          disabled={props.isDisabled}
          onChange={(event) => setKind(event.currentTarget.value as Mark["kind"])}
        >
          <For each={Object.entries(kinds)}>
            {([value, label]) => (
              <option value={value} selected={value === kind()}>
                {label}
              </option>
            )}
          </For>
        </select>
        <input
          class={`${inputClass} w-36`}
          classList={{ "font-mono": kind() === "regex" }}
          aria-label="What stands in the name"
          placeholder={examples[kind()]}
          maxlength={200}
          required
          spellcheck={false}
          disabled={props.isDisabled}
          value={pattern()}
          onInput={(event) => setPattern(event.currentTarget.value)}
        />
        <GiftField
          label="New mark"
          gift={gives()}
          isDisabled={props.isDisabled}
          save={(gift) => {
            setGives(gift ?? "none")
            return Promise.resolve(true)
          }}
        />
        <Button type="submit" disabled={props.isDisabled}>
          Add mark
        </Button>
      </form>
      <Show when={kind() === "regex"}>
        <p class="text-xs text-muted">
          The first group of a pattern, where it holds a number, gives the days: R(\d+) reads 60 in “R60”.
        </p>
      </Show>
    </div>
  )
}
