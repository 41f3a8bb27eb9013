import { describe, expect, it } from "vitest"
import { healthSentence, sendLevel, type SendFacts, spanWords } from "./ChannelHealth.ts"

const minute = 60_000
const now = 1_700_000_000_000
const open = (more: Partial<SendFacts> = {}): SendFacts => ({
  kind: "whatsapp",
  state: { _tag: "Open" },
  since: now - 60 * minute,
  lastAcknowledgedAt: now - minute,
  ...more
})

describe("CH-02: a channel's send-health", () => {
  it.each([
    ["a message was acknowledged since it opened", open(), "healthy"],
    ["nothing was ever acknowledged", open({ lastAcknowledgedAt: null }), "unproven"],
    [
      "the last acknowledgement is of an earlier connection",
      open({ lastAcknowledgedAt: now - 61 * minute }),
      "unproven"
    ],
    [
      "the last acknowledgement is older than a day",
      open({ since: 0, lastAcknowledgedAt: now - 1441 * minute }),
      "unproven"
    ],
    ["a message waits for a minute at most", open({ oldestWaitingAt: now - minute }), "healthy"],
    ["a message waits for longer", open({ oldestWaitingAt: now - minute - 1 }), "stuck"],
    [
      "a message waited while it was closed, and it has just opened",
      open({ since: now - 5_000, oldestWaitingAt: now - 60 * minute }),
      "unproven"
    ],
    ["it is not connected", open({ state: { _tag: "Replaced" }, oldestWaitingAt: 0 }), "closed"]
  ] as const)("%s", (_, facts, level) => {
    expect(sendLevel(facts, now)).toBe(level)
  })

  it("an open connection whose messages are not acknowledged is never called connected alone, and the words tick", () => {
    const facts = open({ oldestWaitingAt: now - 2 * minute })
    expect(healthSentence(facts, now)).toBe("Connected, but WhatsApp has not confirmed a message for 2 min")
    expect(healthSentence(facts, now + minute)).toBe(
      "Connected, but WhatsApp has not confirmed a message for 3 min"
    )
    expect(healthSentence({ ...facts, kind: "telegram" }, now)).toMatch(/but Telegram has not/)
    expect(healthSentence(open(), now)).toBe("Connected")
  })

  it("spans are short words", () => {
    expect(
      [0, -5, 59_999, minute, 89 * minute, 90 * minute, 47 * 60 * minute, 48 * 60 * minute].map(spanWords)
    ).toEqual(["0 s", "0 s", "59 s", "1 min", "89 min", "1 h", "47 h", "2 days"])
  })
})
