import type { Rules } from "../../Rules.ts"

/** Where a rule stands on the page. */
export const ruleGroups = [
  "Commands",
  "Statuses",
  "Cooldown",
  "Guarantee and start time",
  "Bulk",
  "Customers",
  "Safety",
  "Texts",
  "Follow-up",
  "Chats"
] as const
export type RuleGroup = (typeof ruleGroups)[number]

/** One of several answers; `risk` says what can go wrong with it. */
export interface RuleChoice {
  readonly value: string
  readonly label: string
  readonly risk?: string
}

/** How a rule is set. Bounds count; `isOptional` = it may be empty (null). `page` names the page that edits it. */
export type RuleControl =
  | { readonly kind: "switch" }
  | {
      readonly kind: "number"
      readonly unit: string
      readonly minimum: number
      readonly maximum: number
      readonly isWhole: boolean
      readonly isOptional: boolean
    }
  | { readonly kind: "choice"; readonly choices: ReadonlyArray<RuleChoice> }
  /** One line of text. */
  | { readonly kind: "text"; readonly longest: number }
  | { readonly kind: "words"; readonly most: number; readonly shortest: number; readonly longest: number }
  /** `values`: a number for each command that has one; `commands`: which commands are ticked. */
  | {
      readonly kind: "per-command"
      readonly holds: "values" | "ticks"
      readonly commands: ReadonlyArray<string>
      readonly unit: string | null
      readonly minimum: number
      readonly maximum: number
    }
  | { readonly kind: "other"; readonly page: "templates" | "aliases" | "services" }

/** One line of the owner's tick list (RU-01). */
export interface RuleEntry {
  readonly key: keyof Rules
  readonly group: RuleGroup
  readonly label: string
  /** What it does, in one plain sentence. */
  readonly meaning: string
  readonly control: RuleControl
  /** The switch that must be on for this setting to count; null = it always counts. */
  readonly under: keyof Rules | null
  /** What can go wrong when it is switched on: shown red, asked twice, off by default (RU-02). */
  readonly risk: string | null
}

type Words = readonly [label: string, meaning: string]

/** The entries of a group, by the key of the rule. */
export const entriesOf =
  (group: RuleGroup) =>
  (
    key: keyof Rules,
    [label, meaning]: Words,
    control: RuleControl,
    more: { readonly under?: keyof Rules; readonly risk?: string } = {}
  ): RuleEntry => ({
    key,
    group,
    label,
    meaning,
    control,
    under: more.under ?? null,
    risk: more.risk ?? null
  })

/** A tick. */
export const tick: RuleControl = { kind: "switch" }

/** A whole number of something. */
export const whole = (unit: string, minimum: number, maximum: number): RuleControl => ({
  kind: "number",
  unit,
  minimum,
  maximum,
  isWhole: true,
  isOptional: false
})

/** Hours, also parts of one. */
export const hours = (maximum: number, isOptional = false): RuleControl => ({
  kind: "number",
  unit: "hours",
  minimum: 0,
  maximum,
  isWhole: false,
  isOptional
})
