import { Clock, Effect, FiberHandle, Option } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import { Channels } from "../../ports/Channels.ts"
import { Lease } from "../../ports/Lease.ts"
import type { ChannelHandle, Connection } from "../../ports/ChannelTransport.ts"
import { WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { ChannelActor, ChannelNotOpen } from "./ChannelProtocol.ts"
import { makeChannelRun } from "./ChannelRun.ts"
import { makeMediaFetch } from "./MediaFetch.ts"
import type { Sender } from "./ChannelSender.ts"
import { makeResident, supervised } from "../Supervision.ts"

/** The channel's life: holds it, keeps it connected, hands on what comes in, sends what goes out. */
export const ChannelActorLayer = ChannelActor.toLayer(
  Effect.gen(function* () {
    const channels = yield* Channels
    const keys = yield* WhatsAppKeys
    const lease = yield* Lease
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, id] = entityId.split("/") as [string, string]
    const tenantId = TenantId.make(tenant)
    const channelId = ChannelId.make(id)
    const runChannel = yield* makeChannelRun
    const fetchMedia = yield* makeMediaFetch
    const running = yield* FiberHandle.make<void>()

    let connection: Connection | null = null
    let sender: Sender | null = null
    let isTakingOver = false
    // For the next run alone: a code that nobody typed is not asked for again.
    let pairingPhone: string | null = null
    let held: ChannelHandle | null = null

    /** Runs until it is stopped for good; the handle owns the fiber, so that there is one run at a time. */
    const life = Effect.gen(function* () {
      // A process that stood still may not know yet that the channel lives elsewhere: it would take it back.
      if (!lease.isSure()) return
      const handle = yield* channels.hold(tenantId, channelId)
      const asked = {
        ...(isTakingOver ? { isTakingOver } : {}),
        ...(pairingPhone === null ? {} : { pairingPhone })
      }
      // Of a channel that may not run nothing is kept for the day when it may.
      isTakingOver = false
      pairingPhone = null
      if (Option.isNone(handle)) return
      held = { ...handle.value, ...asked }
      yield* runChannel(held, {
        connected: (next) =>
          Effect.sync(() => {
            connection = next
          }),
        sending: (next) =>
          Effect.sync(() => {
            sender = next
          })
      })
    }).pipe(
      Effect.catchCause((cause) =>
        Effect.logError("A channel's run failed; it is started again within seconds", cause)
      ),
      Effect.ensuring(
        Effect.sync(() => {
          connection = null
          sender = null
          held = null
        })
      )
    )

    const ensure = Effect.suspend(() =>
      Effect.asVoid(FiberHandle.run(running, life, { onlyIfMissing: true }))
    )
    const stop = FiberHandle.clear(running)
    const guard = supervised(yield* makeResident("Channel"), stop)

    /** A number that is locked, replaced or switched off has no connection and still has its keys. */
    const forgetKeys = Effect.gen(function* () {
      // Only a holder may touch them, and what is switched off has none.
      if (held === null) yield* channels.setEnabled(tenantId, channelId, true, yield* Clock.currentTimeMillis)
      const handle = held ?? Option.getOrNull(yield* channels.hold(tenantId, channelId))
      if (handle?.kind === "whatsapp") yield* Effect.ignore(keys.clear(handle))
    })

    return ChannelActor.of({
      Ensure: () => guard(ensure),
      Flush: () => guard(Effect.suspend(() => sender?.flush ?? Effect.void)),
      Hold: ({ payload }) => guard(Effect.suspend(() => sender?.hold(payload.conversationId) ?? Effect.void)),
      LetGo: ({ payload }) =>
        guard(Effect.suspend(() => sender?.letGo(payload.conversationId) ?? Effect.void)),
      Pair: ({ payload }) =>
        guard(
          Effect.gen(function* () {
            yield* stop
            isTakingOver = true
            pairingPhone = payload.phone
            yield* ensure
          })
        ),
      Reconnect: () =>
        guard(
          Effect.gen(function* () {
            yield* stop
            // A person asked for it.
            isTakingOver = true
            yield* ensure
          })
        ),
      Stop: () => guard(stop),
      Unlink: () =>
        guard(
          Effect.gen(function* () {
            if (connection !== null) yield* connection.unlink
            else yield* forgetKeys
            yield* stop
            yield* channels.setEnabled(tenantId, channelId, false, yield* Clock.currentTimeMillis)
          })
        ),
      Chats: () =>
        guard(
          Effect.suspend(() => (connection === null ? Effect.fail(new ChannelNotOpen()) : connection.chats))
        ),
      Knows: ({ payload: { chatId } }) =>
        guard(
          Effect.suspend(() =>
            connection === null ? Effect.fail(new ChannelNotOpen()) : connection.knows(chatId)
          )
        ),
      // A large file takes its time: nothing else waits for it.
      Fetch: ({ payload: { messageId } }) =>
        Rpc.fork(guard(fetchMedia(tenantId, messageId, () => connection)))
    })
  }),
  // Never idle: the connection must stay, and nothing but a message would bring the actor back.
  { maxIdleTime: "Infinity", mailboxCapacity: 1024, mailboxMetrics: true, disableFatalDefects: true }
)
