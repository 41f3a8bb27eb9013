import type { ChannelState, ChannelView } from "../api/Views.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

export const kindWords: Readonly<Record<ChannelView["kind"], string>> = {
  whatsapp: "WhatsApp",
  telegram: "Telegram",
  whatsapp_cloud: "WhatsApp Cloud",
  green_api: "Green API"
}

/** How worried a reader should be about a state. */
export const stateTone = (state: ChannelState): Tone => {
  switch (state._tag) {
    case "Open":
      return "ok"
    case "Connecting":
    case "Paired":
      return "busy"
    case "Disabled":
      return "off"
    case "WaitingForScan":
    case "QrExpired":
    case "Reconnecting":
    case "Outdated":
    case "OtherPoller":
      return "warn"
    case "Replaced":
    case "LoggedOut":
    case "Banned":
    case "TokenRevoked":
    case "Misconfigured":
      return "bad"
  }
}

const dayMillis = 24 * 60 * 60 * 1000

/** Send-health (CH-02): an open connection is not yet a healthy one. */
export const sendHealth = (
  channel: Pick<ChannelView, "state" | "lastAcknowledgedAt">,
  now: number
): { readonly tone: Tone; readonly label: "never" | "old" | "fresh" } => {
  if (channel.lastAcknowledgedAt === null) return { tone: "off", label: "never" }
  if (channel.state._tag !== "Open") return { tone: "off", label: "old" }
  return now - channel.lastAcknowledgedAt > dayMillis
    ? { tone: "warn", label: "old" }
    : { tone: "ok", label: "fresh" }
}

/** What pressing "Connect" does in this state; null when there is nothing to press. */
export const connectWord = (channel: ChannelView): string | null => {
  switch (channel.state._tag) {
    case "QrExpired":
      return "New QR code"
    case "LoggedOut":
      return "Scan again"
    case "Replaced":
      return "Connect"
    case "Reconnecting":
    case "Outdated":
    case "OtherPoller":
    case "Misconfigured":
      return "Try now"
    default:
      return null
  }
}
