import { Schema } from "effect"

/**
 * How a request ended (OR-11, OR-12).
 * - `done`, `partial`: what was asked for has happened, or in part.
 * - `late`: the order ended in another way first.
 * - `rejected`, `closed`: a person said so, or put it away.
 * - `stale`: nobody answered in time.
 */
export const RequestResult = Schema.Literals(["done", "partial", "late", "rejected", "closed", "stale"])
export type RequestResult = typeof RequestResult.Type

/** What a person may say when he closes a request by hand. */
export const HandResult = Schema.Literals(["done", "rejected", "closed"])
export type HandResult = typeof HandResult.Type
