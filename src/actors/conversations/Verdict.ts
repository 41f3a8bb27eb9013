import type { Explanation } from "../../domain/Explanation.ts"

/** What a message comes to: an answer, or nothing to send, with the reason for staff. */
export type Verdict =
  | {
      readonly _tag: "Reply"
      readonly parts: ReadonlyArray<string>
      /** Why, for staff; kept beside the message that is answered. */
      readonly explanation?: Explanation
    }
  | { readonly _tag: "Leave"; readonly stage: "done" | "ignored"; readonly why: string }

/** An answer of these messages; without any the message is done. */
export const replyWith = (...parts: ReadonlyArray<string>): Verdict =>
  parts.length === 0 ? { _tag: "Leave", stage: "done", why: "Nothing to answer" } : { _tag: "Reply", parts }

/** The same answer with its reasons. */
export const explained = (verdict: Verdict, explanation: Explanation): Verdict =>
  verdict._tag === "Reply" ? { ...verdict, explanation } : verdict

/** Nobody is answered, and staff see why. */
export const ignored = (why: string): Verdict => ({ _tag: "Leave", stage: "ignored", why })
