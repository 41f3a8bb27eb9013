import { Effect, Layer, Option } from "effect"
import { ChannelBook } from "../../ports/ChannelBook.ts"
import { WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"
import { WebhookIntake } from "../../ports/WebhookIntake.ts"

/** An intake that knows nobody's address. */
export const noWebhooks = Layer.mergeAll(
  Layer.mock(ChannelBook)({}),
  Layer.mock(WebhookDeliveries)({ address: () => Effect.succeed(Option.none()) }),
  Layer.mock(WebhookIntake)({
    take: () => Effect.succeed("unknown" as const),
    challenge: () => Effect.succeed(Option.none())
  })
)
