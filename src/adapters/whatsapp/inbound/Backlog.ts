import { Effect, Option, Schema } from "effect"
import { decodeValue } from "../keys/KeyCodec.ts"
import { InboxRow, inboxType, type Me, messageOf } from "./InboxRow.ts"
import { type Arrival } from "./Intake.ts"

const decodeRow = Schema.decodeUnknownOption(InboxRow)

/** The messages that an earlier connection decrypted and did not hand on, oldest first. */
export const readBacklog = Effect.fnUntraced(function* (
  rows: ReadonlyMap<string, Uint8Array>,
  me: Me,
  forgetRow: (id: string) => void
) {
  const found: Array<Arrival & { readonly sequence: number }> = []
  for (const [id, value] of rows) {
    const row = decodeRow(decodeValue(inboxType, value))
    if (Option.isNone(row)) {
      yield* Effect.logError(`the stored WhatsApp message ${id} has another form than ours`)
      continue
    }
    const arrival = yield* toArrival(id, row.value, me)
    if (arrival === null) forgetRow(id)
    else found.push({ ...arrival, sequence: row.value.sequence })
  }
  return found.sort((a, b) => a.sequence - b.sequence)
})

/** The message of a row; null when its plaintext is none, which no repeat would change. */
export const toArrival = (id: string, row: InboxRow, me: Me): Effect.Effect<Arrival | null> =>
  Effect.sync(() => ({ rowId: id, message: messageOf(row, me) })).pipe(
    Effect.catchDefect((error) =>
      Effect.as(Effect.logWarning("a decrypted WhatsApp message is malformed", String(error)), null)
    )
  )
