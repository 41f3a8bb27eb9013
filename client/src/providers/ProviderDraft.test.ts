import { expect, it } from "vitest"
import type { Provider } from "../api/ProviderGateway.ts"
import { changesOf, draftOf, textsOf } from "./ProviderDraft.ts"

const provider: Provider = {
  id: "018f0000-0000-7000-8000-000000000009",
  panelId: "018f0000-0000-7000-8000-000000000003",
  panelName: "Main",
  alias: "Rush",
  words: { "cancel@processing": "speed", cancel: "stop", "answer.done": "ok, done" },
  format: null,
  isForwarded: true,
  isPanelAsked: true,
  offForward: [],
  offPanel: [],
  requests: 3,
  createdAt: 0,
  groupName: "Rush / Main Support",
  preview: { refill: "", cancel: "", speedup: "" }
}

it("PR-07: a provider's words come back from his form as they were", () => {
  expect(changesOf(provider, draftOf(provider))).toEqual({})
  expect(draftOf(provider).statusWords).toEqual([{ command: "cancel", status: "processing", word: "speed" }])
})

it("PR-07: only what was changed is sent, and an emptied word is taken away", () => {
  const draft = draftOf(provider)
  expect(changesOf(provider, { ...draft, words: { ...draft.words, cancel: " " } })).toEqual({
    words: { "cancel@processing": "speed", "answer.done": "ok, done" }
  })
  expect(changesOf(provider, { ...draft, alias: " Rapid " })).toEqual({ alias: "Rapid" })
  expect(textsOf({ ...draft, formatKind: "bulk" }).format).toBe("bulk")
  expect(changesOf(provider, { ...draft, formatKind: "own", format: "{order_ids}" })).toEqual({
    format: "{order_ids}"
  })
})
