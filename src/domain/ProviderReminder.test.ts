import { describe, expect, it } from "vitest"
import { nextReminder, renderReminder } from "./ProviderReminder.ts"
import { defaultCommandWords } from "./ProviderMessage.ts"
import { defaultRules } from "./Rules.ts"

const rules = { ...defaultRules, isProviderReminded: true, providerReminderHours: 12, providerReminders: 2 }
const acceptedAt = Date.UTC(2026, 0, 1, 8, 3)
const due = (reminders: number | null, more = rules) => {
  const at = nextReminder({ acceptedAt, reminders }, more)
  return at === null ? null : new Date(at).toISOString().slice(0, 16)
}

describe("OR-11 when providers are reminded", () => {
  it("after the owner's hours and after each reminder, on a quarter of an hour, so that what is open leaves together", () => {
    expect(due(0)).toBe("2026-01-01T20:15")
    expect(due(1)).toBe("2026-01-02T08:15")
  })

  it("never more often than he said, not when it is off, and not when there is nobody to remind", () => {
    expect(due(2)).toBeNull()
    expect(due(0, { ...rules, isProviderReminded: false })).toBeNull()
    expect(due(0, defaultRules)).toBeNull()
    expect(due(null)).toBeNull()
  })

  it("in the provider's own format and words", () => {
    const message = {
      format: null,
      words: { ...defaultCommandWords, cancel: "/stop" },
      command: "cancel" as const,
      items: [
        { externalId: "8847283", orderId: "1" },
        { externalId: "8847284", orderId: "2" }
      ],
      alias: "FastLikes",
      panelName: "Main"
    }
    expect(renderReminder(message)).toBe("Reminder: 8847283, 8847284 /stop")
    expect(renderReminder({ ...message, format: "{command} {external_ids}" })).toBe(
      "Reminder: /stop 8847283, 8847284"
    )
  })
})
