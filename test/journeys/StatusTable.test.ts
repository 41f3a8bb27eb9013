import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import {
  askOnTelegram,
  askOnWhatsApp,
  botWroteTo,
  cancelCalls,
  onTelegram,
  onWhatsApp,
  writtenTo
} from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** What follows from a command: `sent` is the provider's word, `panel` whether the panel's own request is made. */
interface Cell {
  readonly status: string
  readonly reply: string
  readonly sent?: "cancel" | "refill" | "speed"
  readonly panel?: true
  /** The request waits for staff: nothing leaves. */
  readonly recorded?: true
}

const cancelled = { sent: "cancel", panel: true } as const
const refilled = { sent: "refill" } as const
const sped = { sent: "speed" } as const
const recorded = { recorded: true } as const

/** OR-06 with the default rules; statuses as panels spell them. `#` stands for the order's number. */
const table: Readonly<Record<"cancel" | "refill" | "speedup", ReadonlyArray<Cell>>> = {
  cancel: [
    { status: "pending", reply: "Cancel request added for order #", ...cancelled },
    {
      status: "processing",
      reply: "Your cancel request for order # has been recorded and is under review.",
      ...recorded
    },
    { status: "in_progress", reply: "Cancel request added for order #", ...cancelled },
    { status: "completed", reply: "Completed orders cannot be cancelled." },
    { status: "partial", reply: "Order already partially refunded: #" },
    { status: "canceled", reply: "Order already cancelled: #" },
    { status: "Refunded", reply: "Order already refunded: #" },
    // The panel refuses these three by itself; the provider has the request, so "added" is true.
    { status: "error", reply: "Cancel request added for order #", ...cancelled },
    { status: "fail", reply: "Cancel request added for order #", ...cancelled },
    { status: "Awaiting payment", reply: "Cancel request added for order #", ...cancelled },
    {
      status: "Mysterious",
      reply: "Your cancel request for order # has been recorded and is under review.",
      ...recorded
    }
  ],
  refill: [
    { status: "pending", reply: "Refill is not possible because the order is still pending." },
    {
      status: "processing",
      reply: "Refill is not available because order # is currently in processing status."
    },
    { status: "in_progress", reply: "Refill is not possible because the order is still in progress." },
    { status: "completed", reply: "Refill request added for order #", ...refilled },
    { status: "partial", reply: "Order already partially refunded: #" },
    { status: "canceled", reply: "Order already cancelled: #" },
    { status: "Refunded", reply: "Order already refunded: #" },
    { status: "error", reply: "Refill is not possible because order # has failed." },
    { status: "fail", reply: "Refill is not possible because order # has failed." },
    { status: "Awaiting payment", reply: "Refill is not possible because the order is still pending." },
    {
      status: "Mysterious",
      reply: "Your refill request for order # has been recorded and is under review.",
      ...recorded
    }
  ],
  speedup: [
    { status: "pending", reply: "Speed-up request added for order #", ...sped },
    { status: "processing", reply: "Speed-up request added for order # (Status: Processing).", ...sped },
    { status: "in_progress", reply: "Speed-up request added for order #", ...sped },
    { status: "completed", reply: "Speed-up is not allowed for Completed orders." },
    { status: "partial", reply: "Speed-up is not allowed for Partial orders." },
    { status: "canceled", reply: "Speed-up is not allowed for Cancelled orders." },
    { status: "Refunded", reply: "Speed-up is not allowed for Refunded orders." },
    { status: "error", reply: "Speed-up is not allowed for Error orders." },
    { status: "fail", reply: "Speed-up is not allowed for Error orders." },
    { status: "Awaiting payment", reply: "Speed-up request added for order #", ...sped },
    {
      status: "Mysterious",
      reply: "Your speed-up request for order # has been recorded and is under review.",
      ...recorded
    }
  ]
}

const statusWords: ReadonlyArray<readonly [string, string]> = [
  ["pending", "Pending"],
  ["processing", "Processing"],
  ["in_progress", "In progress"],
  ["completed", "Completed"],
  ["partial", "Partial"],
  ["canceled", "Cancelled"],
  ["Refunded", "Refunded"],
  ["error", "Error"],
  ["fail", "Error"],
  ["Awaiting payment", "Awaiting"],
  ["Mysterious", "Unknown"]
]

