import { Effect, Layer } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import * as RequestControls from "../../src/actors/orders/RequestControls.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { type CloseOptions, RequestControl } from "../../src/ports/RequestControl.ts"
import type { RequestId } from "../../src/domain/Ids.ts"
import { type Asked, type FollowedStorage, openFollowed } from "./FollowedRequests.ts"
import type { SmallTenant } from "./TestStorage.ts"

const hour = 3_600_000

describe("how requests end without the panel", () => {
  let storage: FollowedStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openFollowed()
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    await storage.reset()
    await storage.query("update dispatch set state = 'done'")
    tenant = await storage.tenant()
  })

  const close = async (
    { id, tenant: { tenantId } }: Pick<Asked, "id" | "tenant">,
    options: Partial<CloseOptions> = {},
    requestId?: RequestId
  ) => {
    const row = requestId ?? (await storage.rowOf(id)).id
    return storage.run(
      Effect.flatMap(RequestControl, (control) =>
        control.close(tenantId, row, { result: "done", isCustomerTold: true, by: "sita", ...options })
      ).pipe(Effect.provide(Layer.fresh(RequestControls.layer)))
    )
  }
  const listed = (status: string | null) =>
    storage.run(
      Effect.flatMap(Desk, (desk) =>
        desk.requests(tenant.tenantId, { before: null, limit: 50, status, search: null })
      )
    )
  const dispatchOf = async ({ id }: Asked) =>
    (await listed(null)).items.find(({ orderId }) => orderId === id)!.dispatches[0]!

  const retry = async (asked: Asked) => {
    const { id } = await dispatchOf(asked)
    return storage.run(
      Effect.flatMap(DeadLetters, (letters) =>
        letters.retry(tenant.tenantId, id, { by: "sita", isConfirmed: false })
      )
    )
  }

  it("OR-11: what nobody answered in 72 hours is stale: listed and counted as such, closed where it waited, and nobody is told", async () => {
    const at = Date.now() - 72 * hour
    const waiting = await storage.ask(tenant, "pending", { at, dispatches: [] })
    const handedOn = await storage.ask(tenant, "pending", { at })
    await storage.query("update request set status = 'done', stage = 'added' where order_id = $1", [
      handedOn.id
    ])
    const failed = await storage.ask(tenant, "pending", { at })
    await storage.query("update request set status = 'failed' where order_id = $1", [failed.id])
    const young = await storage.ask(tenant, "pending", { at: at + hour })
    await storage.look()
    expect(await storage.rowOf(waiting.id)).toMatchObject({ status: "closed", result: "stale" })
    expect(await storage.rowOf(handedOn.id)).toMatchObject({ status: "done", result: "stale" })
    expect(await storage.rowOf(failed.id)).toMatchObject({ status: "failed", result: "stale" })
    expect(await storage.rowOf(young.id)).toMatchObject({ status: "open", result: null })
    const { counts, items } = await listed("stale")
    expect(items.map(({ orderId }) => orderId)).toEqual([failed.id, handedOn.id, waiting.id])
    expect(items.every(({ result, resultAt }) => result === "stale" && resultAt! > Date.now() - hour)).toBe(
      true
    )
    expect(counts).toEqual({ open: 1, closed: 1, done: 1, failed: 1, stale: 3 })
    expect((await listed(null)).items).toHaveLength(4)
    expect(await storage.saidIn(waiting.conversationId)).toEqual([])
  })

  it("OR-12: staff close a request with a word to the customer, once, and it is in the audit", async () => {
    const asked = await storage.ask(tenant, "pending", { dispatches: [] })
    expect(await close(asked, { result: "rejected" })).toEqual({ _tag: "Closed", isTold: true })
    expect(await close(asked)).toEqual({ _tag: "AlreadyEnded" })
    expect(await storage.saidIn(asked.conversationId)).toEqual([`Order ${asked.id} cannot be cancelled.`])
    expect(await storage.rowOf(asked.id)).toMatchObject({ status: "closed", result: "rejected" })
    storage.orders.set(asked.id, "cancelled")
    await storage.due(asked.ids)
    expect(await storage.look()).toBe(0)
    expect(
      await storage.query(
        "select actor, action, subject, before, after from audit_entry where tenant_id = $1",
        [tenant.tenantId]
      )
    ).toEqual([
      {
        actor: "sita",
        action: "request.closed",
        subject: `cancel ${asked.id}`,
        before: { status: "waiting" },
        after: { status: "closed", result: "rejected", isTold: true }
      }
    ])
  })

  it.each([
    ["cancel", "done", "Order # has been cancelled."],
    ["refill", "done", "The refill of order # is done."],
    ["speedup", "done", "Order # is running again."],
    ["refill", "rejected", "Order # cannot be refilled."],
    ["speedup", "rejected", "Order # cannot be sped up."],
    ["refill", "closed", "Refill request for order # has been closed."]
  ] as const)("OR-12: a %s closed as %s is told so", async (command, result, text) => {
    const asked = await storage.ask(tenant, null, { command })
    await close(asked, { result })
    expect(await storage.saidIn(asked.conversationId)).toEqual([text.replace("#", asked.id)])
  })

  it("OR-12: of 20 who close a request at once, in two processes, one does, and the customer reads it once", async () => {
    const asked = await storage.ask(tenant, "cancelled")
    const { id } = await storage.rowOf(asked.id)
    const layer = RequestControls.layer
    const outcomes = await storage.race(20, () =>
      Effect.flatMap(RequestControl, (control) =>
        control.close(tenant.tenantId, id, { result: "done", isCustomerTold: true, by: "sita" })
      ).pipe(Effect.provide(layer))
    )
    await storage.look()
    expect(outcomes.filter(({ _tag }) => _tag === "Closed")).toHaveLength(1)
    expect(await storage.saidIn(asked.conversationId)).toHaveLength(1)
  })

  it("OR-12: nobody is told when staff do not want it or a person answers the chat, and nobody closes another tenant's", async () => {
    const silent = await storage.ask(tenant, null)
    expect(await close(silent, { isCustomerTold: false })).toEqual({ _tag: "Closed", isTold: false })
    const human = await storage.ask(tenant, null, { chat: "200@lid" })
    await storage.query("update conversation set controller = 'human' where id = $1", [human.conversationId])
    expect(await close(human)).toEqual({ _tag: "Closed", isTold: false })
    for (const { conversationId } of [silent, human]) expect(await storage.saidIn(conversationId)).toEqual([])
    const mine = await storage.ask(tenant, null)
    expect(await close({ id: mine.id, tenant: await storage.tenant() })).toEqual({ _tag: "NotFound" })
  })

  it("OR-12: what was not handed on yet is not handed on any more, and cannot be tried again", async () => {
    const asked = await storage.ask(tenant, "pending")
    await close(asked, { isCustomerTold: false, result: "closed" })
    const withdrawn = { state: "dead", safeText: "Not sent: the request had ended." }
    expect(await dispatchOf(asked)).toMatchObject(withdrawn)
    expect(await retry(asked)).toBe("notRetryable")
    expect(await dispatchOf(asked)).toMatchObject(withdrawn)
  })

  it("OR-11: a stale request may be closed by hand, or be tried again and is watched anew", async () => {
    const at = Date.now() - 72 * hour
    const one = await storage.ask(tenant, "pending", { at })
    const two = await storage.ask(tenant, "pending", { at })
    await storage.look()
    expect(await close(one)).toEqual({ _tag: "Closed", isTold: true })
    expect(await storage.rowOf(one.id)).toMatchObject({ status: "closed", result: "done" })
    expect(await retry(two)).toBe("retried")
    expect(await storage.rowOf(two.id)).toMatchObject({ status: "open", result: null })
    expect((await storage.rowOf(two.id)).minutes).toBeCloseTo(5, 0)
    storage.orders.set(two.id, "cancelled")
    await storage.due(two.ids)
    await storage.look()
    expect(await storage.saidIn(two.conversationId)).toEqual([
      `Order ${one.id} has been cancelled.`,
      `Order ${two.id} has been cancelled.`
    ])
  })
})
