import type { ChannelState, CloseReason } from "./Channel.ts"
import { channelSentence } from "./ChannelWords.ts"

/** So many session errors in a row are no passing trouble. */
const manyErrors = 5

/** States that do not end by themselves, and a ban. */
const needsOwner: ReadonlySet<ChannelState["_tag"]> = new Set([
  "Replaced",
  "LoggedOut",
  "Locked",
  "Banned",
  "TokenRevoked",
  "AlreadyConnected",
  "Misconfigured"
])

/**
 * What the owner is told of a close beside the channel's page; null when the channel mends it alone. `state` is what
 * follows the close, `errors` counts the session errors in a row (`FailureCount`).
 */
export const closeAlert = (
  channelName: string,
  reason: CloseReason,
  state: ChannelState,
  errors: number,
  now: number
): string | null => {
  if (needsOwner.has(state._tag)) return `${channelName}: ${channelSentence(state, now)}.`
  const isSessionError = reason._tag === "Code" && reason.code === 500 && state._tag === "Reconnecting"
  return isSessionError && errors >= manyErrors
    ? `${channelName}: WhatsApp has ended the session with an error ${errors} times in a row. It is tried again and again; if that goes on, unlink the number and link it anew.`
    : null
}
