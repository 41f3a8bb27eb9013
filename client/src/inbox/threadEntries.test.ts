import { describe, expect, it } from "vitest"
import type { Message } from "../api/Views.ts"
import { findFirstNew, threadEntries } from "./threadEntries.ts"

const at = Date.UTC(2028, 10, 20, 18, 0)
const message = (id: string, minutes: number, more: Partial<Message> = {}): Message => ({
  id,
  conversationId: "c",
  direction: "in",
  author: "customer",
  senderName: null,
  text: id,
  kind: "text",
  sentAt: at + minutes * 60_000,
  stage: "done",
  note: null,
  version: 1,
  ...more
})

describe("threadEntries", () => {
  it("parts days by the tenant's midnight, not by the browser's", () => {
    const messages = [message("a", 0), message("b", 20)]
    const tags = (zone: string) => threadEntries(messages, null, zone).map((entry) => entry._tag)
    expect(tags("UTC")).toEqual(["Day", "Message", "Message"])
    // 18:15 UTC is midnight in Kathmandu.
    expect(tags("Asia/Kathmandu")).toEqual(["Day", "Message", "Day", "Message"])
  })
  it("names the writer again after five minutes, another writer, or the new line", () => {
    const entries = threadEntries(
      [
        message("a", 0),
        message("b", 1),
        message("c", 7),
        message("d", 8, { author: "bot", direction: "out" })
      ],
      { id: "b", count: 2 },
      "UTC"
    )
    expect(entries.flatMap((entry) => (entry._tag === "Message" ? [entry.isFirst] : []))).toEqual([
      true,
      true,
      true,
      true
    ])
  })
})

describe("findFirstNew", () => {
  it("counts only what came in", () => {
    const messages = [
      message("a", 0),
      message("b", 1),
      message("c", 2, { direction: "out", author: "bot" }),
      message("d", 3)
    ]
    expect(findFirstNew(messages, 2)).toEqual({ id: "b", count: 2 })
    expect(findFirstNew(messages, 0)).toBeNull()
  })
  it("starts at the top when more is unread than is loaded", () => {
    expect(findFirstNew([message("a", 0)], 9)).toEqual({ id: "a", count: 9 })
  })
})
