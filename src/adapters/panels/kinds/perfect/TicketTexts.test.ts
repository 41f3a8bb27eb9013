import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { PanelSimulator } from "../../../../../simulators/panel/PanelSimulator.ts"
import type { PanelSettings } from "../../../../../simulators/panel/PanelSettings.ts"
import { PanelUsers } from "../../../../ports/PanelUsers.ts"
import { panelId, panelsOf, simulatedPanel, tenantId } from "../../PanelWorld.ts"

const now = Math.floor(Date.now() / 1000)
const hour = 3_600

const textsOf = (panel: PanelSimulator, username: string, since = (now - hour) * 1000) =>
  Effect.flatMap(PanelUsers, (users) => users.ticketTexts(tenantId, panelId, username, since)).pipe(
    Effect.provide(panelsOf(panel, { requestsPerSecond: 1_000 }))
  )
const panelWith = (settings: Partial<PanelSettings> = {}) =>
  simulatedPanel({ settings: { ratePerSecond: 0, ...settings } })

describe("ticketTexts", () => {
  it.live("CU-05: gives subject and messages of the user's tickets as plain text", () =>
    Effect.gen(function* () {
      const panel = yield* panelWith()
      panel.addTicket("Rami", "Code RD-ABCD2345", "Hello,<br>my code is <b>RD-</b>WXYZ6789 &amp; thanks")
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), [
        "Code RD-ABCD2345",
        "Hello,\nmy code is RD-WXYZ6789 & thanks"
      ])
    })
  )

  for (const ticketList of ["full", "nameless"] as const) {
    it.live(`CU-05: never gives a text of somebody else's ticket (${ticketList} list)`, () =>
      Effect.gen(function* () {
        const panel = yield* panelWith({ ticketList })
        for (const other of ["rami2", "ram", "john"]) panel.addTicket(other, `of ${other}`, "RD-ABCD2345")
        panel.addTicket("rami", "mine", "own text")
        assert.deepStrictEqual(yield* textsOf(panel, "RAMI"), ["mine", "own text"])
        assert.deepStrictEqual(yield* textsOf(panel, "nobody"), [])
      })
    )
  }

  it.live(
    "reads a list without names ticket by ticket, 20 at most, and a list with names only where needed",
    () =>
      Effect.gen(function* () {
        for (const [ticketList, calls] of [
          ["full", 1],
          ["nameless", 21]
        ] as const) {
          const panel = yield* panelWith({ ticketList })
          for (let n = 0; n < 30; n += 1) panel.addTicket("john", "Order", "slow")
          assert.deepStrictEqual(yield* textsOf(panel, "rami"), [])
          assert.lengthOf(panel.requests, calls)
        }
      })
  )

  it.live("leaves out tickets from before, unless the customer has written in them since", () =>
    Effect.gen(function* () {
      const panel = yield* panelWith()
      panel.addTicket("rami", "old", "long ago", now - 2 * hour)
      const revived = panel.addTicket("rami", "revived", "first", now - 2 * hour)
      revived.lastUpdate = now
      revived.messages.push({ id: 2, author: "rami", isStaff: false, message: "RD-ABCD2345", created: now })
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), ["revived", "first", "RD-ABCD2345"])
      assert.lengthOf(panel.requests, 2, "the list, and the one ticket that counts")
    })
  )

  it.live("CU-05: what staff wrote is no proof", () =>
    Effect.gen(function* () {
      const panel = yield* panelWith()
      const ticket = panel.addTicket("rami", "Order", "slow")
      ticket.messages.push({ id: 2, author: "support", isStaff: true, message: "RD-ABCD2345?", created: now })
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), ["Order", "slow"])
    })
  )

  it.live("finds the newest tickets where the panel lists the oldest first", () =>
    Effect.gen(function* () {
      const panel = yield* panelWith({ ticketOrder: "oldest-first" })
      for (let n = 0; n < 150; n += 1) panel.addTicket("john", "Order", "slow", now - 500 + n)
      panel.addTicket("rami", "newest", "RD-ABCD2345")
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), ["newest", "RD-ABCD2345"])
    })
  )

  it.live("finds nothing on a panel without tickets, nor in answers of the wrong types", () =>
    Effect.gen(function* () {
      const panel = yield* panelWith()
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), [])
      panel.faults.add({ kind: "wrong-types", path: "/tickets", times: "always" })
      panel.addTicket("rami", "mine", "own text")
      // Names came as numbers: nobody is taken for the owner.
      assert.deepStrictEqual(yield* textsOf(panel, "rami"), [])
    })
  )
})
