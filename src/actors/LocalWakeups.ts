import { Deferred, Effect, Latch, Layer } from "effect"
import type { RequestId } from "../domain/Ids.ts"
import type { RequestStage } from "../ports/Requests.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import { ChannelActor, channelActorId } from "./ChannelProtocol.ts"

/** Stages kept for a reply that asks after the fact; the database has them all. */
const rememberedStages = 10_000

/** The bells of one process. Other runners' bells are not heard: waiting ends by its time, and rows are looked up. */
export const layer = Layer.effect(
  Wakeups,
  Effect.gen(function* () {
    const channelOf = yield* ChannelActor.client
    const bell = yield* Latch.make(false)
    const stages = new Map<RequestId, RequestStage>()
    const waiters = new Map<RequestId, Set<Deferred.Deferred<void>>>()

    const staged = (id: RequestId, stage: RequestStage) =>
      Effect.sync(() => {
        if (stage === "recorded") return
        stages.set(id, stage)
        if (stages.size > rememberedStages) stages.delete(stages.keys().next().value!)
        for (const waiter of waiters.get(id) ?? []) Deferred.doneUnsafe(waiter, Effect.void)
      })

    const awaitOne = (id: RequestId) =>
      Effect.suspend(() => {
        if (stages.has(id)) return Effect.void
        const waiter = Deferred.makeUnsafe<void>()
        const others = waiters.get(id) ?? new Set()
        waiters.set(id, others.add(waiter))
        return Deferred.await(waiter).pipe(
          Effect.ensuring(
            Effect.sync(() => {
              others.delete(waiter)
              if (others.size === 0) waiters.delete(id)
            })
          )
        )
      })

    const awaitStaged = Effect.fnUntraced(function* (ids: ReadonlyArray<RequestId>, millis: number) {
      yield* Effect.timeoutOption(
        Effect.forEach(ids, awaitOne, { concurrency: "unbounded", discard: true }),
        millis
      )
      return new Map(ids.flatMap((id) => (stages.has(id) ? [[id, stages.get(id)!] as const] : [])))
    })

    return Wakeups.of({
      // A full mailbox or a runner on the move: the channel looks for itself every few seconds.
      channel: (tenantId, channelId) =>
        channelOf(channelActorId(tenantId, channelId))
          .Flush(undefined, { discard: true })
          .pipe(Effect.timeoutOption("1 second"), Effect.ignore),
      dispatches: Effect.asVoid(bell.open),
      awaitDispatches: (millis) =>
        Effect.timeoutOption(bell.await, millis).pipe(Effect.andThen(bell.close), Effect.asVoid),
      staged,
      awaitStaged
    })
  })
)
