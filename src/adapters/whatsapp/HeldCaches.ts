import { type ChannelHandle } from "../../ports/ChannelTransport.ts"
import { BoundedCache } from "./BoundedCache.ts"
import { makeSessionCaches, type SessionCaches } from "./SessionCaches.ts"

// As many sessions as a process is meant to hold, twice over.
const limits = { capacity: 400, ttlMillis: Number.POSITIVE_INFINITY }

interface Held {
  readonly generation: bigint
  readonly caches: SessionCaches
}

/**
 * The caches of the sessions that one process holds. They outlive a connection, and end when somebody else has held the
 * session in between: what he sent last may never have been written, and only devices that are asked for anew get a
 * session that their phones can read.
 */
export const makeHeldCaches = () => {
  const held = new BoundedCache(limits)
  return {
    of: ({ channelId, generation }: Pick<ChannelHandle, "channelId" | "generation">): SessionCaches => {
      const last = held.get<Held>(channelId)
      const isOurs = last !== undefined && BigInt(generation) - last.generation <= 1n
      const caches = isOurs ? last.caches : makeSessionCaches()
      held.set(channelId, { generation: BigInt(generation), caches } satisfies Held)
      return caches
    },
    forget: (channelId: string) => held.del(channelId)
  }
}
