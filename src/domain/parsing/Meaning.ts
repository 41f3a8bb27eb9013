import type { CommandName } from "../CommandName.ts"

/** The word the gateway uses for an order command: "refund" is a cancel with a reply of its own (OR-07), "details" a fuller status. */
export type AskedWord = CommandName | "refund" | "details"

/** What a customer asks for besides order commands (OR-01). */
export type Topic = "balance" | "account" | "payment" | "link" | "ticket" | "help"

/**
 * How sure a word asks for its command. `strong`: whatever else the line says. `ordinary`: not in talk.
 * `weak`: only in a line that says little else. `guessed`: a misspelling, when nothing surer is there.
 */
export type Strength = "strong" | "ordinary" | "weak" | "guessed"

/** The order command a word asks for; the name of a tenant's own command is in `asked`. */
export interface CommandMeaning {
  readonly name: CommandName | "custom"
  readonly asked: string
  readonly strength: Strength
  /** The word may also report what has happened. */
  readonly isPast: boolean
}

/** What a word does to its neighbours. */
export type Trait =
  | "negation"
  | "late_negation"
  | "final_negation"
  | "exclusion"
  | "question"
  | "auxiliary"
  | "report"
  | "got"
  | "alternative"
  | "conjunction"
  | "contrast"
  | "label"
  | "own_number"
  | "unit"
  | "currency"
  | "month"
  | "since"
  | "clock"
  | "count"
  | "topic"
  | "asker"
  | "changer"
  | "wrong"
  | "thanks"
  | "polite"
  | "order"
  | "filler"

/** What a word or phrase means to the parser; a word may mean several things. */
export interface Meaning {
  readonly command: CommandMeaning | null
  readonly topic: Topic | null
  readonly traits: ReadonlySet<Trait>
}

/** The meaning of a word nobody knows. */
export const noMeaning: Meaning = { command: null, topic: null, traits: new Set() }

/** Whether a word has a trait; a word that asks for an order command has none that counts. */
export const hasTrait = (meaning: Meaning, trait: Trait): boolean =>
  meaning.command === null && meaning.traits.has(trait)

/** The order command an asked word stands for. */
export const commandOf = (asked: AskedWord): CommandName =>
  asked === "refund" ? "cancel" : asked === "details" ? "status" : asked
