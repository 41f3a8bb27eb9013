import { Effect, Layer } from "effect"
import type { ChannelId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import {
  ChannelTransports,
  type ConnectionEvents,
  type Outgoing,
  type Transport
} from "../../ports/ChannelTransport.ts"

/** A channel's network without wires: what the benches and actor tests connect to. */
export class MemoryNetwork {
  readonly #events = new Map<ChannelId, ConnectionEvents>()
  readonly #listeners = new Set<(channelId: ChannelId, message: Outgoing) => void>()

  /** Calls back for every message that a channel sends, when it is acknowledged. */
  onSent(listener: (channelId: ChannelId, message: Outgoing) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the channel is connected. */
  isOpen(channelId: ChannelId): boolean {
    return this.#events.has(channelId)
  }

  /** Brings a message to a connected channel; resolves when it is stored. */
  bring(channelId: ChannelId, message: Inbound): Effect.Effect<void> {
    const events = this.#events.get(channelId)
    return events === undefined
      ? Effect.die(new Error("the channel is not connected"))
      : events.inbound(message)
  }

  readonly #transport: Transport = {
    open: ({ channelId }, events) =>
      Effect.gen({ self: this }, function* () {
        yield* Effect.addFinalizer(() => Effect.sync(() => this.#events.delete(channelId)))
        this.#events.set(channelId, events)
        yield* events.state({ _tag: "Open" })
        return {
          send: (message) =>
            Effect.sync(() => {
              for (const listener of this.#listeners) listener(channelId, message)
              return { networkId: message.reservedId }
            }),
          chats: Effect.succeed([]),
          knows: () => Effect.succeed(null),
          closed: Effect.never,
          unlink: Effect.void
        }
      })
  }

  /** This network for every kind of channel. */
  readonly layer = Layer.sync(ChannelTransports, () => ({
    whatsapp: this.#transport,
    telegram: this.#transport,
    whatsapp_cloud: this.#transport,
    green_api: this.#transport
  }))
}
