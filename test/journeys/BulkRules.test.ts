import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { BulkView } from "../../src/domain/LiveEvent.ts"
import { Bulks } from "../../src/ports/Bulks.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { type Newcomer, networks, newcomer, onTelegram, onWhatsApp } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("the owner's rules for many orders", () => {
  let stage: Stage
  let nextOrder = 670_000_000
  let customers: Readonly<Record<(typeof networks)[number], Newcomer & { readonly username: string }>>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    customers = {
      whatsapp: { ...onWhatsApp(stage, stage.rahim), username: "rahim_smm" },
      telegram: { ...onTelegram(stage, stage.aarav), username: stage.aaravUsername }
    }
  })
  afterAll(() => stage.close())

  const addOrders = (count: number, user: string, fields: Parameters<Stage["panel"]["addOrder"]>[0] = {}) =>
    Array.from({ length: count }, () => {
      const id = ++nextOrder
      stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}`, ...fields })
      return String(id)
    })
  const added = (id: string) => `Cancel request added for order ${id}`
  const bulks = async () => {
    const { items } = await stage.run(
      Effect.flatMap(Bulks, (all) => Effect.orDie(all.list(stage.tenantId, { before: null, limit: 100 })))
    )
    return items
  }
  /** What dashboards were told of the bulk that names this order count, oldest first. */
  const told = (id: string): ReadonlyArray<BulkView> =>
    stage.capture.frames
      .flatMap((frame): ReadonlyArray<{ _tag: string; bulk: BulkView }> => JSON.parse(frame).events ?? [])
      .flatMap((event) => (event._tag === "BulkChanged" && event.bulk.id === id ? [event.bulk] : []))

  it.each(networks)(
    "BU-03: on %s a command that takes one order at a time refuses several, and does nothing",
    async (network) => {
      await stage.setRules({ singleOnly: ["cancel"] })
      const { username, ...person } = customers[network]
      const [one, two, three] = addOrders(3, username) as [string, string, string]
      const before = await bulks()
      expect(await person.ask(`${one} ${two} cancel`)).toBe(
        "Cancel requests are taken for one order at a time. Please send one order ID per message."
      )
      for (const id of [one, two]) expect(await stage.requestsOf(id)).toEqual([])
      expect(await bulks()).toEqual(before)
      expect(await person.ask(`${one} ${two} refund`)).toBe(
        "Refund requests are taken for one order at a time. Please send one order ID per message."
      )
      expect(await person.ask(`${one} cancel`)).toBe(added(one))
      await person.say(`${two} ${three} speedup\n${two} ${three} cancel`)
      await stage.until("both answers", Effect.sync(person.heard), (texts) => {
        const last = texts.slice(-2)
        return (
          last.some((text) => text.startsWith("Speed-up Results")) &&
          last.some((text) => text.startsWith("Cancel requests"))
        )
      })
      expect((await stage.requestsOf(two)).map(({ command }) => command)).toEqual(["speedup"])
    }
  )

  it.each(networks)(
    "BU-03: on %s orders asked for in bulk have the wait of bulks, each order its own",
    async (network) => {
      await stage.setRules({ bulkCooldownHours: 1 })
      const { username, ...person } = customers[network]
      const [early, late, fresh] = addOrders(3, username) as [string, string, string]
      await person.ask(`${early} ${late} speedup`)
      for (const id of [early, late]) expect(await stage.settled(id)).toMatchObject({ status: "done" })
      await stage.query(
        "update order_slot set last_accepted_at = last_accepted_at - interval '2 hours' where order_id = $1",
        [early]
      )
      expect(await person.ask(`${early} speedup`)).toBe(
        `These support requests are already in progress: ${early}. For each order, you can request support once every 12 hours.`
      )
      expect(await person.ask(`${early} ${late} ${fresh} speedup`)).toBe(
        [
          "Speed-up Results",
          "",
          `✅ Added (2): ${early}, ${fresh}`,
          `These support requests are already in progress: ${late}. For each order, you can request support once every 1 hours.`,
          "",
          "Total: 3 | ✅ 2 | ❌ 1"
        ].join("\n")
      )
    }
  )

  it.each(networks)(
    "BU-06: on %s a bulk is recorded with its counts and each order's outcome, and dashboards see it grow",
    async (network) => {
      await stage.setRules({})
      const { username, ...person } = customers[network]
      const fine = addOrders(22, username)
      const [done] = addOrders(1, username, { status: "completed" })
      const [theirs] = addOrders(1, "sita.media")
      const ids = [...fine, done!, theirs!, "999000601"]
      await person.ask(`${ids.join(" ")} cancel`)
      const [bulk] = await bulks()
      expect(bulk).toMatchObject({
        username,
        sender: network === "whatsapp" ? stage.rahim.number : String(stage.aarav.id),
        command: "cancel",
        total: 25,
        done: 25,
        succeeded: 22,
        skipped: 3,
        finishedAt: expect.any(Number)
      })
      expect(bulk!.detail).toEqual([
        ...fine.map((orderId) => ({ orderId, outcome: "accepted" })),
        { orderId: done, outcome: "not in this status" },
        { orderId: theirs, outcome: "somebody else's order" },
        { orderId: "999000601", outcome: "not found" }
      ])
      const events = told(bulk!.id)
      expect(events.map((event) => event.done)).toEqual([0, 10, 20, 25])
      expect(events.at(-1)).toEqual(bulk)
      expect(events.slice(0, -1).every(({ finishedAt }) => finishedAt === null)).toBe(true)
    }
  )

  it("BU-03, BU-06: without the detailed log the counts are kept and the orders are not", async () => {
    await stage.setRules({ isBulkDetailed: false })
    const { username, ...person } = customers.whatsapp
    await person.ask(`${addOrders(2, username).join(" ")} 999000602 cancel`)
    expect((await bulks())[0]).toMatchObject({ total: 3, succeeded: 2, skipped: 1, detail: null })
  })

  it("BU-06: one order, and more than the most, leave no record; two commands of one message leave two", async () => {
    await stage.setRules({ maxBulkSize: 4 })
    const { username, ...person } = customers.telegram
    const before = (await bulks()).length
    await person.ask(`${addOrders(1, username)[0]} cancel`)
    expect(await person.ask(`${addOrders(5, username).join(" ")} cancel`)).toContain(
      "You can send up to 4 order IDs"
    )
    expect(await bulks()).toHaveLength(before)
    const ids = addOrders(2, username).join(" ")
    await person.ask(`${ids} cancel\n${ids} speedup`)
    const records = await stage.until(
      "two records",
      Effect.promise(bulks),
      (all) => all.length === before + 2
    )
    expect(
      records
        .slice(0, 2)
        .map(({ command, total }) => [command, total])
        .toSorted()
    ).toEqual([
      ["cancel", 2],
      ["speedup", 2]
    ])
  })

  it("BU-06, CU-10: the bulk of a trusted identity names nobody's account", async () => {
    await stage.setRules({})
    const staff = newcomer(stage)
    await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.trust(stage.tenantId, staff.address, { label: "Shift", getsNotices: false }, "owner")
      )
    )
    const ids = [...addOrders(1, "rahim_smm"), ...addOrders(1, "sita.media")]
    expect(await staff.ask(`${ids.join(" ")} cancel`)).toContain(`✅ Added (2): ${ids.join(", ")}`)
    expect((await bulks())[0]).toMatchObject({ username: "a trusted contact", succeeded: 2 })
  })

  describe.each(networks)("BU-02: reply modes on %s", (network) => {
    const two = (mode: string) => async () => {
      await stage.setRules({ replyMode: mode, detailedUpTo: 2 })
      return customers[network]
    }
    const detailed = (ids: ReadonlyArray<string>) =>
      `Cancel Results\n\n✅ Added (${ids.length}): ${ids.join(", ")}\n\nTotal: ${ids.length} | ✅ ${ids.length} | ❌ 0`
    const compact = (ids: ReadonlyArray<string>) => `${ids.join(", ")}\n\nSupport request added successfully.`

    it("auto: detailed up to the threshold, compact above it", async () => {
      const { username, ...person } = await two("auto")()
      const [few, many] = [addOrders(2, username), addOrders(3, username)]
      expect(await person.ask(`${few.join(" ")} cancel`)).toBe(detailed(few))
      expect(await person.ask(`${many.join(" ")} cancel`)).toBe(compact(many))
    })

    it("detailed and compact whatever the number", async () => {
      const { username, ...person } = await two("detailed")()
      const ids = [addOrders(4, username), addOrders(2, username)] as const
      expect(await person.ask(`${ids[0].join(" ")} cancel`)).toBe(detailed(ids[0]))
      await two("compact")()
      expect(await person.ask(`${ids[1].join(" ")} cancel`)).toBe(compact(ids[1]))
    })

    it("separate: one reply per order, refusals too", async () => {
      const { username, ...person } = await two("separate")()
      const ids = addOrders(2, username)
      const before = person.heard().length
      await person.say(`${ids.join(" ")} 999000603 cancel`)
      const replies = await stage.until(
        "three replies",
        Effect.sync(person.heard),
        (texts) => texts.length >= before + 3
      )
      expect(replies.slice(before).toSorted()).toEqual(
        [...ids.map(added), "Order ID does not belong to you: 999000603"].toSorted()
      )
    })
  })

  it("BU-02: a group gets its bulk answer as a reply to the message", async () => {
    await stage.setRules({})
    const ids = addOrders(2, "rahim_smm")
    const { id } = await stage.rahim.sendToGroup(stage.groups.support.jid, `${ids.join(" ")} cancel`)
    const reply = await stage.groups.support.log.waitFor(({ quotedId }) => quotedId === id)
    expect(reply.text).toContain(`✅ Added (2): ${ids.join(", ")}`)
    expect(reply.from).toBe(gatewayNumber)
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
