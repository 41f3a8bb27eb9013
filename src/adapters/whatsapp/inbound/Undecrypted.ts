import { Clock, Effect, Metric } from "effect"

/** A message of which only the placeholder came. */
interface Placeholder {
  readonly chatId: string
  /** The writer's name, or null. */
  readonly name: string | null
  readonly since: number
}

/** What became of messages that could not be decrypted. */
export interface Undecrypted {
  /** A placeholder came; the network sends the message again under the same id, or does not. */
  readonly came: (id: string, chatId: string, name: string | null) => Effect.Effect<void>
  /** A readable message came. */
  readonly readable: (id: string) => Effect.Effect<void>
  /** Those that are given up now, by chat. */
  readonly lost: Effect.Effect<ReadonlyArray<LostMessages>>
}

/** Messages of one chat that stayed unreadable. */
interface LostMessages {
  readonly chatId: string
  readonly name: string | null
  readonly count: number
}

/** A resend comes within seconds, or when the writer's phone is next online; nobody remembers the message longer than this. */
const patienceMillis = 600_000

/** More than a phone sends while it and we disagree about a key. */
const capacity = 1_000

const placeholders = Metric.counter("relaydesk_whatsapp_undecrypted_total", {
  description: "WhatsApp messages that could not be decrypted at first, by what became of them",
  incremental: true
})
const count = (outcome: "came" | "recovered" | "lost", by = 1) =>
  Metric.update(Metric.withAttributes(placeholders, { outcome }), by)

/** Makes the record of one channel; it outlives the connection, as a resend may come over the next one. */
export const makeUndecrypted = (): Undecrypted => {
  const waiting = new Map<string, Placeholder>()
  return {
    came: Effect.fnUntraced(function* (id, chatId, name) {
      if (waiting.has(id) || waiting.size >= capacity) return
      waiting.set(id, { chatId, name, since: yield* Clock.currentTimeMillis })
      yield* count("came")
    }),
    readable: (id) => (waiting.delete(id) ? count("recovered") : Effect.void),
    lost: Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const given = [...waiting].filter(([, { since }]) => now - since >= patienceMillis)
      for (const [id] of given) waiting.delete(id)
      if (given.length > 0) yield* count("lost", given.length)
      const byChat = Map.groupBy(given, ([, { chatId }]) => chatId)
      return [...byChat].map(([chatId, of]) => ({ chatId, name: of[0]![1].name, count: of.length }))
    })
  }
}
