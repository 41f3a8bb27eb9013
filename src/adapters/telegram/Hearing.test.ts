import { Deferred, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { Api } from "grammy"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  startTelegramSimulator,
  type TelegramSimulator
} from "../../../simulators/telegram/TelegramSimulator.ts"
import type { ChannelState } from "../../domain/Channel.ts"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import { hearAt } from "./Hearing.ts"

describe("a bot whose updates are brought", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot({ username: "relaydesk_bot" })
  })
  afterEach(() => telegram.stop())

  /** Listens with an address at which nobody is, until the test has seen enough. */
  const hearing = <A>(
    test: (states: ReadonlyArray<ChannelState>) => Effect.Effect<A>,
    states: Array<ChannelState> = []
  ) =>
    Effect.gen(function* () {
      const opened = yield* Deferred.make<void>()
      const tell = (state: ChannelState) => Effect.sync(() => void states.push(state))
      const ended = yield* Effect.forkChild(
        hearAt(
          new Api(robot.token, { apiRoot: telegram.url }),
          channelOf(robot.token),
          hook,
          false,
          Effect.asVoid(Deferred.succeed(opened, undefined)),
          tell
        )
      )
      yield* Deferred.await(opened)
      expect(robot.webhook.settings?.url).toBe(hook.url)
      return { seen: yield* test(states), ended }
    })

  it("CH-07: does not stay deaf when another program has ended its webhook, and says what happened", async () => {
    const reason = await Effect.runPromise(
      Effect.gen(function* () {
        const { ended } = yield* hearing(() => Effect.sync(() => robot.webhook.set(undefined)))
        yield* TestClock.adjust("5 minutes")
        return yield* Fiber.join(ended)
      }).pipe(Effect.provide(TestClock.layer()))
    )
    expect(reason).toMatchObject({ _tag: "Code", code: 409 })
  }, 10_000)

  it("CH-02, CH-07: is not shown as connected while Telegram cannot reach the address, and is again when it can", async () => {
    telegram.person({ firstName: "Rami" }).write(robot, "hello")
    const nextState = (states: ReadonlyArray<ChannelState>, count: number) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("5 minutes")
        yield* Effect.promise(() => expect.poll(() => states.length, { timeout: 5_000 }).toBe(count))
        return states.at(-1)
      })
    await Effect.runPromise(
      hearing((states) =>
        Effect.gen(function* () {
          yield* Effect.promise(() =>
            expect.poll(() => robot.webhook.lastError?.message).toBe("Connection refused")
          )
          expect(yield* nextState(states, 1)).toMatchObject({
            _tag: "Reconnecting",
            reason: "Telegram cannot bring messages here: Connection refused"
          })
          // It got through.
          robot.updates.pending.slice().forEach((update) => robot.updates.drop(update))
          expect(yield* nextState(states, 2)).toEqual({ _tag: "Open" })
        })
      ).pipe(Effect.provide(TestClock.layer()))
    )
  }, 20_000)
})

const hook = { url: "http://127.0.0.1:9/hooks/telegram/our-own-hook-token", secret: "s3cret" }

const channelOf = (token: string) =>
  ({
    tenantId: TenantId.make("0190a000-0000-7000-8000-000000000001"),
    channelId: ChannelId.make("0190a000-0000-7000-8000-000000000002"),
    kind: "telegram",
    generation: 1n,
    token: Redacted.make(token),
    hookToken: "our-own-hook-token"
  }) as const
