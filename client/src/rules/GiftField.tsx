import { Show } from "solid-js"
import { inputClass } from "../ui/inputClass.ts"
import { LineField } from "./RuleFields.tsx"

/** What a service promises: days, for its lifetime, or nothing. */
export type Gift = { readonly days: number } | "lifetime" | "none"

interface GiftFieldProps {
  readonly label: string
  /** null = nothing is said, where that may be. */
  readonly gift: Gift | null
  /** What null means, as an answer; without it null cannot be chosen. */
  readonly none?: string
  readonly isDisabled?: boolean
  readonly save: (gift: Gift | null) => Promise<boolean>
}

/** The choice of a guarantee, with its days. */
export const GiftField = (props: GiftFieldProps) => {
  const kind = () => (props.gift === null ? "" : typeof props.gift === "object" ? "days" : props.gift)
  const pick = (next: string) =>
    props.save(
      next === "" ? null : next === "days" ? { days: 30 } : next === "lifetime" ? "lifetime" : "none"
    )
  return (
    <span class="inline-flex flex-wrap items-center gap-1.5">
      <select
        aria-label={`${props.label}: guarantee`}
        disabled={props.isDisabled}
        class={inputClass}
        onChange={(event) => void pick(event.currentTarget.value)}
      >
        <Show when={props.none}>
          {(none) => (
            <option value="" selected={kind() === ""}>
              {none()}
            </option>
          )}
        </Show>
        <option value="days" selected={kind() === "days"}>
          Days
        </option>
        <option value="lifetime" selected={kind() === "lifetime"}>
          Lifetime
        </option>
        <option value="none" selected={kind() === "none"}>
          No guarantee
        </option>
      </select>
      <Show when={kind() === "days"}>
        <LineField
          label={`${props.label}: days`}
          text={typeof props.gift === "object" && props.gift !== null ? String(props.gift.days) : ""}
          isNumber
          minimum={1}
          maximum={3650}
          step={1}
          isDisabled={props.isDisabled === true}
          isRefused={false}
          class="w-18"
          save={(text) => props.save({ days: Number(text) })}
          forget={() => {}}
        />
        <span class="text-muted">days</span>
      </Show>
    </span>
  )
}
