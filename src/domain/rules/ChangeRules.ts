import { Equal, Result, Schema, SchemaIssue } from "effect"
import { defaultRules, Rules } from "../Rules.ts"
import { entryOf } from "./RuleCatalogue.ts"
import { type RuleRemark, rulesProblems } from "./RuleChecks.ts"

/** New values by rule, and rules that go back to their default. */
export interface RuleChange {
  readonly set: Readonly<Record<string, unknown>>
  readonly reset: ReadonlyArray<string>
}

/** What is wrong with a change; `field` may be a name that is no rule. */
export interface RuleProblem extends Omit<RuleRemark, "field"> {
  readonly field: string
}

/** A change that may be stored. */
export interface ChangedRules {
  readonly rules: Rules
  readonly before: Rules
  /** The rules that are other than before. */
  readonly changed: ReadonlyArray<keyof Rules>
  /** What is kept: rules that differ from the default, and what only a newer version knows. */
  readonly stored: Readonly<Record<string, unknown>>
}

type Values = Readonly<Record<string, unknown>>

const keys = Object.keys(Rules.fields) as ReadonlyArray<keyof Rules>
const isRule = (key: string): key is keyof Rules => Object.hasOwn(Rules.fields, key)

const decode = Schema.decodeUnknownResult(Rules, { errors: "all" })
const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** What a tenant's stored JSON means: what is missing has its default, what nobody knows is passed over. */
export const decodeRules = Schema.decodeUnknownEffect(Rules)

/** What is to be written instead, in words. */
const advice = (field: string, message: string): string => {
  const entry = entryOf(field)
  if (entry === undefined) return `${message}.`
  const { control, label } = entry
  switch (control.kind) {
    case "switch":
      return `${label}: switch it on or off.`
    case "number": {
      const many = control.isWhole ? "a whole number" : "a number"
      return `${label}: write ${many} from ${control.minimum} to ${control.maximum}${control.isOptional ? ", or leave it empty" : ""}.`
    }
    case "choice":
      return `${label}: choose one of the answers.`
    case "text":
      return `${label}: write at most ${control.longest} characters.`
    case "words":
      return `${label}: at most ${control.most} words of ${control.shortest} to ${control.longest} characters each.`
    case "per-command":
    case "other":
      return `${label}: ${message}.`
  }
}

/** Merges a change into what is stored; refuses unknown rules, values out of bounds and what `rulesProblems` finds in the changed ones. */
export const changeRules = (
  stored: Values,
  change: RuleChange
): Result.Result<ChangedRules, ReadonlyArray<RuleProblem>> => {
  const unknown = [...Object.keys(change.set), ...change.reset].filter((key) => !isRule(key))
  if (unknown.length > 0) {
    return Result.fail(
      unknown.map((field) => ({ field, item: null, text: `There is no rule called "${field}".` }))
    )
  }
  const kept = Object.entries(stored).filter(([key]) => !change.reset.includes(key))
  const merged = { ...Object.fromEntries(kept), ...change.set }
  return Result.flatMap(
    Result.mapError(Result.all([decode(stored), decode(merged)]), ({ issue }) => issueProblems(issue)),
    ([before, rules]) => {
      const changed = keys.filter((key) => !Equal.equals(rules[key], before[key]))
      const problems = rulesProblems(rules, before).filter(({ field }) => isTouched(field, changed))
      if (problems.length > 0) return Result.fail(problems)
      return Result.succeed({ rules, before, changed, stored: ofInterest(stored, rules) })
    }
  )
}

const issueProblems = (issue: SchemaIssue.Issue): ReadonlyArray<RuleProblem> =>
  format(issue).issues.map(({ path = [], message }) => {
    const [field = "", ...rest] = path.map((part) => String(typeof part === "object" ? part.key : part))
    return { field, item: rest.length === 0 ? null : rest.join("."), text: advice(field, message) }
  })

/** Aliases and custom commands share their words. */
const isTouched = (field: keyof Rules, changed: ReadonlyArray<keyof Rules>): boolean =>
  changed.includes(field) ||
  ((field === "aliases" || field === "customCommands") &&
    (changed.includes("aliases") || changed.includes("customCommands")))

const ofInterest = (stored: Values, rules: Rules): Values => ({
  ...Object.fromEntries(Object.entries(stored).filter(([key]) => !isRule(key))),
  ...Object.fromEntries(
    keys.filter((key) => !Equal.equals(rules[key], defaultRules[key])).map((key) => [key, rules[key]])
  )
})
