import { Context } from "effect"

/**
 * Whether this process surely still owns the actors that the cluster gave it. One that stood still for longer than the
 * cluster waits for it does not: its actors live elsewhere, and it has not noticed yet. Kept by `adapters/cluster`.
 */
export const Lease = Context.Reference<{ readonly isSure: () => boolean }>("relaydesk/ports/Lease", {
  defaultValue: () => ({ isSure: () => true })
})
