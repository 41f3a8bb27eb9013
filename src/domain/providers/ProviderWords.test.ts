import { describe, expect, it } from "vitest"
import { formatProblems, preview, wordProblems } from "./ProviderWords.ts"

describe("PR-07 a provider's words and format", () => {
  it("are shown as the messages that they make, also for a word that depends on the status", () => {
    const texts = { words: { cancel: "stop", "cancel@processing": "speed" }, format: null }
    expect(preview(texts, "in_progress", "Rush", "Main")).toEqual({
      refill: "8847283, 8847284 refill",
      cancel: "8847283, 8847284 stop",
      speedup: "8847283, 8847284 speed"
    })
    expect(preview(texts, "processing", "Rush", "Main").cancel).toBe("8847283, 8847284 speed")
    const own = { words: {}, format: "{panel}: {order_ids} / {external_ids} {command} ({alias})" }
    expect(preview(own, "in_progress", "Rush", "Main").cancel).toBe(
      "Main: 492007588, 492007589 / 8847283, 8847284 cancel (Rush)"
    )
  })

  it("are refused with what is wrong", () => {
    expect(wordProblems({ refill: "again", "cancel@processing": "speed" })).toEqual([])
    expect(wordProblems({ status: "x" })).toEqual([
      "“status” is no command, nor a command in a status such as cancel@processing."
    ])
    expect(
      wordProblems({ "cancel@": "x", "cancel@nowhere": "x", "cancel@pending@pending": "x" })
    ).toHaveLength(3)
    expect(wordProblems({ cancel: "a\nb" })).toEqual(["The word for cancel must be on one line."])
    expect(wordProblems({ cancel: "x".repeat(61) })).toEqual([
      "The word for cancel is longer than 60 letters."
    ])
    expect(formatProblems(null)).toEqual([])
    expect(formatProblems("bulk")).toEqual([])
    expect(formatProblems("{external_ids} {command}")).toEqual([])
    expect(formatProblems("please")).toEqual([
      "Say with {external_ids} or {order_ids} where the order numbers go."
    ])
    expect(formatProblems("{external_ids} {comand} {domain}")).toEqual([
      "There is no variable {comand}.",
      "There is no variable {domain}."
    ])
    expect(formatProblems(`{external_ids}${"x".repeat(1_000)}`)).toEqual([
      "The format is longer than 1000 letters."
    ])
  })
})