describe("the status table over WhatsApp and Telegram", () => {
  let stage: Stage
  let nextOrder = 492_007_000
  const expected = { panel: new Array<string>(), provider: new Array<string>() }
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const newOrder = (user: string, status: string) => {
    const id = ++nextOrder
    const order = stage.panel.addOrder({
      id,
      user,
      status: status as NonNullable<NewOrder["status"]>,
      serviceName: "Instagram Followers | 30 Days Refill ♻️",
      provider: "followhub.example",
      externalId: `8${id}`,
      startCount: 120,
      remains: 40
    })
    return { id: String(order.id), externalId: order.externalId }
  }

  /** One order, asked for on one network; waits for everything that must follow. */
  const check = async (network: "whatsapp" | "telegram", command: string, cell: Cell) => {
    const user = network === "whatsapp" ? "rahim_smm" : stage.aaravUsername
    const { id, externalId } = newOrder(user, cell.status)
    const reply =
      network === "whatsapp"
        ? await askOnWhatsApp(stage.rahim, `${id} ${command}`)
        : await askOnTelegram(stage, stage.aarav, `${command} ${id}`)
    expect(reply).toBe(cell.reply.replace("#", id))
    const [request, ...others] = await stage.requestsOf(id)
    expect(others).toEqual([])
    if (cell.sent === undefined) {
      expect(request?.dispatches ?? []).toEqual([])
      expect(request?.status).toBe(cell.recorded === true ? "waiting" : undefined)
      return
    }
    const text = `${externalId} ${cell.sent}`
    expected.provider.push(text)
    await onWhatsApp(stage.groups.fastLikes, text)
    await onTelegram(stage, stage.groups.boostMint, text)
    if (cell.panel === true) {
      expected.panel.push(id)
      await stage.panel.waitForWrite(({ body }) => body["ids"] === id)
    }
    expect(await stage.settled(id)).toMatchObject({ status: "done", stage: "added" })
  }

  for (const command of ["cancel", "refill", "speedup"] as const) {
    it.each(table[command])(`OR-06, OR-05: ${command} of an order in "$status"`, async (cell) => {
      await check("whatsapp", command, cell)
      await check("telegram", command, cell)
    })
  }

  it.each(statusWords)(`OR-06, OR-05: status of an order in "%s" is told as "%s"`, async (status, word) => {
    const onOne = newOrder("rahim_smm", status).id
    const told = `${word} | Start count: 120 | Remains: 40`
    expect(await askOnWhatsApp(stage.rahim, `${onOne} status`)).toBe(`Order ${onOne}: ${told}`)
    const onOther = newOrder(stage.aaravUsername, status).id
    expect(await askOnTelegram(stage, stage.aarav, `status ${onOther}`)).toBe(`Order ${onOther}: ${told}`)
  })

  it("OR-06: with the rule on, a cancel of a processing order is forwarded, and a refill of a pending one becomes a speed-up", async () => {
    await stage.setRules({ isProcessingCancelForwarded: true, isPendingRefillSpeedup: true })
    const forwarded: Cell = {
      status: "processing",
      reply: "Cancel request added for order #. Our team is checking with the provider.",
      ...cancelled
    }
    const hurried: Cell = {
      status: "pending",
      reply: "# is still pending. Speed-up request has been added.",
      ...sped
    }
    for (const network of ["whatsapp", "telegram"] as const) {
      await check(network, "cancel", forwarded)
      await check(network, "refill", hurried)
    }
  })

  it("RU-03: a command that is switched off is answered so, and a pending refill then becomes no speed-up", async () => {
    await stage.setRules({ isSpeedupOn: false, isPendingRefillSpeedup: true })
    for (const network of ["whatsapp", "telegram"] as const) {
      await check(network, "speedup", {
        status: "pending",
        reply: "Speed-up requests are not available at the moment."
      })
      await check(network, "refill", {
        status: "pending",
        reply: "Refill is not possible because the order is still pending."
      })
    }
  })

  it("DI-01, DI-03: after all of it the panel and both provider groups have got exactly what was accepted, once each", () => {
    expect(cancelCalls(stage).flat().toSorted()).toEqual(expected.panel.toSorted())
    expect(writtenTo(stage.groups.fastLikes).toSorted()).toEqual(expected.provider.toSorted())
    expect(botWroteTo(stage.groups.boostMint).toSorted()).toEqual(expected.provider.toSorted())
    expect(stage.groups.fastLikes.log.duplicated.size).toBe(0)
    expect(stage.panel.claims).toEqual([])
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a provider's domain, the panel's key or the bot's token", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
