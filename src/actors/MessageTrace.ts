import { Effect, References, Tracer } from "effect"
import type { MessageId } from "../domain/Ids.ts"
import { traceParent } from "../domain/TraceParent.ts"

/** Puts what is done for an inbound message into that message's trace, under this name; costs nothing while none are made. */
export const inTraceOf =
  (messageId: MessageId, name: string) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(References.TracerEnabled, (isOn) =>
      isOn
        ? Effect.useSpan(
            name,
            {
              parent: Tracer.externalSpan(traceParent(messageId)),
              attributes: { "message.id": messageId }
            },
            (span) => Effect.provideService(work, Tracer.ParentSpan, span)
          )
        : work
    )
