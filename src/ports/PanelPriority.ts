import { Context } from "effect"

/**
 * Whose reads of a panel go first: what a person waits for, or work that can wait. Provide
 * "background" around follow-up and sync.
 */
export const PanelPriority = Context.Reference<"interactive" | "background">(
  "relaydesk/ports/PanelPriority",
  { defaultValue: () => "interactive" }
)
