import { Context } from "effect"
import type { Effect } from "effect"

/** Whether this process should be given work. Implemented by main from the parts it started. */
export class Readiness extends Context.Service<
  Readiness,
  {
    /** What is not ready, in words for the operator and without secrets; empty = ready. */
    readonly reasons: Effect.Effect<ReadonlyArray<string>>
  }
>()("relaydesk/http/Readiness") {}
