import { Option, Predicate, Schema } from "effect"
import { looseFlag, looseId, looseList, looseText, looseTime } from "../../Loose.ts"
import { plainText } from "../../users/PlainText.ts"

const field = Schema.optionalKey(Schema.Unknown)
const decodeRow = Schema.decodeUnknownOption(
  Schema.Struct({
    id: field,
    user: field,
    username: field,
    subject: field,
    message: field,
    messages: field,
    created: field,
    created_timestamp: field,
    last_update: field,
    last_update_timestamp: field
  })
)
type Fields = Option.Option.Value<ReturnType<typeof decodeRow>>

/** A ticket as the list or GET /tickets/{id} shows it; the fields that are not said are null. */
export interface TicketRow {
  readonly id: string
  /** Whose ticket it is. */
  readonly username: string | null
  /** When it was opened or last written in, unix milliseconds; the latest it can be where the panel's zone is not known. */
  readonly changedAt: number | null
  /** Subject and what the customer wrote, as plain text. */
  readonly texts: ReadonlyArray<string>
}

/** The ticket of a row; none when it is no object or has no number. */
export const ticketRow = (value: unknown): Option.Option<TicketRow> =>
  Option.flatMap(decodeRow(value), (row) =>
    Option.map(Option.fromNullOr(looseId(row.id)), (id) => ({
      id,
      username: nameOf(row.user) ?? looseText(row.username),
      changedAt: changedAt(row),
      texts: [row.subject, row.message, ...looseList(row.messages).slice(-maxMessages).map(customerText)]
        .flatMap((text) => looseText(text) ?? [])
        .map(plainText)
        .filter((text) => text !== "")
    }))
  )

const maxMessages = 50
const westernmost = 12 * 60 * 60 * 1000

const nameOf = (user: unknown): string | null =>
  Predicate.hasProperty(user, "username") ? looseText(user.username) : looseText(user)

const changedAt = (row: Fields): number | null => {
  const opened = latest(row.created_timestamp, row.created)
  const written = latest(row.last_update_timestamp, row.last_update)
  return opened === null ? written : Math.max(opened, written ?? opened)
}

const latest = (seconds: unknown, text: unknown): number | null => {
  const exact = looseTime(seconds, undefined)
  if (exact !== null) return exact
  const onPanelClock = looseTime(undefined, text)
  return onPanelClock === null ? null : onPanelClock + westernmost
}

// What staff wrote proves nothing about the customer: staff may quote a code that somebody sent elsewhere.
const customerText = (message: unknown): unknown => {
  if (!Predicate.isObject(message)) return message
  const fields = message as Readonly<Record<PropertyKey, unknown>>
  const isByStaff =
    looseFlag(fields["is_staff"]) === true ||
    looseFlag(fields["is_admin"]) === true ||
    looseText(fields["staff_name"]) !== null
  return isByStaff ? undefined : (fields["message"] ?? fields["text"])
}
