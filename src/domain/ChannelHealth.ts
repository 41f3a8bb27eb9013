import type { ChannelKind, ChannelState } from "./Channel.ts"
import { channelSentence } from "./ChannelWords.ts"

/** What is known of a channel's sending; times in unix milliseconds. */
export interface SendFacts {
  readonly kind: ChannelKind
  readonly state: ChannelState
  /** When this state began. */
  readonly since: number
  /** When the network last acknowledged a message of ours. */
  readonly lastAcknowledgedAt: number | null
  /** The oldest message of ours that waits for it; absent = none. */
  readonly oldestWaitingAt?: number
}

/**
 * CH-02: `closed` = not connected; `stuck` = connected, and a message is not acknowledged; `unproven` = connected, and nothing
 * of ours was acknowledged since; `healthy` = connected, and it was.
 */
export type SendLevel = "closed" | "stuck" | "unproven" | "healthy"

/** Networks acknowledge within a second or two; a phone on a bad line needs longer. */
const stuckAfterMillis = 60_000

/** What was acknowledged longer ago proves nothing of today. */
const provenForMillis = 24 * 60 * 60_000

const networks: Readonly<Record<ChannelKind, string>> = {
  whatsapp: "WhatsApp",
  telegram: "Telegram",
  whatsapp_cloud: "Meta",
  green_api: "Green API"
}

/** "40 s", "2 min", "3 h", "2 days" of milliseconds; never negative. */
export const spanWords = (millis: number): string => {
  const seconds = Math.max(0, Math.floor(millis / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}

/** Whether messages really go out: an open socket alone never says so. */
export const sendLevel = (facts: SendFacts, now: number): SendLevel => {
  const { lastAcknowledgedAt, oldestWaitingAt, since, state } = facts
  if (state._tag !== "Open") return "closed"
  // What waited through an interruption has its time from the moment the connection opened.
  if (oldestWaitingAt !== undefined && now - Math.max(oldestWaitingAt, since) > stuckAfterMillis)
    return "stuck"
  if (lastAcknowledgedAt === null || lastAcknowledgedAt < since) return "unproven"
  return now - lastAcknowledgedAt > provenForMillis ? "unproven" : "healthy"
}

/** A channel's state in a sentence that also says when its messages are not acknowledged; `now` in unix milliseconds. */
export const healthSentence = (facts: SendFacts, now: number): string => {
  switch (sendLevel(facts, now)) {
    case "stuck":
      return `Connected, but ${networks[facts.kind]} has not confirmed a message for ${spanWords(now - (facts.oldestWaitingAt ?? now))}`
    case "closed":
    case "healthy":
    case "unproven":
      return channelSentence(facts.state, now)
  }
}
