import { Clock, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { Takeovers } from "../../ports/Takeovers.ts"
import { ConversationActor, conversationActorId } from "./ConversationProtocol.ts"

/** The bot answers again this much later than was said, at most. */
const lookEvery = "5 seconds"

/** Once in the deployment: gives chats back to the bot whose pause or take-over has had its time (LD-02). */
export const layer = Singleton.make(
  "control-returns",
  Effect.gen(function* () {
    const takeovers = yield* Takeovers
    const conversationOf = yield* ConversationActor.client
    yield* Effect.gen(function* () {
      for (const { tenantId, conversationId } of yield* takeovers.returnDue(yield* Clock.currentTimeMillis)) {
        yield* Effect.ignore(
          conversationOf(conversationActorId(tenantId, conversationId)).ControlChanged(undefined, {
            discard: true
          })
        )
      }
    }).pipe(
      Effect.catchCause((cause) => Effect.logError("Chats could not be given back, trying again", cause)),
      Effect.repeat(Schedule.spaced(lookEvery))
    )
  })
)
