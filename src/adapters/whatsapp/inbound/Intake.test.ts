import { describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Queue, Result } from "effect"
import { expect } from "vitest"
import { type Inbound } from "../../../domain/Inbound.ts"
import { BoundedCache } from "../BoundedCache.ts"
import { type Arrival, makeIntake } from "./Intake.ts"

const arrival = (chat: string, id: string): Arrival => ({
  rowId: `row ${id}`,
  message: { key: { remoteJid: chat, id } }
})

const inboundOf = ({ key }: Arrival["message"]): Inbound => ({
  networkId: key.id ?? "",
  chatId: key.remoteJid ?? "",
  chatPn: null,
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: null, pn: null, telegramId: null, name: null },
  isFromOwner: false,
  kind: "text",
  text: "",
  quotedId: null,
  sentAt: 0
})

const setUp = (deliver: (inbound: Inbound) => Effect.Effect<void>) => {
  const forgotten: Array<string> = []
  const failures = new BoundedCache({ capacity: 10, ttlMillis: 60_000 })
  const intakeWith = (backlog: ReadonlyArray<Arrival>) =>
    makeIntake({
      backlog,
      convert: (message) =>
        Effect.succeed(
          message.key.remoteJid === "status" ? Result.fail("status") : Result.succeed(inboundOf(message))
        ),
      deliver,
      forgetRow: (id) => forgotten.push(id),
      failures
    })
  return { forgotten, intakeWith }
}

describe("the intake", () => {
  it.effect("delivers a chat in order, the backlog first, and forgets what is stored or ignored", () =>
    Effect.gen(function* () {
      const stored: Array<string> = []
      const { forgotten, intakeWith } = setUp((inbound) =>
        Effect.andThen(
          Effect.yieldNow,
          Effect.sync(() => stored.push(inbound.networkId))
        )
      )
      const intake = yield* intakeWith([arrival("a", "1"), arrival("a", "2")])
      yield* Effect.forEach(["3", "4"], (id) => intake.offer(arrival("a", id)), { discard: true })
      yield* intake.offer(arrival("status", "5"))
      const running = yield* Effect.forkChild(intake.run)
      while (forgotten.length < 5) yield* Effect.yieldNow
      yield* Fiber.interrupt(running)
      expect(stored).toEqual(["1", "2", "3", "4"])
      expect(forgotten.toSorted()).toEqual(["row 1", "row 2", "row 3", "row 4", "row 5"])
    })
  )

  it.effect("does not let one chat's slow store hold up another's", () =>
    Effect.gen(function* () {
      const slow = yield* Deferred.make<void>()
      const stored = yield* Queue.unbounded<string>()
      const { intakeWith } = setUp((inbound) =>
        Effect.andThen(
          inbound.chatId === "a" ? Deferred.await(slow) : Effect.void,
          Queue.offer(stored, inbound.networkId)
        )
      )
      const intake = yield* intakeWith([arrival("a", "1"), arrival("b", "2")])
      const running = yield* Effect.forkChild(intake.run)
      expect(yield* Queue.take(stored)).toBe("2")
      yield* Deferred.succeed(slow, undefined)
      expect(yield* Queue.take(stored)).toBe("1")
      yield* Fiber.interrupt(running)
    })
  )

  it.effect("leaves a message that fails again and again for later, its row kept, and goes on", () =>
    Effect.gen(function* () {
      const stored: Array<string> = []
      const { forgotten, intakeWith } = setUp((inbound) =>
        inbound.networkId === "poison"
          ? Effect.die(new Error("cannot be stored"))
          : Effect.sync(() => stored.push(inbound.networkId))
      )
      const left = [arrival("a", "poison"), arrival("a", "good")]
      for (let connection = 1; connection <= 5; connection += 1) {
        expect(Exit.isFailure(yield* Effect.exit((yield* intakeWith(left)).run))).toBe(true)
      }
      const running = yield* Effect.forkChild((yield* intakeWith(left)).run)
      while (stored.length === 0) yield* Effect.yieldNow
      yield* Fiber.interrupt(running)
      expect(stored).toEqual(["good"])
      expect(forgotten).toEqual(["row good"])
    })
  )
})
