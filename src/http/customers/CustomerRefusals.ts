import { Effect } from "effect"
import type { CustomerConflict } from "../../ports/Customers.ts"
import { refuse } from "../answers/References.ts"
import { Conflict } from "../api/Refusals.ts"

/** What customers' rules forbid, said as a 409. */
export const refused = <A, R>(effect: Effect.Effect<A, CustomerConflict, R>): Effect.Effect<A, Conflict, R> =>
  Effect.catchTag(effect, "CustomerConflict", ({ safeText }) => refuse(Conflict, safeText))
