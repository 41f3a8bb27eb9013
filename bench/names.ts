import { readFileSync } from "node:fs"
import { parseMessage } from "../src/domain/Command.ts"
import type { Phrase } from "../src/domain/fixtures/PhraseBook.ts"
import { phraseBooks } from "../src/domain/fixtures/phrases.ts"
import { readingOf } from "../src/domain/fixtures/readingOf.ts"
import { readGuarantee } from "../src/domain/Guarantee.ts"
import type { Figure } from "./Figure.ts"

interface NamedService {
  readonly name: string
  readonly reading: string
  readonly guarantee_days: number | "lifetime" | null
}

const fixture = new URL("../src/domain/fixtures/service-names.jsonl", import.meta.url)

const isReadRightly = (service: NamedService): boolean => {
  const reading = readGuarantee(service.name)
  return (
    reading.kind === service.reading && (reading.kind !== "days" || reading.days === service.guarantee_days)
  )
}

const isUnderstood = ([text, ...expected]: Phrase): boolean =>
  readingOf(text).join("\n") === expected.join("\n")

const score = <A>(
  what: string,
  all: ReadonlyArray<A>,
  isRight: (one: A) => boolean,
  aim?: string
): Figure => {
  const right = all.filter(isRight).length
  const value = `${right} of ${all.length} (${((100 * right) / all.length).toFixed(1)} %)`
  return aim === undefined ? { what, value } : { what, value, aim }
}

/** How many of the collected phrases and service names are read as a person reads them, and how fast. */
export const measureNames = (): ReadonlyArray<Figure> => {
  const services = readFileSync(fixture, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): NamedService => JSON.parse(line))
  const isStated = ({ reading }: NamedService) => ["days", "lifetime", "none"].includes(reading)
  const phrases = phraseBooks.flatMap((book) => book.phrases)
  const isHarmless = ([, ...expected]: Phrase): boolean => expected.length === 0
  const byLanguage = Map.groupBy(phraseBooks, ({ language }) => language)
  const observed = phraseBooks.filter(({ source }) => source === "observed").flatMap((book) => book.phrases)
  const rounds = 20
  const begun = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) for (const [text] of phrases) parseMessage(text)
  const perPhrase = process.cpuUsage(begun).user / rounds / phrases.length
  return [
    score("names: messages seen in documents and in use", observed, isUnderstood, "all"),
    score("names: messages that must do nothing", phrases.filter(isHarmless), isUnderstood, "all"),
    ...Array.from(byLanguage, ([language, books]) =>
      score(
        `names: messages in ${language}`,
        books.flatMap((book) => book.phrases),
        isUnderstood
      )
    ),
    score("names: guarantees that service names state", services.filter(isStated), isReadRightly, "≥ 97 %"),
    score(
      "names: service names that state none",
      services.filter((service) => !isStated(service)),
      isReadRightly
    ),
    { what: "names: CPU to read one message", value: `${perPhrase.toFixed(0)} µs` }
  ]
}
