import type { DeliveryState } from "../api/ChannelGateway.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

/** What became of a webhook, in words. */
export const deliveryWords: Readonly<
  Record<DeliveryState, { readonly label: string; readonly tone: Tone; readonly meaning: string }>
> = {
  waiting: { label: "Waiting", tone: "busy", meaning: "It is worked on, or will be by itself" },
  done: { label: "Done", tone: "ok", meaning: "Everything in it was taken in" },
  dead: { label: "Failed", tone: "bad", meaning: "Nobody works on it any more" }
}
