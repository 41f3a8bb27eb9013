import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { type ImmediateFault } from "../../../simulators/whatsapp/Faults.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { type CloseReason } from "../../domain/Channel.ts"
import { closeAlert } from "../../domain/ChannelAlerts.ts"
import { attemptAfter, countFailure, nextStep, noFailures } from "../../domain/Reconnect.ts"
import { TestChannel } from "./TestSession.ts"

const now = 1_769_817_600_000
const number = "4915100000401"

/** A failure of an open connection, whosever it is. */
type OfOneNumber = ImmediateFault extends infer One
  ? One extends unknown
    ? Omit<One, "number">
    : never
  : never

/** What follows a close as a channel's run decides it, and whether the owner hears of it. */
const after = (reason: CloseReason) => {
  const count = countFailure(noFailures, reason, 1_000)
  const step = nextStep(reason, "whatsapp", attemptAfter(count, reason), 0.5, now)
  return {
    step: step._tag,
    state: step.state._tag,
    isTold: closeAlert("Shop", reason, step.state, count.errors, now) !== null
  }
}

describe("CH-03, every close of WhatsApp: what follows, whether the keys stay, whether the owner is told", () => {
  let simulator: WhatsAppSimulator
  let channel: TestChannel
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    channel = new TestChannel(simulator.url)
    await (await channel.link(simulator, number)).close()
  })
  afterEach(() => simulator.faults.clear())
  afterAll(() => simulator.stop())

  it.each<readonly [string, number, OfOneNumber, ReturnType<typeof after>]>([
    [
      "a TCP reset",
      428,
      { kind: "end", how: "reset" },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "a WebSocket close",
      428,
      { kind: "end", how: "close" },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "the stream's end",
      428,
      { kind: "end", how: "xmlstreamend" },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "another login",
      440,
      { kind: "streamError", code: 440 },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "an error without a code",
      500,
      { kind: "streamError", code: 500 },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "a busy server",
      503,
      { kind: "streamError", code: 503 },
      { step: "Retry", state: "Reconnecting", isTold: false }
    ],
    [
      "a wished restart",
      515,
      { kind: "streamError", code: 515 },
      { step: "Retry", state: "Connecting", isTold: false }
    ]
  ])("%s (%i) of an open session", async (_, code, fault, expected) => {
    const open = await channel.logIn()
    simulator.faults.add({ ...fault, number })
    const reason = await open.closed()
    await open.close()
    expect(reason).toMatchObject({ _tag: "Code", code, wasPaired: true })
    expect(after(reason)).toEqual(expected)
    expect(channel.hasCredentials()).toBe(true)
  })

  it.each<readonly [number, number | undefined, ReturnType<typeof after>]>([
    [402, undefined, { step: "Stop", state: "Banned", isTold: true }],
    [402, 7_200, { step: "Retry", state: "Banned", isTold: true }],
    [403, undefined, { step: "Stop", state: "Locked", isTold: true }],
    [405, undefined, { step: "Retry", state: "Outdated", isTold: false }],
    [406, undefined, { step: "Stop", state: "Banned", isTold: true }],
    [409, undefined, { step: "Stop", state: "Misconfigured", isTold: true }],
    [411, undefined, { step: "Stop", state: "Misconfigured", isTold: true }],
    [500, undefined, { step: "Retry", state: "Reconnecting", isTold: false }],
    [503, undefined, { step: "Retry", state: "Reconnecting", isTold: false }]
  ])("a login refused with %i, for %s seconds", async (code, expire, expected) => {
    channel.restart()
    simulator.faults.add({
      kind: "loginFailure",
      number,
      reason: code,
      ...(expire === undefined ? {} : { expire })
    })
    const open = await channel.open()
    const reason = await open.closed()
    await open.close()
    expect(reason).toMatchObject({
      _tag: "Code",
      code,
      ...(expire === undefined ? {} : { forMillis: expire * 1_000 })
    })
    expect(after(reason)).toEqual(expected)
    expect(channel.hasCredentials()).toBe(true)
  })

  it("a lost line while this process stood still is known for what it is", async () => {
    const open = await channel.logIn()
    channel.world.stalled = 6_200
    simulator.faults.add({ kind: "end", number, how: "reset" })
    const reason = await open.closed()
    channel.world.stalled = null
    await open.close()
    expect(reason).toEqual({ _tag: "Stalled", lagMillis: 6_200 })
    expect(after(reason)).toEqual({ step: "Retry", state: "Reconnecting", isTold: false })
  })

  it("QR codes that nobody scanned (408)", async () => {
    const impatient = await startWhatsAppSimulator({ qrRefs: 0 })
    const fresh = new TestChannel(impatient.url)
    const open = await fresh.open()
    expect(after(await open.closed())).toEqual({ step: "Stop", state: "QrExpired", isTold: false })
    await open.close()
    await impatient.stop()
  })

  it("an HTTP status at the upgrade, on which the library hangs", async () => {
    simulator.faults.add({ kind: "upgradeStatus", status: 502 })
    const open = await channel.open()
    expect(after(await open.closed())).toEqual({ step: "Retry", state: "Reconnecting", isTold: false })
    await open.close()
    expect(channel.hasCredentials()).toBe(true)
  })

  it("the end of the link on the phone (401), the only one that forgets the keys", async () => {
    const open = await channel.logIn()
    simulator.phone(number).unlink()
    const reason = await open.closed()
    await open.close()
    expect(after(reason)).toEqual({ step: "Stop", state: "LoggedOut", isTold: true })
    expect(channel.hasCredentials()).toBe(false)
  })
})
