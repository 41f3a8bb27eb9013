import { Effect, Layer } from "effect"
import { type ChannelHandle } from "../../ports/ChannelTransport.ts"
import { Fenced, type KeyRow, WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"

interface Session {
  generation: bigint
  creds: Uint8Array | null
  readonly rows: Map<string, Map<string, Uint8Array>>
}

/** WhatsApp keys in memory, for tests and trials. As in the database, an older generation cannot write. */
export class MemoryWhatsAppKeys {
  /** Texts for retry receipts, by network id. */
  readonly sentTexts = new Map<string, string>()
  /** Every successful `set`, oldest first. */
  readonly writes: Array<ReadonlyArray<KeyRow>> = []
  /** While true, every access dies as with a database that is away. */
  isDown = false
  /** Called when a `set` is committed, before its caller knows. */
  onCommit: (rows: ReadonlyArray<KeyRow>) => void = () => undefined
  readonly #sessions = new Map<string, Session>()

  readonly service: WhatsAppKeys["Service"] = {
    loadCreds: (channel) => this.#read(channel, (session) => session.creds),
    saveCreds: (channel, value) =>
      this.#write(channel, (session) => {
        session.creds = value
      }),
    get: (channel, type, ids) =>
      this.#read(channel, (session) => {
        const rows = session.rows.get(type)
        return new Map(
          ids.flatMap((id) => {
            const value = rows?.get(id)
            return value === undefined ? [] : [[id, value] as const]
          })
        )
      }),
    all: (channel, type) => this.#read(channel, (session) => new Map(session.rows.get(type))),
    set: (channel, rows) =>
      this.#write(channel, (session) => {
        for (const row of rows) apply(session, row)
        this.writes.push(rows)
        this.onCommit(rows)
      }),
    clear: (channel) =>
      this.#write(channel, (session) => {
        session.creds = null
        session.rows.clear()
      }),
    sentText: (_, networkId) => Effect.sync(() => this.sentTexts.get(networkId) ?? null)
  }
  readonly layer = Layer.succeed(WhatsAppKeys, this.service)

  /** Lets a newer holder take the session, which fences the present one. */
  takeOver(channel: ChannelHandle): ChannelHandle {
    const session = this.#session(channel)
    session.generation += 1n
    return { ...channel, generation: session.generation }
  }

  /** Ids of the stored rows of a type. */
  ids(channel: ChannelHandle, type: string): ReadonlyArray<string> {
    return [...(this.#session(channel).rows.get(type)?.keys() ?? [])]
  }

  #read<A>(channel: ChannelHandle, read: (session: Session) => A): Effect.Effect<A> {
    return Effect.suspend(() =>
      this.isDown ? Effect.die(new Error("store is down")) : Effect.succeed(read(this.#session(channel)))
    )
  }

  #write(channel: ChannelHandle, write: (session: Session) => void): Effect.Effect<void, Fenced> {
    return Effect.suspend(() => {
      if (this.isDown) return Effect.die(new Error("store is down"))
      const session = this.#session(channel)
      if (channel.generation < session.generation) return Effect.fail(new Fenced())
      session.generation = channel.generation
      write(session)
      return Effect.void
    })
  }

  #session(channel: ChannelHandle): Session {
    const known = this.#sessions.get(channel.channelId)
    if (known !== undefined) return known
    const made: Session = { generation: channel.generation, creds: null, rows: new Map() }
    this.#sessions.set(channel.channelId, made)
    return made
  }
}

const apply = (session: Session, { type, id, value }: KeyRow): void => {
  const rows = session.rows.get(type) ?? new Map<string, Uint8Array>()
  session.rows.set(type, rows)
  if (value === null) rows.delete(id)
  else rows.set(id, value)
}
