import { Effect, Latch } from "effect"
import { describe, expect, it } from "vitest"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Outbox, OutgoingRow, SendAttempt } from "../../ports/Outbox.ts"
import { makeUnwritten } from "./Unwritten.ts"

describe("CH-12: outcomes that the database did not take", () => {
  it("one that comes while its chat's others are written is written with the next look", async () => {
    const written: Array<ReadonlyArray<string>> = []
    const begun = Latch.makeUnsafe(false)
    const word = Latch.makeUnsafe(false)
    const settle = (_: ChannelHandle, attempts: ReadonlyArray<SendAttempt>) =>
      Effect.gen(function* () {
        yield* begun.open
        yield* word.await
        written.push(attempts.map(({ messageId }) => messageId))
      })
    const sent = { _tag: "Sent", networkId: "N" } as const
    const row = (messageId: string) => ({ conversationId: "chat", messageId }) as OutgoingRow
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const unwritten = yield* makeUnwritten({ settle } as Outbox["Service"], {} as ChannelHandle)
          yield* unwritten.keep(row("reply"), sent)
          yield* Effect.forkScoped(unwritten.write(new Set()))
          yield* begun.await
          yield* unwritten.keep(row("broadcast"), sent)
          yield* word.open
          yield* unwritten.write(new Set())
          expect([...unwritten.chats()]).toEqual([])
        })
      )
    )
    expect(written.at(-1)).toContain("broadcast")
    expect(written.flat()).toContain("reply")
  })
})
