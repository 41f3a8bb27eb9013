import { autoRetry } from "@grammyjs/auto-retry"
import { HttpError } from "grammy"
import { describe, expect, it } from "vitest"
import { useTelegram, failure } from "./useTelegram.ts"

const world = useTelegram()

describe("limits and faults", () => {
  it("answers 429 with retry_after on demand, which autoRetry waits out", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.chatWith(world.bot)
    world.telegram.faults.add({ kind: "retry-after", seconds: 1 })
    expect(await failure(world.client.api.sendMessage(rami.id, "hi"))).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 1 }
    })
    world.telegram.faults.add({ kind: "retry-after", seconds: 1, chatId: rami.id })
    world.client.api.config.use(autoRetry())
    const before = performance.now()
    await world.client.api.sendMessage(rami.id, "hi")
    expect(performance.now() - before).toBeGreaterThan(950)
    expect(world.telegram.calls.map((call) => call.outcome)).toEqual([429, 429, 200])
  })

  it("enforces the limits per private chat and per group once switched on", async () => {
    world.telegram.limits.isOn = true
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.chatWith(world.bot)
    const group = world.telegram.group({ title: "Support", members: [world.bot] })
    for (let count = 0; count < 3; count++) await world.client.api.sendMessage(rami.id, "burst")
    expect(await failure(world.client.api.sendMessage(rami.id, "too much"))).toMatchObject({
      parameters: { retry_after: 1 }
    })
    for (let count = 0; count < 20; count++) await world.client.api.sendMessage(group.id, "burst")
    expect(await failure(world.client.api.sendMessage(group.id, "too much"))).toMatchObject({
      parameters: { retry_after: 3 }
    })
  })

  it("leaves the outcome unknown when the connection drops after the effect", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.chatWith(world.bot)
    world.telegram.faults.add({ kind: "drop", method: "sendMessage" })
    world.telegram.faults.add({ kind: "drop-after", method: "sendMessage" })
    expect(await failure(world.client.api.sendMessage(rami.id, "lost"))).toBeInstanceOf(HttpError)
    expect(await failure(world.client.api.sendMessage(rami.id, "arrived"))).toBeInstanceOf(HttpError)
    expect(world.telegram.messages.map((message) => message.text)).toEqual(["arrived"])
    expect(world.telegram.calls.map((call) => call.hadEffect)).toEqual([false, true])
  })

  it("can hang, answer late, answer HTML and be down", async () => {
    world.telegram.faults.add({ kind: "hang", method: "getMe" })
    expect(await failure(world.client.api.getMe(AbortSignal.timeout(50) as never))).toBeInstanceOf(Error)
    world.telegram.faults.add({ kind: "latency", ms: 60, method: "getMe" })
    const before = performance.now()
    await world.client.api.getMe()
    expect(performance.now() - before).toBeGreaterThan(55)
    world.telegram.faults.add({ kind: "html" })
    expect(await failure(world.client.api.getMe())).toBeInstanceOf(HttpError)
    await world.telegram.down()
    expect(await failure(world.client.api.getMe())).toBeInstanceOf(HttpError)
    await world.telegram.up()
    expect(await world.client.api.getMe()).toMatchObject({
      username: "relaydesk_bot",
      can_read_all_group_messages: true
    })
  })
})
