import { Deferred, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { Api } from "grammy"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  startTelegramSimulator,
  type TelegramSimulator
} from "../../../simulators/telegram/TelegramSimulator.ts"
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

  it("CH-07: does not stay deaf when another program has ended its webhook, and says what happened", async () => {
    const channel = {
      tenantId: TenantId.make("0190a000-0000-7000-8000-000000000001"),
      channelId: ChannelId.make("0190a000-0000-7000-8000-000000000002"),
      kind: "telegram",
      generation: 1n,
      token: Redacted.make(robot.token),
      hookToken: "our-own-hook-token"
    } as const
    const api = new Api(robot.token, { apiRoot: telegram.url })
    const hook = { url: "http://127.0.0.1:9/hooks/telegram/our-own-hook-token", secret: "s3cret" }
    const reason = await Effect.runPromise(
      Effect.gen(function* () {
        const opened = yield* Deferred.make<void>()
        const hearing = yield* Effect.forkChild(
          hearAt(api, channel, hook, false, Effect.asVoid(Deferred.succeed(opened, undefined)))
        )
        yield* Deferred.await(opened)
        expect(robot.webhook.settings?.url).toBe(hook.url)
        robot.webhook.set(undefined)
        yield* TestClock.adjust("5 minutes")
        return yield* Fiber.join(hearing)
      }).pipe(Effect.provide(TestClock.layer()))
    )
    expect(reason).toMatchObject({ _tag: "Code", code: 409 })
  }, 10_000)
})
