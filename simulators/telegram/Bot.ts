import { type WireUser } from "./Wire.ts"
import { type UpdateQueue } from "./UpdateQueue.ts"
import { type Webhook } from "./Webhook.ts"

/** A bot as BotFather registered it, with its unconfirmed updates. */
export interface Bot {
  readonly id: number
  token: string
  readonly user: WireUser
  readonly updates: UpdateQueue
  readonly webhook: Webhook
  /** With privacy mode a bot in a group sees commands, mentions and replies to itself only. Off unless asked for. */
  readonly hasPrivacyMode: boolean
  /** A revoked token answers 401. */
  isRevoked: boolean
}
