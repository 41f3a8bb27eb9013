import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { PanelId } from "../../src/domain/Ids.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { cancelCalls } from "./Chats.ts"
import { networks, newcomer, type Newcomer } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("one tenant with two panels", () => {
  let stage: Stage
  let gold: PanelSimulator
  let goldId: PanelId
  let nextOrder = 640_000_000
  let names = 0
  beforeAll(async () => {
    gold = await startPanelSimulator({ settings: { ratePerSecond: 5 } })
    stage = await openStage({
      requestsPerSecond: 5,
      allow: [new URL(gold.url).host],
      panelPatience: "4 seconds",
      rules: { isAccountStatusChecked: false, areUsernamesShared: true }
    })
    goldId = await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addPanel({
          tenantId: stage.tenantId,
          name: "Gold Panel",
          baseUrl: gold.url,
          key: Redacted.make(gold.adminKey),
          requestsPerSecond: 5
        })
      )
    )
    const name = Redacted.make("fastlikes.example")
    const provider = { tenantId: stage.tenantId, panelId: goldId, alias: "Gold's FastLikes", name }
    await stage.run(Effect.flatMap(TenantSetup, (setup) => setup.addProvider(provider)))
    await stage.inForce(({ panels }) => panels.length === 2, "the second panel")
  })
  afterAll(async () => {
    await stage.close()
    await gold.stop()
  })

  type Customer = Newcomer & { readonly username: string }
  const customerOf = async (panelId: PanelId | null, network: (typeof networks)[number] = "whatsapp") => {
    const person = newcomer(stage, network)
    const username = `two.panels.${++names}`
    const fields = { userId: null, email: null, panelId, memo: "", language: null, isAutoSuspended: false }
    const how = { mayHaveSeveral: false, by: "owner" }
    await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(stage.tenantId, { username, ...fields }, [person.address], how)
      )
    )
    return { ...person, username }
  }
  const orderOn = (panels: ReadonlyArray<PanelSimulator>, users: ReadonlyArray<string>) => {
    const id = ++nextOrder
    for (const [n, panel] of panels.entries()) {
      const user = users[n] ?? users[0]!
      panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    }
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const foreign = (id: string) => `Order ID does not belong to you: ${id}`
  const isAsked = (panel: PanelSimulator, id: string) =>
    cancelCalls({ panel }).some((ids) => ids.includes(id))
  const reads = (panel: PanelSimulator) =>
    panel.requests.filter(({ method, path }) => method === "GET" && path.endsWith("/orders")).length
  /** The order was asked for on this panel and on no other. */
  const onlyOn = (panel: PanelSimulator, id: string) => {
    const other = panel === gold ? stage.panel : gold
    return stage
      .settled(id)
      .then(() => expect([isAsked(panel, id), isAsked(other, id)]).toEqual([true, false]))
  }
  const works = async (person: Customer, panel: PanelSimulator, id: string, text = `${id} cancel`) => {
    expect(await person.ask(text)).toBe(added(id))
    await onlyOn(panel, id)
  }

  it.each(networks)("OR-10: on %s an order is found on whichever panel has it", async (network) => {
    const person = await customerOf(null, network)
    await works(person, stage.panel, orderOn([stage.panel], [person.username]))
    await works(person, gold, orderOn([gold], [person.username]))
    expect(await person.ask("999000401 cancel")).toBe(foreign("999000401"))
    const others = orderOn([gold], ["somebody.else"])
    expect(await person.ask(`${others} cancel`)).toBe(foreign(others))
  })

  it.each(networks)(
    "OR-10: on %s of two orders with one number the customer's own is meant",
    async (network) => {
      const person = await customerOf(null, network)
      await works(person, stage.panel, orderOn([stage.panel, gold], [person.username, "somebody.else"]))
      await works(person, gold, orderOn([stage.panel, gold], ["somebody.else", person.username]))
      const foreignOnBoth = orderOn([stage.panel, gold], ["somebody.else"])
      expect(await person.ask(`${foreignOnBoth} cancel`)).toBe(foreign(foreignOnBoth))
    }
  )

  it.each(networks)(
    "OR-10: on %s who owns both is asked which, and the panel's name decides",
    async (network) => {
      const person = await customerOf(null, network)
      const id = orderOn([stage.panel, gold], [person.username])
      expect(await person.ask(`${id} cancel`)).toBe(
        `Order ${id} exists on several panels: Main, Gold Panel. Please send it again with the panel's name, for example: ${id} Cancel Main`
      )
      expect(await stage.requestsOf(id)).toEqual([])
      await works(person, gold, id, `${id} cancel gold panel`)
      const other = orderOn([stage.panel, gold], [person.username])
      await works(person, stage.panel, other, `${other} Cancel Main`)
      // The same number on the other panel is another order, with a wait of its own.
      expect(await person.ask(`${other} cancel Gold-Panel`)).toBe(added(other))
      await stage.until(
        "the other panel's call",
        Effect.sync(() => isAsked(gold, other)),
        (is) => is
      )
    }
  )

  it("OR-10: a customer's own panel comes first, the other is asked for what is not there only", async () => {
    const person = await customerOf(goldId)
    const before = reads(stage.panel)
    await works(person, gold, orderOn([stage.panel, gold], [person.username]))
    await works(person, gold, orderOn([gold], [person.username]))
    expect(reads(stage.panel)).toBe(before)
    await works(person, stage.panel, orderOn([stage.panel], [person.username]))
    expect(reads(stage.panel)).toBe(before + 1)
    await works(person, stage.panel, orderOn([stage.panel, gold], [person.username, "somebody.else"]))
  })

  it("OR-10: a chat that is bound to a panel looks there first, whoever writes", async () => {
    const person = await customerOf(null)
    await works(person, stage.panel, orderOn([stage.panel], [person.username]))
    const [chat] = await stage.query<{ id: string }>("select id from conversation where chat_id = $1", [
      person.address.lid
    ])
    await stage.query("update conversation set panel_id = $1::uuid where id = $2::uuid", [goldId, chat!.id])
    const both = () => orderOn([stage.panel, gold], [person.username])
    await stage.until(
      "the chat's panel",
      Effect.promise(() => person.ask(`${both()} status`)),
      (answer) => !answer.includes("several panels")
    )
    await works(person, gold, both())
  })

  it("OR-03, OR-10: a user's number on one panel is nobody's on the other", async () => {
    const person = newcomer(stage)
    const username = `two.panels.${++names}`
    const own = gold.setUser(username)
    // Panels count their users each for themselves: the same number is somebody else on the other.
    while (stage.panel.store.users.length < gold.store.users.length) {
      stage.panel.setUser(`filler.${stage.panel.store.users.length}`)
    }
    const namesake = stage.panel.store.users.find(({ id }) => id === own.id)!
    for (const panel of [stage.panel, gold]) panel.settings.showsUserIds = true
    await stage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(
          stage.tenantId,
          {
            // Renamed on the panel since: the number is what is left of him.
            username: `${username}.before`,
            userId: String(own.id),
            email: null,
            panelId: goldId,
            memo: "",
            language: null,
            isAutoSuspended: false
          },
          [person.address],
          { mayHaveSeveral: false, by: "owner" }
        )
      )
    )
    const [mine, theirs] = [orderOn([gold], [username]), orderOn([stage.panel], [namesake.username])]
    expect(await person.ask(`${theirs} cancel`)).toBe(foreign(theirs))
    expect(await stage.requestsOf(theirs)).toEqual([])
    expect(await person.ask(`${mine} cancel`)).toBe(added(mine))
    await onlyOn(gold, mine)
    for (const panel of [stage.panel, gold]) panel.settings.showsUserIds = false
  })

  it("OR-10, SE-07: while one panel is down the other's orders are answered at once, and what is not found is said to be unchecked", async () => {
    const person = await customerOf(null)
    await gold.down()
    const started = performance.now()
    await works(person, stage.panel, orderOn([stage.panel], [person.username]))
    expect(performance.now() - started).toBeLessThan(3_900)
    const [here, there, foreignHere] = [
      orderOn([stage.panel], [person.username]),
      orderOn([gold], [person.username]),
      orderOn([stage.panel], ["somebody.else"])
    ]
    expect(await person.ask(`${here} ${there} ${foreignHere} cancel`)).toBe(
      [
        "Cancel Results",
        "",
        `✅ Added (1): ${here}`,
        `We could not check these orders right now: ${there}, ${foreignHere}. Please try again in a few minutes.`,
        "",
        "Total: 3 | ✅ 1 | ❌ 2"
      ].join("\n")
    )
    await gold.up()
    // The gateway tries a panel that was down again after a while.
    const isBack = () => person.ask(`${there} status`)
    await stage.until("the panel's return", Effect.promise(isBack), (text) => text.startsWith("Order "))
    await works(person, gold, there)
    expect(await person.ask(`${foreignHere} cancel`)).toBe(foreign(foreignHere))
  })

  it("CU-07, OR-10: a customer without a panel of his own is refused when every panel that knows him refuses him", async () => {
    const rules = { isAccountStatusChecked: true, areUsernamesShared: true }
    await stage.setRules(rules)
    const [banned, half] = [await customerOf(null), await customerOf(null)]
    gold.setUser(banned.username, { status: "banned" })
    gold.setUser(half.username, { status: "banned" })
    const id = orderOn([gold], [banned.username])
    expect(await banned.ask(`${id} cancel`)).toContain("Your account is banned.")
    await works(half, stage.panel, orderOn([stage.panel], [half.username]))
    await stage.setRules({ isAccountStatusChecked: false, areUsernamesShared: true })
  })

  it("OR-03, OR-10: without the rule that a username is one person everywhere, a namesake's order on another panel is somebody else's", async () => {
    await stage.setRules({ isAccountStatusChecked: false })
    const person = await customerOf(goldId)
    await works(person, gold, orderOn([gold], [person.username]))
    const namesakes = orderOn([stage.panel], [person.username])
    expect(await person.ask(`${namesakes} cancel`)).toBe(foreign(namesakes))
    await stage.setRules({ isAccountStatusChecked: false, areUsernamesShared: true })
  })

  it("OR-10: a panel that comes back in time is waited for", async () => {
    const person = await customerOf(goldId)
    const id = orderOn([gold], [person.username])
    gold.faults.add({ kind: "status", status: 503, path: "/orders", times: 2 })
    await works(person, gold, id)
  })

  it("OR-10, BU-01, BU-04: 100 orders of two panels with every outcome are one read, one call and one answer", async () => {
    const person = await customerOf(null, "telegram")
    for (const panel of [stage.panel, gold]) panel.faults.add({ kind: "latency", ms: 300, times: "always" })
    const many = (count: number, panels: ReadonlyArray<PanelSimulator>, users: ReadonlyArray<string>) =>
      Array.from({ length: count }, () => orderOn(panels, users))
    const main = many(40, [stage.panel], [person.username])
    const other = many(25, [gold], [person.username])
    const byOwner = many(5, [stage.panel, gold], ["somebody.else", person.username])
    const both = many(5, [stage.panel, gold], [person.username])
    const theirs = [...many(8, [stage.panel], ["somebody.else"]), ...many(7, [gold], ["somebody.else"])]
    const nowhere = Array.from({ length: 10 }, (_, n) => `99900050${n}`)
    const ids = [...main, ...other, ...byOwner, ...both, ...theirs, ...nowhere]
    expect(ids).toHaveLength(100)
    const calls = () => [
      reads(stage.panel),
      reads(gold),
      cancelCalls(stage).length,
      cancelCalls({ panel: gold }).length
    ]
    const before = calls()
    const started = performance.now()
    const answer = await person.ask(`${ids.join(" ")} cancel`)
    console.log(
      `OR-10: 100 orders of two panels answered in ${Math.round(performance.now() - started)} ms (panels 300 ms, 5 requests/s)`
    )
    expect(answer).toBe(
      [
        "Bulk request processed. Valid orders: 70. Skipped orders: 30 (invalid, not owned, or already in queue)",
        "Support requests have been added where applicable.",
        `Order ${both.join(", ")} exists on several panels: Main, Gold Panel. Please send it again with the panel's name, for example: ${both[0]} Cancel Main`
      ].join("\n\n")
    )
    for (const id of [...main, ...other, ...byOwner]) await stage.settled(id)
    expect(calls().map((count, n) => count - before[n]!)).toEqual([1, 1, 1, 1])
    expect(cancelCalls(stage).at(-1)!.toSorted()).toEqual(main.toSorted())
    expect(cancelCalls({ panel: gold }).at(-1)!.toSorted()).toEqual([...other, ...byOwner].toSorted())
    for (const panel of [stage.panel, gold]) expect(panel.traffic.maxInAnySecond()).toBeLessThanOrEqual(5)
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage, [stage.tenantId], [gold.adminKey])).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
