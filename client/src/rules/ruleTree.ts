import type { RuleBook, RuleEntry } from "../api/Rules.ts"

/** A rule with the settings that count only while it is on. */
export interface RuleNode {
  readonly entry: RuleEntry
  readonly under: ReadonlyArray<RuleNode>
}

export interface RuleGroup {
  readonly name: RuleEntry["group"]
  readonly nodes: ReadonlyArray<RuleNode>
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

/** The tick list as it is shown: groups in the catalogue's order, settings under their switch where both are in one group. */
export const ruleTree = (catalogue: ReadonlyArray<RuleEntry>): ReadonlyArray<RuleGroup> => {
  const byKey = new Map(catalogue.map((entry) => [entry.key as string, entry]))
  const hasParent = (entry: RuleEntry) =>
    entry.under !== null && byKey.get(entry.under)?.group === entry.group
  const node = (entry: RuleEntry): RuleNode => ({
    entry,
    under: catalogue.filter((child) => child.under === entry.key && hasParent(child)).map(node)
  })
  return [...new Set(catalogue.map(({ group }) => group))].map((name) => ({
    name,
    nodes: catalogue.filter((entry) => entry.group === name && !hasParent(entry)).map(node)
  }))
}

/** The rules that fit every word of the search and the filter; a setting brings its switch along, a switch its settings. */
export const findRules = (
  groups: ReadonlyArray<RuleGroup>,
  search: string,
  keep: (entry: RuleEntry) => boolean = () => true
): ReadonlyArray<RuleGroup> => {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  const fits = (entry: RuleEntry) => {
    const text = `${entry.group} ${entry.label} ${entry.meaning}`.toLowerCase()
    return words.every((word) => text.includes(word)) && keep(entry)
  }
  const found = (node: RuleNode): ReadonlyArray<RuleNode> => {
    if (fits(node.entry) && words.length > 0) return [node]
    const under = node.under.flatMap(found)
    return fits(node.entry) || under.length > 0 ? [{ entry: node.entry, under }] : []
  }
  return groups
    .map(({ name, nodes }) => ({ name, nodes: nodes.flatMap(found) }))
    .filter(({ nodes }) => nodes.length > 0)
}

/** What is risky in setting a rule to this value; null = nothing (RU-02). */
export const riskOf = ({ control, risk }: RuleEntry, value: unknown): string | null => {
  if (control.kind === "choice") return control.choices.find((choice) => choice.value === value)?.risk ?? null
  return value === true ? risk : null
}

const many = (count: number, one: string): string =>
  count === 0 ? `no ${one}` : `${count} ${one}${count === 1 ? "" : "s"}`

/** A rule's value in a few words. */
export const valueWords = ({ control }: RuleEntry, value: unknown): string => {
  switch (control.kind) {
    case "switch":
      return value === true ? "on" : "off"
    case "number":
      return value === null ? "empty" : `${String(value)} ${control.unit}`
    case "choice":
      return control.choices.find((choice) => choice.value === value)?.label ?? String(value)
    case "text":
      return value === "" ? "empty" : String(value)
    case "words":
      return many(countOf(value), "word")
    case "per-command":
      return many(countOf(value), "command")
    case "other":
      return value === null ? "none" : many(countOf(value), "entry").replace(/entrys$/, "entries")
  }
}

/** How many entries a list or a record has. */
export const countOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : 0

/** The rules that are other than their default. */
export const changedKeys = (book: Pick<RuleBook, "rules" | "defaults" | "catalogue">): ReadonlySet<string> =>
  new Set(
    book.catalogue
      .filter(({ key }) => !isSame(Reflect.get(book.rules, key), Reflect.get(book.defaults, key)))
      .map(({ key }) => key as string)
  )
