import type { PanelId } from "./Ids.ts"
import type { Order } from "./Order.ts"

/** Which of the panels that know an order id is meant (OR-10). */
export type PanelChoice =
  | { readonly _tag: "One"; readonly order: Order }
  /** Several panels have an order of this number for the asker: he must say which. */
  | { readonly _tag: "Ambiguous"; readonly panelIds: ReadonlyArray<PanelId> }
  | { readonly _tag: "None" }

/** Ownership decides; an order of somebody else is only chosen when there is no own one, and is refused as such. */
export const choosePanel = (found: ReadonlyArray<Order>, isOwn: (order: Order) => boolean): PanelChoice => {
  const own = found.filter(isOwn)
  const [first, ...more] = own.length > 0 ? own : found.slice(0, 1)
  if (first === undefined) return { _tag: "None" }
  return more.length === 0
    ? { _tag: "One", order: first }
    : { _tag: "Ambiguous", panelIds: own.map(({ panelId }) => panelId) }
}

const plain = (text: string): string =>
  ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()} `

/**
 * The panels whose name stands in the text as whole words, so that "123 cancel FastSMM" means one of two; where "SMM" and
 * "SMM Gold" both stand there, the longer name is meant.
 */
export const panelsNamed = (
  text: string,
  panels: ReadonlyArray<{ readonly id: PanelId; readonly name: string }>
): ReadonlyArray<PanelId> => {
  let words = plain(text)
  const named = new Set<string>()
  const names = new Set(panels.map(({ name }) => plain(name)))
  for (const name of [...names].toSorted((left, right) => right.length - left.length)) {
    if (name.trim() === "" || !words.includes(name)) continue
    named.add(name)
    words = words.replaceAll(name, " | ")
  }
  return panels.filter(({ name }) => named.has(plain(name))).map(({ id }) => id)
}
