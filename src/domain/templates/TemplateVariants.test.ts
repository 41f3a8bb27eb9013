import { describe, expect, it } from "vitest"
import { decide } from "../Decision.ts"
import { inputFor } from "../fixtures/decisions.ts"
import { closingLine } from "../FollowUp.ts"
import { OrderId, RequestId } from "../Ids.ts"
import type { OrderAnswer } from "../OrderAnswer.ts"
import { OrderStatus } from "../Order.ts"
import { composeReply } from "../Reply.ts"
import type { Stage } from "../ReplyText.ts"
import { defaultRules } from "../Rules.ts"
import type { Rules } from "../Rules.ts"
import { defaultTemplates } from "../Templates.ts"
import { knownVariables } from "./KnownVariables.ts"
import { isTemplateKey, statusKey, templateVariants } from "./TemplateVariants.ts"

/** What one order of a customer comes to, as the gateway would answer it alone. */
const answerOf = (
  command: Parameters<typeof inputFor>[0],
  status: OrderStatus,
  rules: Rules
): OrderAnswer => {
  const input = inputFor(command, { status }, { rules })
  const { outcome } = decide(input)
  const common = { orderId: input.orderId, asked: command }
  switch (outcome._tag) {
    case "Accept":
      return {
        _tag: "Accepted",
        ...common,
        command: outcome.command,
        requestId: RequestId.make("r"),
        status,
        template: outcome.template,
        dispatches: 1,
        isRepeat: false
      }
    case "Refuse":
      return {
        _tag: "Refused",
        ...common,
        kind: outcome.kind,
        template: outcome.template,
        variables: outcome.variables
      }
    case "Answer":
      return { _tag: "Answered", ...common, status, template: outcome.template, variables: outcome.variables }
  }
}

const commands = ["cancel", "refill", "speedup", "status"] as const
const words = {
  cancel: ["cancel", "refund"],
  refill: ["refill"],
  speedup: ["speedup"],
  status: ["status", "details"]
}
const stages = ["recorded", "added", "failed"] as const

/** Every answer that one order may get: command, word, status, stage, with the rule switches on and off. */
const everyReply = (templates: Readonly<Record<string, string>>) =>
  [true, false].flatMap((isOn) =>
    commands.flatMap((command) =>
      words[command].flatMap((asked) =>
        OrderStatus.literals.flatMap((status) =>
          stages.map((stage: Stage) => {
            const rules = {
              ...defaultRules,
              isProcessingCancelForwarded: isOn,
              isPendingRefillSpeedup: isOn,
              templates
            }
            const answer = answerOf(command, status, rules)
            const [text = ""] = composeReply({
              answers: [answer],
              stages: new Map([[RequestId.make("r"), stage]]),
              rules,
              asked
            })
            return { asked, status, stage, text }
          })
        )
      )
    )
  )

const ofOneOrder = (key: string): boolean => !/^(bulk|reason)\./.test(key)

describe("RU-03 a text per command, status and stage", () => {
  it("says each of them where it belongs and nowhere else", () => {
    for (const { base, command, key, status } of templateVariants.filter((one) => ofOneOrder(one.key))) {
      const told = everyReply({ [key]: "OWN" }).filter(({ text }) => text === "OWN")
      expect(told.length, key).toBeGreaterThan(0)
      expect(
        told.filter((one) => one.asked !== command || (status !== null && one.status !== status)),
        key
      ).toEqual([])
      expect(isTemplateKey(base), key).toBe(true)
    }
  })

  it("falls back to the text of all statuses, the owner's or the usual", () => {
    const usual = everyReply({})
    const own = everyReply({ "cancel.added": "ALL" })
    const isAdded = (one: (typeof usual)[number]) =>
      one.asked === "cancel" &&
      one.stage === "added" &&
      one.text === "Cancel request added for order 492007588"
    expect(usual.filter(isAdded).map(({ status }) => status)).toContain("pending")
    expect(own.filter(({ text }) => text === "ALL").map(({ status }) => status)).toEqual(
      usual.filter(isAdded).map(({ status }) => status)
    )
    expect(everyReply({ "cancel.added.pending": " " })).toEqual(usual)
  })

  it("knows one text for a status, with counts or without", () => {
    expect(statusKey("status.counts", "completed")).toBe("status.completed")
    expect(statusKey("cancel.added.processing", "processing")).toBe("cancel.added.processing")
    expect(
      everyReply({ "status.completed": "OWN" }).find(
        (one) => one.asked === "status" && one.status === "completed"
      )
    ).toMatchObject({ text: "OWN" })
  })

  it("keeps the list of variants apart from the usual texts", () => {
    const keys = templateVariants.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => Object.hasOwn(defaultTemplates, key))).toEqual([])
    expect(isTemplateKey("cancel.added.completed")).toBe(false)
    expect(isTemplateKey("constructor")).toBe(false)
  })

  it("names a command's own lines in a detailed list", () => {
    const rules = { ...defaultRules, templates: { "bulk.group.cancel.added": "OWN {count}: {order_ids}" } }
    const answers = ["processing" as const, "pending" as const].map((status) =>
      answerOf("cancel", status, { ...rules, isProcessingCancelForwarded: true })
    )
    const [text] = composeReply({
      answers,
      stages: new Map([[RequestId.make("r"), "added"]]),
      rules,
      asked: "cancel"
    })
    expect(text).toContain("OWN 2: 492007588, 492007588")
  })
})

describe("WF-01 the variables of a text", () => {
  it("are all filled in by every answer about one order", () => {
    const keys = [...Object.keys(defaultTemplates), ...templateVariants.map(({ key }) => key)].filter((key) =>
      /^(cancel|refund|refill|speedup|status|details|guarantee|recorded_safe)\b/.test(key)
    )
    const templates = Object.fromEntries(
      keys.map((key) => [
        key,
        Object.keys(knownVariables(key))
          .map((name) => `{${name}}`)
          .join(" ")
      ])
    )
    for (const { asked, stage, status, text } of everyReply(templates)) {
      expect(text, `${asked} ${status} ${stage}`).not.toMatch(/[{}]/)
      expect(text.trim(), `${asked} ${status} ${stage}`).not.toBe("")
    }
  })

  it("are all filled in by every closing message", () => {
    const keys = Object.keys(defaultTemplates).filter((key) =>
      /^(cancel|refill|speedup|request)\.(done|late|rejected|closed)\b/.test(key)
    )
    expect(keys.length).toBeGreaterThan(3)
    for (const key of keys) {
      const text = Object.keys(knownVariables(key))
        .map((name) => `{${name}}`)
        .join(" ")
      const rules = { ...defaultRules, supportNumber: "1", templates: { [key]: text } }
      const request = { orderId: OrderId.make("492007588"), command: "cancel" } as const
      expect(closingLine(rules, key, request, "cancelled"), key).not.toMatch(/[{}]/)
    }
  })

  it("hold those of every usual text, each with an example", () => {
    for (const [key, text] of Object.entries(defaultTemplates)) {
      const known = knownVariables(key)
      for (const [, name = ""] of text.matchAll(/\{([^}]*)\}/g)) {
        expect(known[name], `${key} {${name}}`).toMatch(/./)
      }
    }
  })
})
