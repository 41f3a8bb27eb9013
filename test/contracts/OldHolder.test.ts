import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { MessageId } from "../../src/domain/Ids.ts"
import { Channels } from "../../src/ports/Channels.ts"
import type { ChannelHandle } from "../../src/ports/ChannelTransport.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox, type SendOutcome } from "../../src/ports/Outbox.ts"
import { inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("RT-04: a process that stood still while its channel went elsewhere", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const hold = () =>
    storage.run(
      Effect.map(
        Effect.flatMap(Channels, (channels) => channels.hold(tenant.tenantId, tenant.whatsapp)),
        Option.getOrThrow
      )
    )
  const settle = (channel: ChannelHandle, messageId: MessageId, outcome: SendOutcome) =>
    storage.run(Effect.flatMap(Outbox, (outbox) => outbox.settle(channel, [{ messageId, outcome }])))
  const waiting = async (channel: ChannelHandle, chatId: string) => {
    const { tenantId, channelId } = channel
    const stored = await storage.run(
      Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound({ chatId, chatPn: null })))
    )
    const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
    const at = Date.now()
    await storage.run(
      Effect.flatMap(Outbox, (outbox) =>
        outbox.reply({
          tenantId,
          channelId,
          conversationId,
          causeId,
          parts: ["answer"],
          quotedId: null,
          at
        })
      )
    )
    const [row] = await storage.query<{ id: MessageId }>("select id from message where cause_id = $1", [
      causeId
    ])
    return row!.id
  }
  const stateOf = async (id: MessageId) =>
    (
      await storage.query<{ stage: string; version: number }>(
        "select stage, version from message where id = $1",
        [id]
      )
    )[0]

  it("changes nothing of what waits to be sent, however its attempt ended", async () => {
    const old = await hold()
    const id = await waiting(old, "2001@lid")
    await hold()
    const before = await stateOf(id)
    await settle(old, id, { _tag: "Postponed", nextAt: Date.now() + 60_000 })
    await settle(old, id, { _tag: "Retry", nextAt: Date.now() + 60_000, safeText: "no answer" })
    await settle(old, id, { _tag: "Failed", safeText: "refused" })
    expect(await stateOf(id)).toEqual(before)
  })

  it("is believed that it sent a message, so that it is not sent again", async () => {
    const old = await hold()
    const id = await waiting(old, "2002@lid")
    await hold()
    await settle(old, id, { _tag: "Sent", networkId: "3EB0000000000000000000" })
    expect(await stateOf(id)).toMatchObject({ stage: "sent" })
  })

  it("says nothing of the channel's health", async () => {
    const old = await hold()
    const current = await hold()
    const acknowledged = (channel: ChannelHandle, at: number) =>
      storage.run(Effect.flatMap(Channels, (channels) => channels.acknowledged(channel, at)))
    const known = () =>
      storage.query("select last_acknowledged_at from channel where id = $1", [tenant.whatsapp])
    const before = await known()
    await acknowledged(old, Date.now())
    expect(await known()).toEqual(before)
    await acknowledged(current, Date.now() + 60_000)
    expect(await known()).not.toEqual(before)
  })
})
