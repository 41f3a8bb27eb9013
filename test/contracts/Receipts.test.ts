import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeReceipts } from "../../src/actors/channels/Receipts.ts"
import type { MessageId } from "../../src/domain/Ids.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { holder, received } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("a receipt of a message of ours", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  /** Answers a customer; gives the answer and what can happen to it. */
  const answered = async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    const { tenantId, channelId } = channel
    const { conversationId, messageId: causeId } = await storage.run(received(tenant))
    const reply = { tenantId, channelId, conversationId, causeId, parts: ["hello"], quotedId: null }
    const outbox = <A, E>(use: (service: Outbox["Service"]) => Effect.Effect<A, E>) =>
      storage.run(Effect.flatMap(Outbox, use))
    await outbox((o) => o.reply({ ...reply, at: Date.now() }))
    const read = async () => {
      const rows = await storage.query<{ id: MessageId; stage: string; networkId: string }>(
        `select id::text, stage, network_id as "networkId" from message where cause_id = $1::uuid`,
        [causeId]
      )
      return rows[0]!
    }
    const { id: messageId, networkId } = await read()
    return {
      stage: async () => (await read()).stage,
      settle: () => outbox((o) => o.settle(channel, [{ messageId, outcome: { _tag: "Sent", networkId } }])),
      channel,
      networkId,
      receipt: (stage: "delivered" | "read") => outbox((o) => o.delivered(channel, [{ networkId, stage }]))
    }
  }

  it("that comes before the message is written down as sent is not lost", async () => {
    const { stage, settle, receipt } = await answered()
    await receipt("delivered")
    expect(await stage()).toBe("queued")
    await settle()
    expect(await stage()).toBe("delivered")
  })

  it("of reading that comes too early is not undone by one of delivery", async () => {
    const { stage, settle, receipt } = await answered()
    await receipt("read")
    await receipt("delivered")
    await settle()
    expect(await stage()).toBe("read")
  })

  it("that comes in time moves the message on, once each way", async () => {
    const { stage, settle, receipt } = await answered()
    await settle()
    expect(await stage()).toBe("sent")
    await receipt("delivered")
    expect(await stage()).toBe("delivered")
    await receipt("read")
    await receipt("delivered")
    expect(await stage()).toBe("read")
  })

  it("of reading wins over one of delivery that is recorded with it, in either order", async () => {
    for (const stages of [
      ["delivered", "read"],
      ["read", "delivered"]
    ] as const) {
      const { stage, settle, channel, networkId } = await answered()
      await settle()
      const receipts = stages.map((one) => ({ networkId, stage: one }))
      await storage.run(Effect.flatMap(Outbox, (outbox) => outbox.delivered(channel, receipts)))
      expect(await stage()).toBe("read")
    }
  })

  it("is recorded before its channel ends, although the network says it once only", async () => {
    const [first, second] = [await answered(), await answered()]
    await first.settle()
    await second.settle()
    const { channel } = first
    await storage.run(
      Effect.scoped(
        Effect.gen(function* () {
          const receive = yield* makeReceipts(yield* Outbox, channel)
          yield* receive({ networkId: first.networkId, stage: "delivered" })
          yield* Effect.yieldNow
          yield* receive({ networkId: first.networkId, stage: "read" })
          yield* receive({ networkId: second.networkId, stage: "delivered" })
        })
      )
    )
    expect(await first.stage()).toBe("read")
    expect(await second.stage()).toBe("delivered")
  })
})
