import { describe, expect, it } from "vitest"
import {
  batchItems,
  defaultCommandWords,
  groupByWords,
  renderProviderMessage,
  wordFor,
  wordsFor
} from "./ProviderMessage.ts"
import type { OrderStatus } from "./Order.ts"
import type { ProviderMessage } from "./ProviderMessage.ts"

const render = (change: Partial<ProviderMessage> = {}): string =>
  renderProviderMessage({
    format: null,
    words: defaultCommandWords,
    command: "cancel",
    items: [
      { externalId: "8847283", orderId: "492007588" },
      { externalId: "xc34-433-yu3", orderId: "492007589" }
    ],
    alias: "Rush",
    panelName: "Best SMM",
    ...change
  })

describe("PR-07", () => {
  it("sends ids and the command by default, for one and for several", () => {
    expect(render({ items: [{ externalId: "8847283", orderId: "1" }] })).toBe("8847283 cancel")
    expect(render()).toBe("8847283, xc34-433-yu3 cancel")
    expect(render({ command: "speedup" })).toBe("8847283, xc34-433-yu3 speed")
  })

  it("uses the provider's words and format", () => {
    const words = { refill: "R", cancel: "storno", speedup: " " }
    expect(render({ words })).toBe("8847283, xc34-433-yu3 storno")
    expect(render({ words, command: "speedup" })).toBe("8847283, xc34-433-yu3 speed")
    expect(
      render({
        format: "{alias}/{panel}: {order_ids} = {external_ids} {cancel} {status}{nope}",
        status: "Processing"
      })
    ).toBe("Rush/Best SMM: 492007588, 492007589 = 8847283, xc34-433-yu3 cancel Processing{nope}")
  })

  it("falls back to the default when a format names no ids", () => {
    expect(render({ format: "please {command}" })).toBe("8847283, xc34-433-yu3 cancel")
  })

  it("keeps ids on one line and expands nothing inside them", () => {
    expect(render({ items: [{ externalId: "12\n34 {alias}", orderId: "1" }] })).toBe("12 34 {alias} cancel")
  })
})

describe("RU-04 a word per provider and status", () => {
  const words = { cancel: "storno", "cancel@processing": "speed", "speedup@pending": " go ", refill: " " }

  it("takes the status's word, then the command's, then the usual one", () => {
    expect(wordFor(words, "cancel", "processing")).toBe("speed")
    expect(wordFor(words, "cancel", "in_progress")).toBe("storno")
    expect(wordFor(words, "speedup", "pending")).toBe("go")
    expect(wordFor(words, "speedup", "processing")).toBe("speed")
    expect(wordFor(words, "refill", "completed")).toBe("refill")
  })

  it("finds no words where there are none", () => {
    expect(wordFor({}, "cancel", "processing")).toBe("cancel")
    expect(wordFor(JSON.parse('{"cancel@processing":""}'), "cancel", "processing")).toBe("cancel")
  })

  it("lets orders share a message only when their words are the same", () => {
    const item = (orderId: string, orderStatus: OrderStatus) => ({ orderId, orderStatus })
    const ids = (words: Readonly<Record<string, string>>) =>
      groupByWords(
        [item("1", "in_progress"), item("2", "processing"), item("3", "pending"), item("4", "processing")],
        words
      ).map((group) => group.map(({ orderId }) => orderId))
    expect(ids(words)).toEqual([["1"], ["2", "4"], ["3"]])
    expect(ids({ "cancel@processing": "speed" })).toEqual([
      ["1", "3"],
      ["2", "4"]
    ])
    expect(ids({ cancel: "storno" })).toEqual([["1", "2", "3", "4"]])
  })

  it("writes a message's words for its orders' status", () => {
    expect(render({ words: wordsFor(words, "processing") })).toBe("8847283, xc34-433-yu3 speed")
    expect(render({ words: wordsFor(words, "in_progress") })).toBe("8847283, xc34-433-yu3 storno")
  })
})

describe("BU-05", () => {
  it("has the bulk format by name", () => {
    expect(render({ format: "bulk" })).toBe("Bulk Cancel Request:\nExternal IDs: 8847283, xc34-433-yu3")
    expect(render({ format: "bulk", command: "speedup" })).toContain("Bulk Speed-up Request:")
  })

  it("cuts batches of a set size, order kept", () => {
    expect(batchItems([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(batchItems([], 2)).toEqual([])
    expect(batchItems([1, 2], 0)).toEqual([[1], [2]])
  })
})
