import { Clock, Effect, FiberHandle, Option } from "effect"
import { Entity } from "effect/cluster"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import { Channels } from "../../ports/Channels.ts"
import { type Connection } from "../../ports/ChannelTransport.ts"
import { ChannelActor, ChannelNotOpen } from "./ChannelProtocol.ts"
import { makeChannelRun } from "./ChannelRun.ts"
import type { Sender } from "./ChannelSender.ts"
import { supervised } from "../Supervision.ts"

/** The channel's life: holds it, keeps it connected, hands on what comes in, sends what goes out. */
export const ChannelActorLayer = ChannelActor.toLayer(
  Effect.gen(function* () {
    const channels = yield* Channels
    const { entityId } = yield* Entity.CurrentAddress
    const [tenant, id] = entityId.split("/") as [string, string]
    const tenantId = TenantId.make(tenant)
    const channelId = ChannelId.make(id)
    const runChannel = yield* makeChannelRun
    const running = yield* FiberHandle.make<void>()

    let connection: Connection | null = null
    let sender: Sender | null = null

    /** Runs until it is stopped for good; the handle owns the fiber, so that there is one run at a time. */
    const life = Effect.gen(function* () {
      const handle = yield* channels.hold(tenantId, channelId)
      if (Option.isNone(handle)) return
      yield* runChannel(handle.value, {
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
        })
      )
    )

    const ensure = Effect.suspend(() =>
      Effect.asVoid(FiberHandle.run(running, life, { onlyIfMissing: true }))
    )
    const stop = FiberHandle.clear(running)
    const guard = supervised("ChannelActor", stop)

    return ChannelActor.of({
      Ensure: () => guard(ensure),
      Flush: () => guard(Effect.suspend(() => sender?.flush ?? Effect.void)),
      Hold: ({ payload }) => guard(Effect.suspend(() => sender?.hold(payload.conversationId) ?? Effect.void)),
      LetGo: ({ payload }) =>
        guard(Effect.suspend(() => sender?.letGo(payload.conversationId) ?? Effect.void)),
      Reconnect: () => guard(Effect.andThen(stop, ensure)),
      Stop: () => guard(stop),
      Unlink: () =>
        guard(
          Effect.gen(function* () {
            if (connection !== null) yield* connection.unlink
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
        )
    })
  }),
  // Never idle: the connection must stay, and nothing but a message would bring the actor back.
  { maxIdleTime: "Infinity", mailboxCapacity: 1024, disableFatalDefects: true }
)
