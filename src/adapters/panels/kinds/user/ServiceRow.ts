import { Option, Predicate, Schema } from "effect"
import type { OfferedService } from "../../../../ports/Catalogue.ts"
import { looseFlag, looseNumber, looseText } from "../../Loose.ts"

const Row = Schema.Record(Schema.String, Schema.Unknown)
const decodeRow = Schema.decodeUnknownOption(Row)

const longestName = 1_000
const longestWord = 200

/** A service of a list; none when it has no id or no name. Scripts of some age leave flags and limits out. */
export const serviceRow = (value: unknown): Option.Option<OfferedService> =>
  Option.flatMap(decodeRow(value), (fields) => {
    const serviceId = storable(fields["service"] ?? fields["id"], 64)
    const name = Predicate.isString(fields["name"]) ? storable(fields["name"], longestName) : null
    return serviceId === null || name === null
      ? Option.none()
      : Option.some({
          serviceId,
          name,
          category: storable(fields["category"], longestWord),
          rate: storable(fields["rate"], 40),
          min: wholeNumber(fields["min"]),
          max: wholeNumber(fields["max"]),
          isRefill: looseFlag(fields["refill"]),
          isCancel: looseFlag(fields["cancel"])
        })
  })

/** Text that a database takes. */
const storable = (value: unknown, longest: number): string | null => {
  const text = looseText(value)?.replaceAll("\0", "").slice(0, longest).toWellFormed().trim() ?? ""
  return text === "" ? null : text
}

const wholeNumber = (value: unknown): number | null => {
  const number = looseNumber(value)
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null
}
