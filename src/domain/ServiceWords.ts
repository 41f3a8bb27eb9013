import type { GuaranteeReading } from "./Guarantee.ts"
import type { GuaranteeSource } from "./ServiceGuarantee.ts"

/** A reading as the owner sees it in a list. */
export const readingWords = (reading: GuaranteeReading, lifetimeDays: number): string => {
  switch (reading.kind) {
    case "days":
      return reading.days === 1 ? "1 day" : `${reading.days} days`
    case "lifetime":
      return `lifetime (${lifetimeDays} days)`
    case "none":
      return "none"
    case "not_stated":
      return "not stated"
    case "unclear":
      return "unclear"
  }
}

/** Where a guarantee comes from, for the owner. */
export const sourceWords: Readonly<Record<GuaranteeSource, string>> = {
  service_rule: "your rule for this service",
  manual_rule: "your rule for manual services",
  own_word: "your own words",
  name: "the service's name",
  panel_flag: "the panel's refill flag",
  nothing: "nothing says"
}
