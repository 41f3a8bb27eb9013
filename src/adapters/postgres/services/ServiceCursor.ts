import { Effect, Option, Schema } from "effect"
import { PanelId } from "../../../domain/Ids.ts"
import { BadCursor } from "../../../ports/Desk.ts"

/** Where a page of services ends. */
const ServiceCursor = Schema.Struct({
  place: Schema.Literals([0, 1, 2]),
  panelId: PanelId.check(Schema.isUUID()),
  serviceId: Schema.String.check(Schema.isMaxLength(64))
})
export type ServiceCursor = typeof ServiceCursor.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(ServiceCursor))

/** The page after this service, as text for the outside. */
export const encodeServiceCursor = ({ panelId, place, serviceId }: ServiceCursor): string =>
  Buffer.from(JSON.stringify({ place, panelId, serviceId })).toString("base64url")

/** The service that `encodeServiceCursor` wrote; null for the first page. */
export const decodeServiceCursor = (cursor: string | null): Effect.Effect<ServiceCursor | null, BadCursor> =>
  cursor === null
    ? Effect.succeed(null)
    : Option.match(decode(Buffer.from(cursor, "base64url").toString()), {
        onNone: () => Effect.fail(new BadCursor()),
        onSome: (place) =>
          place.serviceId.includes("\0") ? Effect.fail(new BadCursor()) : Effect.succeed(place)
      })
