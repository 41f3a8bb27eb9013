import { readFileSync } from "node:fs"
import { parseMessage } from "../src/domain/Command.ts"
import { free, harmless, languages, type Phrase, plain } from "../src/domain/fixtures/phrases.ts"
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
  parseMessage(text)
    .commands.map(({ asked, orderIds }) => [asked, ...orderIds].join(" "))
    .join("\n") === expected.join("\n")

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
  const phrases = [...plain, ...free, ...languages]
  const rounds = 20
  const begun = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) for (const [text] of phrases) parseMessage(text)
  const perPhrase = process.cpuUsage(begun).user / rounds / phrases.length
  return [
    score("names: phrases as in the documents", plain, isUnderstood),
    score("names: aliases, slips, sentences", free, isUnderstood),
    score("names: other languages", languages, isUnderstood),
    score("names: harmless texts left alone", harmless, (text) => parseMessage(text).commands.length === 0),
    score("names: guarantees that service names state", services.filter(isStated), isReadRightly, "≥ 97 %"),
    score(
      "names: service names that state none",
      services.filter((service) => !isStated(service)),
      isReadRightly
    ),
    { what: "names: CPU to read one message", value: `${perPhrase.toFixed(0)} µs` }
  ]
}
