import { Schema } from "effect"

/** The commands that act on orders (OR-01). `refund` is an alias of cancel that keeps its own reply (OR-07). */
export const CommandName = Schema.Literals(["refill", "cancel", "speedup", "status"])
export type CommandName = typeof CommandName.Type

/** The commands that become requests; `status` only reads. */
export const RequestCommand = Schema.Literals(["refill", "cancel", "speedup"])
export type RequestCommand = typeof RequestCommand.Type
