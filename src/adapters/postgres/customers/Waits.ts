import type { ConductKind } from "../../../domain/ConductLimits.ts"
import { ContactId } from "../../../domain/Ids.ts"

/** Stands for everybody of the tenant who is not registered. */
export const everybody = ContactId.make("00000000-0000-0000-0000-000000000000")

/** What the owner reads for `everybody`. */
export const everybodyWords = "Everybody who is not registered"

/**
 * What makes a number wait, in the owner's words. The other kinds only keep a text from being repeated (CU-09), or lead
 * to a suspension that has an entry of its own.
 */
const reasons: Readonly<Partial<Record<ConductKind, string>>> = {
  command: "Too many commands in a short time",
  registration: "Too many attempts to register",
  lookup: "Too many numbers tried usernames",
  not_owned: "Too many orders of other customers"
}

/** Kinds that make a number wait. */
export const waitKinds: ReadonlyArray<string> = Object.keys(reasons)

/** Why a block of this kind makes a number wait; null when it does not. */
export const waitReason = (kind: ConductKind): string | null => reasons[kind] ?? null
