import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Person } from "../../../simulators/telegram/Person.ts"
import {
  startTelegramSimulator,
  type TelegramSimulator
} from "../../../simulators/telegram/TelegramSimulator.ts"
import { TestBot, type TestConnection, textTo } from "./TestBot.ts"

describe("a message to Telegram", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  let open: TestConnection
  let rami: Person
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot()
    rami = telegram.person({ firstName: "Rami" })
    rami.chatWith(robot)
    open = await new TestBot(telegram.url, robot.token).open()
  })
  afterEach(async () => {
    await open.close()
    await telegram.stop()
  })

  const reasonOf = async (chatId: number) => {
    const answer = await open.send(textTo(chatId, "hello"))
    return answer._tag === "Failure" ? answer.failure : undefined
  }

  it("is refused in words by a person who has blocked the bot", async () => {
    rami.block(robot)
    expect(await reasonOf(rami.id)).toMatchObject({
      reason: { _tag: "Refused", isClosed: true },
      safeText: "This person has blocked the bot."
    })
  })

  it("is refused in words where the chat is unknown", async () => {
    expect(await reasonOf(12345)).toMatchObject({ reason: { _tag: "Refused", isClosed: true } })
  })

  it("DI-02: is refused for what it is and not for where it goes when it is too long", async () => {
    const answer = await open.send(textTo(rami.id, "x".repeat(4_097)))
    expect(answer).toMatchObject({
      failure: {
        reason: expect.not.objectContaining({ isClosed: true }),
        safeText: "The message is too long for Telegram."
      }
    })
  })

  it("is to be tried again when Telegram says so, and was not sent", async () => {
    telegram.faults.add({ kind: "retry-after", method: "sendMessage", seconds: 7 })
    expect(await reasonOf(rami.id)).toMatchObject({ reason: { _tag: "RateLimited", retryAfterMillis: 7000 } })
    expect(telegram.messages).toEqual([])
  })

  it("learns the new id of a group that became a supergroup", async () => {
    const group = telegram.group({ title: "Support", type: "group", members: [robot, rami] })
    const old = group.id
    group.migrate()
    expect(await reasonOf(old)).toMatchObject({ reason: { _tag: "Moved", chatId: String(group.id) } })
  })

  it.each([
    ["the connection breaks after it was taken", { kind: "drop-after" }],
    ["the connection breaks", { kind: "drop" }],
    ["the server fails", { kind: "status", status: 502 }],
    ["a proxy answers instead", { kind: "html" }]
  ] as const)("has an unknown outcome when %s", async (_, fault) => {
    telegram.faults.add({ ...fault, method: "sendMessage" })
    expect(await reasonOf(rami.id)).toMatchObject({ reason: { _tag: "Unknown" } })
    expect(telegram.calls.filter(({ method }) => method.toLowerCase() === "sendmessage").length).toBeLessThan(
      2
    )
  })

  it("did not leave when Telegram cannot be reached", async () => {
    await telegram.down()
    expect(await reasonOf(rami.id)).toMatchObject({ reason: { _tag: "NotConnected" } })
    await telegram.up()
  })
})
