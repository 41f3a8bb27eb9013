import { Clock, Effect, Layer, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { Inbox } from "../ports/Inbox.ts"
import { Tenants } from "../ports/Tenants.ts"
import * as CatalogueRefresh from "./services/CatalogueRefresh.ts"
import * as ProviderSync from "./providers/ProviderSync.ts"
import { ConversationActor, conversationActorId } from "./conversations/ConversationProtocol.ts"
import * as ControlReturns from "./conversations/ControlReturns.ts"
import * as MediaRetention from "./media/MediaRetention.ts"
import * as FollowUp from "./orders/FollowUp.ts"
import * as RegistrationWatch from "./customers/RegistrationWatch.ts"
import { TenantActor } from "./tenants/TenantActor.ts"
import * as WebhookRetention from "./webhooks/WebhookRetention.ts"

/** How often enabled channels are looked for: also the time after which a crashed runner's channels are asked for again. */
const wakeEvery = "3 seconds"

/** How often unfinished messages are looked for. */
const resumeEvery = "3 seconds"

/** A message that is younger is under way; the conversation knows an older one by its id and ignores the repeat. */
const resumeAfterMillis = 10_000

const resumeBatch = 1_000

/** Wakes the actors of all tenants with enabled channels: actors exist only while messages come (rule 10). */
const Waking = Singleton.make(
  "waking",
  Effect.gen(function* () {
    const tenants = yield* Tenants
    const tenantActor = yield* TenantActor.client
    const wake = Effect.gen(function* () {
      for (const tenantId of yield* tenants.withChannels) {
        yield* Effect.ignore(tenantActor(tenantId).Start(undefined, { discard: true }))
      }
    })
    yield* wake.pipe(
      Effect.catchCause((cause) => Effect.logError("Channels could not be woken, trying again", cause)),
      Effect.repeat(Schedule.spaced(wakeEvery))
    )
  })
)

/** Hands unfinished messages to their conversations again, all of them at start: what a crash interrupted is finished. */
const Resuming = Singleton.make(
  "resuming",
  Effect.gen(function* () {
    const inbox = yield* Inbox
    const conversation = yield* ConversationActor.client
    let isFirst = true
    const resume = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const messages = yield* inbox.unfinished(isFirst ? now : now - resumeAfterMillis, resumeBatch)
      isFirst = false
      for (const { tenantId, conversationId, messageId } of messages) {
        yield* conversation(conversationActorId(tenantId, conversationId))
          .Receive({ messageId, message: null }, { discard: true })
          .pipe(Effect.ignore)
      }
    })
    yield* resume.pipe(
      Effect.catchCause((cause) => Effect.logError("Messages could not be resumed, trying again", cause)),
      Effect.repeat(Schedule.spaced(resumeEvery))
    )
  })
)

/** What runs once in the whole deployment. */
export const layer = Layer.mergeAll(
  Waking,
  Resuming,
  RegistrationWatch.layer,
  CatalogueRefresh.layer,
  ProviderSync.layer,
  FollowUp.layer,
  ControlReturns.layer,
  MediaRetention.layer,
  WebhookRetention.layer
)
