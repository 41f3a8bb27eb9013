import type { PanelKind } from "../api/PanelGateway.ts"

/** The kinds of panel, for people. */
export const panelKindWords: Readonly<Record<PanelKind, string>> = {
  perfect_admin_v2: "Perfect Panel",
  rental_admin_v1: "Rental Panel",
  user_api_v2: "User API",
  generic: "Described by you"
}

/** The same with what is meant by it, for a choice. */
export const panelKinds: ReadonlyArray<{ readonly value: PanelKind; readonly label: string }> = [
  { value: "perfect_admin_v2", label: "Perfect Panel, admin API v2" },
  { value: "rental_admin_v1", label: "Rental Panel, admin API v1" },
  { value: "user_api_v2", label: "User API v2 (any panel, as a customer)" },
  { value: "generic", label: "Another one: I describe its API" }
]
