import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { OrderStatus } from "../../simulators/panel/Model.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { lookOnce } from "../../src/actors/orders/FollowUp.ts"
import { OrderId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { FollowUps } from "../../src/ports/FollowUps.ts"
import { Panels } from "../../src/ports/Panels.ts"
import { RequestControl } from "../../src/ports/RequestControl.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { rahimsOrders } from "./Orders.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("OR-11 requests are followed to their end", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = rahimsOrders(() => stage, 580_000_000)
  const ask = (text: string) => askOnWhatsApp(stage.rahim, text)
  const cancel = async (id: string) => {
    expect(await ask(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    await stage.settled(id)
  }
  const panelShows = (id: string, status: OrderStatus) => {
    stage.panel.store.setStatus(stage.panel.store.orders.get(Number(id))!, status)
  }
  /** The time for a look at these orders has come. */
  const look = async (...ids: ReadonlyArray<string>) => {
    await stage.query("update request set watch_at = now() where order_id = any($1) and result is null", [
      ids
    ])
    await stage.run(lookOnce())
  }
  /** Looks until the order's request has ended so: what was read of the panel a moment ago is remembered for a moment. */
  const ended = (id: string, result: string) =>
    stage.until(
      `the result ${result} of order ${id}`,
      Effect.promise(async () => {
        await look(id)
        return stage.requestsOf(id)
      }),
      ([request]) => request?.result === result
    )
  const toldRahim = (id: string) =>
    stage.rahim.inbox.entries.filter(({ isFromGateway, text }) => isFromGateway && text.includes(id))
  const hears = (text: string) =>
    stage.rahim.waitFor((message) => message.isFromGateway && message.text === text, 10_000)
  /** Whatever was to be said before is said when the answer to this has come. */
  const allSaid = () => ask("492007588 status")

  it("a customer on WhatsApp reads once that his order is cancelled, when the panel shows it", async () => {
    const id = addOrder()
    await cancel(id)
    await look(id)
    expect((await stage.requestsOf(id))[0]).toMatchObject({ status: "done", result: null })
    panelShows(id, "canceled")
    await ended(id, "done")
    await hears(`Order ${id} has been cancelled.`)
    await look(id)
    await allSaid()
    expect(toldRahim(id).map(({ text }) => text)).toEqual([
      `Cancel request added for order ${id}`,
      `Order ${id} has been cancelled.`
    ])
    expect((await stage.requestsOf(id))[0]).toMatchObject({ status: "done", result: "done" })
  })

  it("a customer on Telegram does, too", async () => {
    const id = addOrder({ user: stage.aaravUsername, status: "pending" })
    expect(await askOnTelegram(stage, stage.aarav, `${id} speed up`)).toBe(
      `Speed-up request added for order ${id}`
    )
    await stage.settled(id)
    panelShows(id, "in_progress")
    await ended(id, "done")
    const text = `Order ${id} is running again.`
    const isIt = (message: { isFromBot: boolean; text: string }) => message.isFromBot && message.text === text
    await stage.telegram.waitFor(isIt, 10_000)
    await look(id)
    await askOnTelegram(stage, stage.aarav, `${id} status`)
    expect(stage.telegram.messages.filter(isIt)).toHaveLength(1)
  })

  it("orders of one chat that end together are told in one message", async () => {
    const ids = [addOrder(), addOrder(), addOrder()]
    await ask(`${ids.join(", ")} cancel`)
    for (const id of ids) await stage.settled(id)
    const [first, second, third] = ids as [string, string, string]
    panelShows(first, "canceled")
    panelShows(second, "completed")
    panelShows(third, "partial")
    const before = stage.rahim.inbox.entries.length
    // What was read of the panel a moment ago is remembered for a moment; the last of them for the longest.
    await stage.until(
      "the panel's new word",
      Effect.flatMap(Panels, (panels) =>
        panels.findOrders(stage.tenantId, stage.panelId, [OrderId.make(third)])
      ),
      (found) => found.get(OrderId.make(third))?.status === "partial"
    )
    await look(...ids)
    const message = await stage.rahim.waitFor(
      ({ isFromGateway, seq }) => isFromGateway && seq > before,
      10_000
    )
    expect(message.text.split("\n").toSorted()).toEqual([
      `Order ${first} has been cancelled.`,
      `Order ${second} could not be cancelled: it was completed first.`,
      `Order ${third} has been stopped. What was not delivered is refunded.`
    ])
    await allSaid()
    expect(
      stage.rahim.inbox.entries.slice(before).filter(({ text }) => text.includes("has been"))
    ).toHaveLength(1)
  })

  it("a process that died while it looked is followed by another: the customer reads it once", async () => {
    const id = addOrder()
    await cancel(id)
    panelShows(id, "canceled")
    await stage.query("update request set watch_at = now() where order_id = $1", [id])
    const now = Date.now() + 1_000
    const held = await stage.run(
      Effect.flatMap(FollowUps, (service) => service.claim(now, now + 60_000, 1_000))
    )
    expect(held.map(({ orderId }) => orderId)).toContain(id)
    await stage.run(lookOnce())
    expect((await stage.requestsOf(id))[0]).toMatchObject({ result: null })
    await ended(id, "done")
    await hears(`Order ${id} has been cancelled.`)
    await allSaid()
    expect(toldRahim(id)).toHaveLength(2)
  })

  it("LD-02: in a chat that a person answers the bot keeps quiet, and staff see the result", async () => {
    const id = addOrder()
    await cancel(id)
    const control = (controller: string) =>
      stage.query(
        "update conversation set controller = $1 where id = (select conversation_id from request where order_id = $2)",
        [controller, id]
      )
    await control("human")
    panelShows(id, "canceled")
    await ended(id, "done")
    await control("bot")
    await look(id)
    await allSaid()
    expect(toldRahim(id)).toHaveLength(1)
  })

  it("while the panel is away nothing is said, and when it is back the result is", async () => {
    const id = addOrder()
    await cancel(id)
    panelShows(id, "canceled")
    await stage.panel.down()
    await look(id)
    expect((await stage.requestsOf(id))[0]).toMatchObject({ result: null })
    await stage.panel.up()
    await ended(id, "done")
    await hears(`Order ${id} has been cancelled.`)
  })

  it("what nobody answered in 72 hours is stale, says nothing, and the order may be asked for again", async () => {
    const id = addOrder({ status: "processing" })
    const recorded = `Your cancel request for order ${id} has been recorded and is under review.`
    expect(await ask(`${id} cancel`)).toBe(recorded)
    const past = "now() - interval '72 hours'"
    await stage.query(`update request set accepted_at = ${past} where order_id = $1`, [id])
    await stage.query(`update order_slot set last_accepted_at = ${past} where order_id = $1`, [id])
    await ended(id, "stale")
    const stale = await stage.run(
      Effect.flatMap(Desk, (desk) =>
        desk.requests(stage.tenantId, { before: null, limit: 50, status: "stale", search: id })
      )
    )
    expect(stale).toMatchObject({ items: [{ orderId: id, status: "closed" }], counts: { stale: 1 } })
    expect(await ask(`${id} cancel`)).toBe(recorded)
    expect(toldRahim(id)).toHaveLength(2)
  })

  it("OR-12: a request that staff close by hand ends with a word to the customer, in his chat", async () => {
    const id = addOrder({ status: "processing" })
    await ask(`${id} cancel`)
    const [request] = await stage.requestsOf(id)
    const close = () =>
      stage.run(
        Effect.flatMap(RequestControl, (control) =>
          control.close(stage.tenantId, request!.id, { result: "rejected", isCustomerTold: true, by: "sita" })
        )
      )
    expect(await Promise.all([close(), close()])).toContainEqual({ _tag: "AlreadyEnded" })
    await hears(`Order ${id} cannot be cancelled.`)
    await ended(id, "rejected")
    await allSaid()
    expect(toldRahim(id)).toHaveLength(2)
  })

  it("SE-07: nobody has seen a secret or an inner error", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
