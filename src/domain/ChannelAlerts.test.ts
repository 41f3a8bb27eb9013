import { describe, expect, it } from "vitest"
import type { ChannelState, CloseReason } from "./Channel.ts"
import { closeAlert } from "./ChannelAlerts.ts"

const now = 1_769_817_600_000
const closed = (code: number): CloseReason => ({ _tag: "Code", code, message: "", wasPaired: true })
const retrying: ChannelState = { _tag: "Reconnecting", at: now + 1_000, reason: "" }

describe("CH-03: the owner is told of a close", () => {
  it.each<readonly [number, ChannelState]>([
    [401, { _tag: "LoggedOut" }],
    [402, { _tag: "Banned", until: now + 1 }],
    [403, { _tag: "Locked" }],
    [406, { _tag: "Banned", until: null }],
    [409, { _tag: "Misconfigured", reason: "x" }],
    [440, { _tag: "Replaced" }]
  ])("with %i, which he must know of", (code, state) => {
    expect(closeAlert("Shop", closed(code), state, 0, now)).toMatch(/^Shop: .+\.$/)
  })

  it.each<readonly [number, ChannelState]>([
    [428, retrying],
    [440, retrying],
    [503, retrying],
    [405, { _tag: "Outdated", at: now }],
    [408, { _tag: "QrExpired" }]
  ])("but not with %i, which ends by itself or which he sees on the page", (code, state) => {
    expect(closeAlert("Shop", closed(code), state, 9, now)).toBeNull()
  })

  it("with 500 when it came five times in a row", () => {
    expect(closeAlert("Shop", closed(500), retrying, 4, now)).toBeNull()
    expect(closeAlert("Shop", closed(500), retrying, 5, now)).toContain("5 times in a row")
  })
})
