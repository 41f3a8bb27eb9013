import { is, isId } from "./Items.ts"
import type { Item } from "./Items.ts"
import { isSameCommand, joinerBetween } from "./Mentions.ts"
import type { Joiner, Mention } from "./Mentions.ts"

/** An order id with its place in the message. */
export interface PlacedId {
  readonly id: string
  readonly at: number
}

/** Neighbouring commands that share their orders, most often one. Its ids are filled in while the message is read. */
export interface Run {
  readonly given: ReadonlyArray<Mention>
  readonly isQuestioned: boolean
  readonly ids: Array<PlacedId>
}

/** What pairing looks at: orders, commands, and places where a new clause may begin. */
export type Element =
  | { readonly kind: "ids"; readonly ids: ReadonlyArray<PlacedId> }
  | { readonly kind: "run"; readonly run: Run }
  | { readonly kind: "break" }

const newRun = (mentions: ReadonlyArray<Mention>, given: ReadonlyArray<Mention>): Run => ({
  given,
  isQuestioned: mentions.some((mention) => mention.state === "questioned"),
  ids: []
})

/** When customers name two commands for one order, the one that does least harm is meant. */
const mildest: ReadonlyArray<Mention["name"]> = ["status", "custom", "speedup", "refill", "cancel"]

const distinct = (mentions: ReadonlyArray<Mention>): ReadonlyArray<Mention> =>
  mentions.filter((mention, index) => mentions.findIndex((other) => isSameCommand(other, mention)) === index)

/** "refill status" is a status; "speed up or cancel" a speed-up; "refill and speed up" both. */
const settle = (mentions: ReadonlyArray<Mention>, joiners: ReadonlySet<Joiner>): ReadonlyArray<Mention> => {
  const given = distinct(mentions.filter((mention) => mention.state === "given"))
  if (given.length <= 1) return given
  const isEither =
    joiners.has("or") || (joiners.has("nothing") && given.some((mention) => mention.name === "cancel"))
  const isAboutStatus = joiners.has("nothing") && given.some((mention) => mention.name === "status")
  if (!isEither && !isAboutStatus) return given
  return given.toSorted((left, right) => mildest.indexOf(left.name) - mildest.indexOf(right.name)).slice(0, 1)
}

/** Mentions that belong together, with the items they span. */
interface Group {
  readonly first: number
  last: number
  readonly mentions: Array<Mention>
  readonly joiners: Set<Joiner>
}

const groupsOf = (
  items: ReadonlyArray<Item>,
  mentions: ReadonlyMap<number, Mention>
): ReadonlyMap<number, Group> => {
  const groups = new Map<number, Group>()
  let group: Group | undefined
  for (const [index, mention] of mentions) {
    const joiner = group === undefined ? null : joinerBetween(items, group.last, index)
    if (group === undefined || joiner === null) {
      group = { first: index, last: index, mentions: [mention], joiners: new Set() }
      groups.set(index, group)
    } else {
      group.mentions.push(mention)
      group.joiners.add(joiner)
      group.last = index
    }
  }
  return groups
}

const isBreak = (item: Item): boolean =>
  item.kind === "mark" ? ".;!?؛؟。,،，".includes(item.text) : is(item, "conjunction")

/** Whether an order follows before another command does. */
const isIdNext = (items: ReadonlyArray<Item>, groups: ReadonlyMap<number, Group>, from: number): boolean => {
  for (let at = from; at < items.length && !groups.has(at); at += 1) if (isId(items[at])) return true
  return false
}

/** "1 cancel, refill 2" are two wishes, not two commands for one order. */
const runElements = (group: Group, hasIdsBefore: boolean, hasIdsAfter: boolean): ReadonlyArray<Element> => {
  const given = distinct(group.mentions.filter((mention) => mention.state === "given"))
  const [left, right] = given
  const isPair = given.length === 2 && group.mentions.length === 2 && !group.joiners.has("or")
  if (left === undefined || right === undefined || !isPair || !hasIdsBefore || !hasIdsAfter) {
    return [{ kind: "run", run: newRun(group.mentions, settle(group.mentions, group.joiners)) }]
  }
  return [
    { kind: "run", run: newRun([], [left]) },
    { kind: "break" },
    { kind: "run", run: newRun([], [right]) }
  ]
}

/** The elements of a line's items with its mentions; `lineStart` places its ids in the message. */
export const elementsOf = (
  items: ReadonlyArray<Item>,
  mentions: ReadonlyMap<number, Mention>,
  lineStart: number
): ReadonlyArray<Element> => {
  const groups = groupsOf(items, mentions)
  const elements: Array<Element> = []
  let hasIdsBefore = false
  let index = 0
  while (index < items.length) {
    const item = items[index]
    const group = groups.get(index)
    if (group !== undefined) {
      elements.push(...runElements(group, hasIdsBefore, isIdNext(items, groups, group.last + 1)))
      hasIdsBefore = false
      index = group.last
    } else if (isId(item)) {
      hasIdsBefore = true
      elements.push({ kind: "ids", ids: [{ id: item.id, at: lineStart + index }] })
    } else if (item !== undefined && isBreak(item)) {
      elements.push({ kind: "break" })
    }
    index += 1
  }
  return elements
}
