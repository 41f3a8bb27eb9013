import { Clock, Effect, Latch, Layer } from "effect"
import { EntityId, type ShardId, Sharding } from "effect/cluster"
import { Channels } from "../../ports/Channels.ts"
import { Inbox } from "../../ports/Inbox.ts"
import { ConversationActor, conversationActorId } from "../conversations/ConversationProtocol.ts"
import { ChannelActor, channelActorId } from "./ChannelProtocol.ts"

/** A process takes its shards within milliseconds of each other: one look is for all of them. */
const gatherMillis = 5

/** Unfinished messages handed on at once; the resuming singleton finds the others. */
const mostMessages = 1_000

const sideBySide = 16

const group = "default"

/**
 * Wakes the channels of a shard, and hands on its unfinished messages, as soon as this process has it: after the start,
 * and when another process has left or died (RT-04). For each shard there is a singleton that does nothing but ring.
 */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const sharding = yield* Sharding.Sharding
    const channels = yield* Channels
    const inbox = yield* Inbox
    const channelOf = yield* ChannelActor.client
    const conversationOf = yield* ConversationActor.client
    const bell = yield* Latch.make(false)
    let taken = new Set<string>()

    const shardOf = (actor: string) => sharding.getShardId(EntityId.make(actor), group)

    const wake = Effect.gen(function* () {
      yield* bell.await
      yield* Effect.sleep(gatherMillis)
      yield* bell.close
      const fresh = taken
      taken = new Set()
      const isFresh = (actor: string) => {
        const shard = shardOf(actor)
        return fresh.has(shard.toString()) && sharding.hasShardId(shard)
      }
      const again = Effect.sync(() => {
        for (const shard of fresh) taken.add(shard)
        bell.openUnsafe()
      })
      yield* Effect.gen(function* () {
        const rows = yield* channels.allEnabled
        yield* Effect.forEach(
          rows.map(({ tenantId, channelId }) => channelActorId(tenantId, channelId)).filter(isFresh),
          (id) => Effect.ignore(channelOf(id).Ensure(undefined, { discard: true })),
          { concurrency: sideBySide, discard: true }
        )
        const messages = yield* inbox.unfinished(yield* Clock.currentTimeMillis, mostMessages)
        for (const { tenantId, conversationId, messageId } of messages) {
          const id = conversationActorId(tenantId, conversationId)
          if (!isFresh(id)) continue
          yield* Effect.ignore(conversationOf(id).Receive({ messageId, message: null }, { discard: true }))
        }
      }).pipe(
        Effect.catchCause((cause) =>
          Effect.logError("What this process has taken over could not be woken, trying again", cause).pipe(
            Effect.andThen(Effect.sleep("1 second")),
            Effect.andThen(again)
          )
        )
      )
    })
    yield* Effect.forkScoped(Effect.forever(wake))

    for (const [shard, name] of namesOf(shardOf)) {
      yield* sharding.registerSingleton(
        name,
        Effect.sync(() => {
          taken.add(shard)
          bell.openUnsafe()
        })
      )
    }
  })
)

/** Far more names than it takes to hit each shard. */
const tries = 5_000

/** For each shard a name that lies on it. */
const namesOf = (shardOf: (name: string) => ShardId.ShardId): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (let n = 0; n < tries; n += 1) names.set(shardOf(`taken-${n}`).toString(), `taken-${n}`)
  return names
}
