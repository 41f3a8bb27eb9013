import * as abroad from "./AnswerWordsAbroad.ts"
import * as asia from "./AnswerWordsAsia.ts"
import * as english from "./AnswerWordsEnglish.ts"
import { plainText } from "./plainText.ts"

/**
 * What a word of a provider's answer says.
 * - `done`, `completed`, `cancelled`, `refilled`, `hurried`: it has happened, the last three name what.
 * - `brief`: "did it" of languages that put the deed before it; done only where hardly more is said.
 * - `ended`: the order had ended before. `partial`: in part.
 * - `rejected`: it was turned down. `cannot`: it is not possible; what follows is turned down too.
 * - `progress`: it is being worked on. `pending`: it has not happened yet. `later`: it will. `noted`: the message was read.
 * - `not`, `ask`, `if`: what else is said does not count as said.
 * - `cancel`, `refill`, `speedup`: the command is named.
 * - `calm`: an idiom that would look like something else.
 */
export type AnswerSense =
  | "done"
  | "completed"
  | "cancelled"
  | "refilled"
  | "hurried"
  | "brief"
  | "ended"
  | "partial"
  | "rejected"
  | "cannot"
  | "progress"
  | "pending"
  | "later"
  | "noted"
  | "not"
  | "ask"
  | "if"
  | "cancel"
  | "refill"
  | "speedup"
  | "calm"

/** Phrases by sense, separated by `|`. */
export type AnswerPhrases = Readonly<Partial<Record<AnswerSense, string>>>

/** A phrase in plain letters and what it says. */
export interface AnswerPhrase {
  readonly text: string
  readonly sense: AnswerSense
  /** Of a script without spaces: found within other letters too. */
  readonly isGlued: boolean
}

const isGlued = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** Phrases ready to be looked for, the longest first. */
export const compilePhrases = (books: ReadonlyArray<AnswerPhrases>): ReadonlyArray<AnswerPhrase> =>
  books
    .flatMap((book) => Object.entries(book) as ReadonlyArray<[AnswerSense, string]>)
    .flatMap(([sense, phrases]) => phrases.split("|").map((phrase) => ({ sense, text: plainText(phrase) })))
    .filter(({ text }) => text !== "")
    .map((phrase) => ({ ...phrase, isGlued: isGlued.test(phrase.text) }))
    .toSorted((a, b) => b.text.length - a.text.length)

/** The phrases that every reader knows. */
export const builtInPhrases = compilePhrases([
  english.english,
  abroad.spanish,
  abroad.portuguese,
  abroad.french,
  abroad.german,
  abroad.turkish,
  abroad.russian,
  abroad.arabic,
  asia.indonesian,
  asia.hindi,
  asia.bengali,
  asia.vietnamese,
  asia.chinese,
  asia.others
])

/** Questions by their first word alone: "is it done" asks, "it is done" does not. */
export const openingQuestions: ReadonlySet<string> = new Set(
  "is are was were did do does has have can could when why what which how who kya kab kyu kyon apakah kapan kenapa mi mu quand pourquoi wann warum cuando por".split(
    " "
  )
)
