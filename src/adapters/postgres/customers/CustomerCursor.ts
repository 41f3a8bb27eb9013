import { Effect, Option, Schema } from "effect"
import type { Customer } from "../../../domain/Customer.ts"
import { BadCursor } from "../../../ports/Desk.ts"

const Place = Schema.fromJsonString(
  Schema.Tuple([Schema.String, Schema.String.check(Schema.isPattern(/^[0-9a-f-]{36}$/))])
)
const decode = Schema.decodeUnknownOption(Place)

/** The page after this customer, as text for the outside. */
export const customerCursor = ({ id, username }: Pick<Customer, "id" | "username">): string =>
  Buffer.from(JSON.stringify([username, id])).toString("base64url")

/** The username and id that `customerCursor` wrote; null for the first page. */
export const readCustomerCursor = (
  cursor: string | null
): Effect.Effect<readonly [string, string] | null, BadCursor> =>
  cursor === null
    ? Effect.succeed(null)
    : Option.match(decode(Buffer.from(cursor, "base64url").toString()), {
        onNone: () => Effect.fail(new BadCursor()),
        onSome: (place) => Effect.succeed(place)
      })
