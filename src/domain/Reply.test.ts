import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OrderId, RequestId } from "./Ids.ts"
import type { OrderAnswer } from "./OrderAnswer.ts"
import { composeReply, splitText } from "./Reply.ts"
import type { Stage } from "./ReplyText.ts"
import { defaultRules } from "./Rules.ts"
import type { Rules } from "./Rules.ts"

const accepted = (
  id: string,
  more: Partial<Extract<OrderAnswer, { _tag: "Accepted" }>> = {}
): OrderAnswer => ({
  _tag: "Accepted",
  orderId: OrderId.make(id),
  asked: "cancel",
  command: "cancel",
  requestId: RequestId.make(`r${id}`),
  status: "in_progress",
  template: "cancel.added",
  dispatches: 2,
  isRepeat: false,
  ...more
})

const refused = (
  id: string,
  kind: Extract<OrderAnswer, { _tag: "Refused" }>["kind"],
  template: string,
  more = {}
): OrderAnswer => ({
  _tag: "Refused",
  orderId: OrderId.make(id),
  asked: "cancel",
  kind,
  template,
  variables: {
    order_id: id,
    order_ids: id,
    current_status: "Completed",
    hours: "12",
    command: "Cancel",
    ...more
  }
})

const notOwned = (id: string) => refused(id, "not_owned", "not_owned")
const waiting = (id: string) => refused(id, "in_progress", "in_progress")

const stagesOf = (answers: ReadonlyArray<OrderAnswer>, stage: Stage): ReadonlyMap<RequestId, Stage> =>
  new Map(
    answers.flatMap((answer) => (answer._tag === "Accepted" ? [[answer.requestId, stage] as const] : []))
  )

const reply = (
  answers: ReadonlyArray<OrderAnswer>,
  options: {
    stage?: Stage
    stages?: ReadonlyMap<RequestId, Stage>
    asked?: string
    rules?: Partial<Rules>
  } = {}
): ReadonlyArray<string> =>
  composeReply({
    answers,
    stages: options.stages ?? stagesOf(answers, options.stage ?? "added"),
    rules: { ...defaultRules, ...options.rules },
    asked: options.asked ?? "cancel"
  })

const many = (count: number): ReadonlyArray<OrderAnswer> =>
  Array.from({ length: count }, (_, index) => accepted(`${49_000_001 + index}`))

describe("OR-06 three honest stages of one order", () => {
  it("says added only when it is", () => {
    expect(reply([accepted("12345")])).toEqual(["Cancel request added for order 12345"])
    expect(reply([accepted("12345")], { stage: "recorded" })).toEqual([
      "Your cancel request for order 12345 has been recorded and is under review."
    ])
    expect(reply([accepted("12345")], { stages: new Map() })).toEqual(
      reply([accepted("12345")], { stage: "recorded" })
    )
    expect(reply([accepted("12345")], { stage: "failed" })).toEqual([
      "We recorded your request for order 12345. Our team will look at it."
    ])
  })

  it("never says added of a request that waits for staff", () => {
    const answer = accepted("12345", { template: "cancel.recorded", dispatches: 0 })
    expect(reply([answer], { stage: "added" }).join()).not.toMatch(/added/)
  })

  it("keeps the words of a refill that became a speed-up", () => {
    const answer = accepted("12345", {
      asked: "refill",
      command: "speedup",
      template: "refill.pending_speedup.added"
    })
    expect(reply([answer], { asked: "refill" })).toEqual([
      "12345 is still pending. Speed-up request has been added."
    ])
    expect(reply([answer], { asked: "refill", stage: "recorded" })).toEqual([
      "12345 is still pending. Your speed-up request has been recorded and is under review."
    ])
  })

  it("uses the tenant's own text", () => {
    const templates = { "cancel.added": "OK {order_id} ({status})" }
    expect(reply([accepted("12345")], { rules: { templates } })).toEqual(["OK 12345 (In progress)"])
  })
})

describe("OR-07 refund", () => {
  it("answers with the refund texts", () => {
    const texts = (answer: OrderAnswer, stage: Stage = "added") => reply([answer], { asked: "refund", stage })
    const queue = "These orders are added to refund support queue: 12345"
    expect(texts(accepted("12345"))).toEqual([queue])
    expect(texts(accepted("12345", { template: "cancel.added.processing" }))).toEqual([queue])
    expect(texts(accepted("12345"), "recorded")).toEqual([
      "Your refund request for order 12345 has been recorded and is under review."
    ])
    expect(texts(refused("12345", "status", "cancel.refused.completed"))).toEqual([
      "Completed orders cannot be refunded."
    ])
    expect(texts(refused("12345", "status", "cancel.refused.partial"))).toEqual([
      "Order already partially refunded: 12345"
    ])
  })
})

