import { Effect, FiberSet, Latch, Layer } from "effect"
import type { RequestId } from "../domain/Ids.ts"
import type { RequestStage } from "../ports/Requests.ts"
import { LiveRelay } from "../ports/LiveRelay.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import { ChannelActor, channelActorId } from "./channels/ChannelProtocol.ts"

/** Stages kept for a reply that asks after the fact; the database has them all. */
const rememberedStages = 10_000

/** The bells of one process. Other runners' bells are not heard: waiting ends by its time, and rows are looked up. */
export const layer = Layer.effect(
  Wakeups,
  Effect.gen(function* () {
    const channelOf = yield* ChannelActor.client
    const relay = yield* LiveRelay
    const bell = yield* Latch.make(false)
    const providerBell = yield* Latch.make(false)
    const stages = new Map<RequestId, RequestStage>()
    const waiters = new Map<RequestId, Set<() => void>>()
    const rung = new Set<string>()
    const fork = yield* FiberSet.makeRuntime<never, void>()

    const staged = (id: RequestId, stage: RequestStage) =>
      Effect.sync(() => {
        if (stage === "recorded") return
        stages.set(id, stage)
        if (stages.size > rememberedStages) stages.delete(stages.keys().next().value!)
        // Once for each request: the panel and every provider ring for it, and a waiter counts requests.
        const listeners = waiters.get(id)
        waiters.delete(id)
        for (const listener of listeners ?? []) listener()
      })

    const awaitStaged = Effect.fnUntraced(function* (ids: ReadonlyArray<RequestId>, millis: number) {
      const missing = new Set(ids.filter((id) => !stages.has(id)))
      if (missing.size > 0) yield* hear(missing, millis)
      return new Map(ids.flatMap((id) => (stages.has(id) ? [[id, stages.get(id)!] as const] : [])))
    })

    /** Waits with a timer and without a fiber: every command that was accepted waits here. */
    const hear = (ids: ReadonlySet<RequestId>, millis: number) =>
      Effect.callback<void>((resume) => {
        let left = ids.size
        const listener = () => {
          left -= 1
          if (left === 0) end()
        }
        const forget = () => {
          clearTimeout(timer)
          for (const id of ids) {
            const others = waiters.get(id)
            others?.delete(listener)
            if (others?.size === 0) waiters.delete(id)
          }
        }
        const end = () => {
          forget()
          resume(Effect.void)
        }
        const timer = setTimeout(end, millis)
        for (const id of ids) waiters.set(id, (waiters.get(id) ?? new Set()).add(listener))
        return Effect.sync(forget)
      })

    /** Once for all rings of this turn. A full mailbox or a runner on the move: the channel looks for itself every few seconds. */
    const ring = (id: string) =>
      Effect.yieldNow.pipe(
        Effect.andThen(Effect.sync(() => rung.delete(id))),
        Effect.andThen(channelOf(id).Flush(undefined, { discard: true })),
        Effect.timeoutOption("1 second"),
        Effect.ignore
      )

    return Wakeups.of({
      isAlone: () => relay.processes() < 2,
      channel: (tenantId, channelId) =>
        Effect.sync(() => {
          const id = channelActorId(tenantId, channelId)
          if (rung.has(id)) return
          rung.add(id)
          fork(ring(id))
        }),
      dispatches: Effect.asVoid(Effect.andThen(bell.open, providerBell.open)),
      awaitDispatches: (millis) =>
        Effect.timeoutOption(bell.await, millis).pipe(Effect.andThen(bell.close), Effect.asVoid),
      awaitProviderCalls: (millis) =>
        Effect.timeoutOption(providerBell.await, millis).pipe(
          Effect.andThen(providerBell.close),
          Effect.asVoid
        ),
      staged,
      awaitStaged
    })
  })
)
