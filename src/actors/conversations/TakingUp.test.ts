import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { MessageId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import { takingUp } from "./TakingUp.ts"

const id = (n: number) => MessageId.make(`00000000-0000-7000-8000-00000000000${n}`)

/** The message as its channel brings it. */
const brought: Inbound = {
  networkId: "IN",
  chatId: "100@lid",
  chatPn: null,
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: "100@lid", pn: null, telegramId: null, name: null },
  isFromOwner: false,
  kind: "text",
  text: "492007588 cancel",
  quotedId: null,
  sentAt: 0
}

/** An actor in whose chat these are unfinished; what it is given, and what it then works on ("row" = read from its row). */
const worksOn = (
  left: ReadonlyArray<MessageId>,
  given: ReadonlyArray<readonly [MessageId, Inbound | null]>
) => {
  const worked: Array<readonly [MessageId, "row" | "brought"]> = []
  const receive = takingUp(Effect.succeed(left), (messageId, message) =>
    Effect.sync(() => void worked.push([messageId, message === null ? "row" : "brought"]))
  )
  Effect.runSync(Effect.forEach(given, ([messageId, message]) => receive(messageId, message)))
  return worked
}

describe("RT-04: an actor that begins", () => {
  it("takes up what is older than its first message before it, and each once", () => {
    expect(worksOn([id(1), id(2), id(3)], [[id(3), brought]])).toEqual([
      [id(1), "row"],
      [id(2), "row"],
      [id(3), "brought"]
    ])
  })

  it("takes what its channel brings at the same time from its row, and not a second time", () => {
    const given = [
      [id(1), null],
      [id(2), brought],
      [id(3), brought]
    ] as const
    expect(worksOn([id(1), id(2)], given)).toEqual([
      [id(1), "row"],
      [id(2), "row"],
      [id(3), "brought"]
    ])
  })

  it("takes up again what somebody asks for by its row alone: it was changed, or left a second time", () => {
    const given = [
      [id(2), brought],
      [id(1), null]
    ] as const
    expect(worksOn([id(1), id(2)], given)).toEqual([
      [id(1), "row"],
      [id(2), "brought"],
      [id(1), "row"]
    ])
  })

  it("looks once: later messages are taken as they come", () => {
    const given = [
      [id(1), brought],
      [id(2), brought]
    ] as const
    expect(worksOn([], given)).toEqual([
      [id(1), "brought"],
      [id(2), "brought"]
    ])
  })
})