describe("BU-02 detailed", () => {
  it("lists what was added and why the rest failed, and counts", () => {
    const answers = [
      accepted("11111"),
      accepted("22222"),
      notOwned("33333"),
      refused("44444", "status", "cancel.refused.completed"),
      waiting("55555")
    ]
    expect(reply(answers)).toEqual([
      [
        "Cancel Results",
        "",
        "✅ Added (2): 11111, 22222",
        "❌ Failed (2):",
        "• 33333: does not belong to you",
        "• 44444: order is Completed",
        "These support requests are already in progress: 55555. For each order, you can request support once every 12 hours.",
        "",
        "Total: 5 | ✅ 2 | ❌ 3"
      ].join("\n")
    ])
  })

  it("keeps the stages apart", () => {
    const answers = [accepted("11111"), accepted("22222"), accepted("33333")]
    const [first, second, third] = answers.map((answer) => RequestId.make(`r${answer.orderId}`))
    const stages = new Map<RequestId, Stage>([
      [first!, "added"],
      [second!, "recorded"],
      [third!, "failed"]
    ])
    const [text] = reply(answers, { stages, asked: "refund" })
    expect(text).toContain("Refund Results")
    expect(text).toContain("✅ Added (1): 11111")
    expect(text).toContain("✅ Recorded and under review (1): 22222")
    expect(text).toContain("✅ Recorded, our team will look at it (1): 33333")
  })

  it("is only the client's line when every order is in progress", () => {
    expect(reply([waiting("11111"), waiting("22222")])).toEqual([
      "These support requests are already in progress: 11111, 22222. For each order, you can request support once every 12 hours."
    ])
  })

  it("says once that the panel could not be asked", () => {
    const answers = [
      refused("11111", "panel_unreachable", "panel_unreachable"),
      refused("22222", "panel_unreachable", "panel_unreachable")
    ]
    expect(reply(answers)).toEqual([
      "We could not check these orders right now: 11111, 22222. Please try again in a few minutes."
    ])
  })
})

it("leaves no variable open when an answer came without any", () => {
  const bare = (id: string): OrderAnswer => ({
    _tag: "Refused",
    orderId: OrderId.make(id),
    asked: "cancel",
    kind: "in_progress",
    template: "in_progress",
    variables: {}
  })
  for (const answers of [[bare("11111")], [bare("11111"), bare("22222")]])
    expect(reply(answers).join()).not.toMatch(/[{}]/)
})

describe("BU-02 compact", () => {
  it("starts above the threshold", () => {
    expect(reply(many(5))[0]).toContain("Cancel Results")
    expect(reply(many(6))[0]).toBe(
      "49000001, 49000002, 49000003, 49000004, 49000005,\n49000006\n\nSupport request added successfully."
    )
    expect(reply(many(3), { rules: { replyMode: "compact" } })[0]).toContain("successfully")
    expect(reply(many(8), { rules: { replyMode: "detailed" } })[0]).toContain("Cancel Results")
  })

  it("has a refund wording and an honest recorded one", () => {
    expect(reply(many(6), { asked: "refund" })[0]).toContain("\n\nRefund request added for the above orders.")
    expect(reply(many(6), { stage: "recorded" })[0]).toContain(
      "Support request recorded. It is under review."
    )
    expect(reply(many(6), { stage: "failed" })[0]).not.toMatch(/added/)
  })

  it("counts mixed results and names the ids in progress", () => {
    expect(reply([...many(6), notOwned("111"), waiting("222"), waiting("333")])).toEqual([
      [
        "Bulk request processed. Valid orders: 6. Skipped orders: 3 (invalid, not owned, or already in queue)",
        "Support requests have been added where applicable.",
        "These support requests are already in progress: 222, 333. For each order, you can request support once every 12 hours."
      ].join("\n\n")
    ])
  })

  it("says nothing was added when nothing was", () => {
    expect(reply(["1111", "2222", "3333", "4444", "5555", "6666"].map(notOwned))[0]).toBe(
      "Bulk request processed. Valid orders: 0. Skipped orders: 6 (invalid, not owned, or already in queue)"
    )
    expect(reply([...many(6), notOwned("111")], { stage: "recorded" })[0]).not.toMatch(/been added/)
  })
})

describe("BU-02 separate", () => {
  it("is one message per order", () => {
    expect(reply([accepted("11111"), waiting("22222")], { rules: { replyMode: "separate" } })).toEqual([
      "Cancel request added for order 11111",
      "These support requests are already in progress: 22222. For each order, you can request support once every 12 hours."
    ])
  })

  it("lists several statuses in one message", () => {
    const status = (id: string): OrderAnswer => ({
      _tag: "Answered",
      orderId: OrderId.make(id),
      asked: "status",
      template: "status",
      variables: { order_id: id, status: "Pending" }
    })
    expect(reply([status("11111"), status("22222"), notOwned("33333")], { asked: "status" })).toEqual([
      "Order 11111: Pending\nOrder 22222: Pending\nOrder ID does not belong to you: 33333"
    ])
  })
})

describe("splitText", () => {
  it("cuts at line ends, then at spaces, and keeps every word", () => {
    expect(splitText("one\ntwo\nthree", 8)).toEqual(["one\ntwo", "three"])
    expect(splitText("one two three", 8)).toEqual(["one two", "three"])
    expect(splitText("abcdef", 4)).toEqual(["abcd", "ef"])
    expect(splitText("", 10)).toEqual([])
    expect(splitText("x".repeat(4096), 4096)).toHaveLength(1)
  })

  it("never exceeds the limit, loses nothing but blanks, and breaks no character", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "bc ", "\n", "😀", "12345, ", "é")),
        fc.integer({ min: 2, max: 12 }),
        (scraps, limit) => {
          const text = scraps.join("")
          const parts = splitText(text, limit)
          expect(parts.every((part) => part.length > 0 && part.length <= limit && part.isWellFormed())).toBe(
            true
          )
          expect(parts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""))
        }
      )
    )
  })
})
