import type { Service } from "../api/ServiceGateway.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

/** How sure a reading is, as a shape. */
export const guaranteeTone: Readonly<Record<Service["guarantee"]["kind"], Tone>> = {
  days: "ok",
  lifetime: "ok",
  none: "off",
  not_stated: "plain",
  unclear: "warn"
}

/** The panel's own refill flag in a word. */
export const flagWord = (flag: boolean | null): string => (flag === null ? "–" : flag ? "Yes" : "No")

/** The first letter large. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Why a service is marked: what its name and what the panel says. */
export const disputeWords = (words: string, flag: boolean | null): string =>
  `The name reads as “${words}”, but the panel ${flag === true ? "offers" : "does not offer"} a refill.`

/** Where a reading comes from: "by your rule for this service". */
export const sourceText = ({ from, fromWords }: Service["guarantee"]): string =>
  from === "nothing" ? fromWords : `by ${fromWords}`
