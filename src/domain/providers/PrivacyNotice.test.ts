import { describe, expect, it } from "vitest"
import { privacyNotice, type PrivacyFacts } from "./PrivacyNotice.ts"

const facts: PrivacyFacts = { recoveryDays: 90, panels: [] }
const about = (facts: PrivacyFacts, what: string) =>
  privacyNotice(facts).find((sentence) => sentence.about === what)?.text

describe("PR-04 the privacy notice", () => {
  it("says how long the recovery copy is kept, or that there is none", () => {
    expect(about(facts, "recovery")).toContain("kept for 90 days more")
    expect(about({ ...facts, recoveryDays: 1 }, "recovery")).toContain("kept for 1 day more")
    expect(about({ ...facts, recoveryDays: 0 }, "recovery")).toBe(
      "The platform keeps no recovery copies of panel and provider names."
    )
  })

  it("says of names that they are permanently deleted only where no copy is kept", () => {
    const off = about({ ...facts, recoveryDays: 0 }, "permanence")
    expect(off).toContain("The keys and the providers' names are then permanently deleted")
    const on = about(facts, "permanence")
    expect(on).toContain("The keys are then permanently deleted")
    expect(on).not.toMatch(/names are .*permanently/)
    expect(on).toContain("the recovery copy is left")
  })

  it("names the panels whose requests stay as history, and says nothing of it where there are none", () => {
    expect(about(facts, "history")).toBeUndefined()
    const panels = [
      { name: "Main", hasRequests: true },
      { name: "New", hasRequests: false },
      { name: "Second", hasRequests: true }
    ]
    expect(about({ ...facts, panels }, "history")).toContain("those for Main and Second stay as history")
    expect(about({ ...facts, panels: panels.slice(0, 2) }, "history")).toContain("those for Main stay")
  })

  it("says what is stored, that aliases hide it, and what the change log keeps, whatever the settings", () => {
    for (const recoveryDays of [0, 90]) {
      const sentences = privacyNotice({ recoveryDays, panels: [] })
      expect(sentences.map((sentence) => sentence.about)).toEqual([
        "panel",
        "provider",
        "alias",
        "recovery",
        "disconnecting",
        "permanence",
        "change log"
      ])
    }
  })
})
