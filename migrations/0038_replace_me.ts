import { Effect } from "effect"

// Keeps the numbers without gaps until this one is written.
export default Effect.void
