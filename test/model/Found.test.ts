import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import { openStorage, type TestStorage } from "../contracts/TestStorage.ts"
import { type Household, makeHousehold, openOrders, type Orders } from "./OrderGateway.ts"
import { OrderModel, type Question } from "./OrderModel.ts"
import { readRequests } from "./RequestRows.ts"

/** What the model found once, told alone. */
describe("an order's work on the database", () => {
  let storage: TestStorage
  let household: Household
  let orders: Orders
  const { now, rules } = new OrderModel()
  beforeAll(async () => {
    storage = await openStorage(1)
    household = await storage.run(makeHousehold)
  })
  afterAll(() => storage.close())

  const fresh = async () => {
    orders = await openOrders(storage, household)
    await orders.setTime(now)
    orders.setRules(rules)
  }
  const question = (fields: Partial<Question> = {}): Question => ({
    message: newId(),
    order: 0,
    asked: "cancel",
    who: "owner",
    isBulk: false,
    status: "in_progress",
    ...fields
  })

  it("RT-03: a message with two commands for an order, cut between them, makes the second when it is resumed", async () => {
    await fresh()
    const cancel = question()
    const speedup = { ...cancel, asked: "speedup" as const }
    await orders.ask(cancel)
    orders.forget(0)
    const again = await orders.ask(cancel, true)
    expect(again).toMatchObject({ _tag: "Accepted", command: "cancel", isRepeat: true })
    expect(await orders.ask(speedup, true)).toMatchObject({
      _tag: "Accepted",
      command: "speedup",
      isRepeat: false
    })
    const rows = await readRequests(storage, orders.ids)
    expect(rows.map(({ command }) => command)).toEqual(["cancel", "speedup"])
  })

  it("design rule 3: who lost his answer with the actor gets it, though somebody else was refused meanwhile", async () => {
    await fresh()
    const first = question()
    await orders.ask(first)
    orders.forget(0)
    expect(await orders.ask(question())).toMatchObject({ _tag: "Refused", kind: "in_progress" })
    expect(await orders.ask(first)).toMatchObject({ _tag: "Accepted", isRepeat: true })
  })

  it("OR-04: without a cooldown a clock that was set back refuses nobody", async () => {
    await fresh()
    orders.setRules({ ...rules, isCooldownOn: false })
    await orders.ask(question())
    await storage.query("update request set status = 'done' where order_id = $1", [orders.ids[0]])
    await orders.setTime(now - 300_000)
    expect(await orders.ask(question())).toMatchObject({ _tag: "Accepted", isRepeat: false })
    const [one, two] = await readRequests(storage, orders.ids)
    expect(two!.at).toBe(one!.at)
  })

  it("OR-04: an older request that staff retry is what is in progress, whatever was accepted after it", async () => {
    await fresh()
    await orders.ask(question())
    await storage.query("update request set status = 'failed' where order_id = $1", [orders.ids[0]])
    await orders.setTime(now + rules.cooldownHours * 3_600_000)
    await orders.ask(question())
    await storage.query("update request set status = 'done' where order_id = $1 and status = 'open'", [
      orders.ids[0]
    ])
    await storage.query("update request set status = 'open' where order_id = $1 and status = 'failed'", [
      orders.ids[0]
    ])
    orders.forget(0)
    expect(await orders.ask(question())).toMatchObject({ _tag: "Refused", kind: "in_progress" })
  })
})
