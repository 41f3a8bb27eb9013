import type { SendLevel } from "../../../src/domain/ChannelHealth.ts"
import type { ChannelState, ChannelView } from "../api/Views.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

export const kindWords: Readonly<Record<ChannelView["kind"], string>> = {
  whatsapp: "WhatsApp",
  telegram: "Telegram",
  whatsapp_cloud: "WhatsApp Cloud",
  green_api: "Green API"
}

/** How worried a reader should be about a state. */
export const stateTone = (state: { readonly _tag: ChannelState["_tag"] }): Tone => {
  switch (state._tag) {
    case "Open":
      return "ok"
    case "Connecting":
    case "Paired":
      return "busy"
    case "Disabled":
      return "off"
    case "WaitingForScan":
    case "WaitingForCode":
    case "QrExpired":
    case "Reconnecting":
    case "Outdated":
    case "OtherPoller":
      return "warn"
    case "Replaced":
    case "LoggedOut":
    case "Locked":
    case "Banned":
    case "TokenRevoked":
    case "AlreadyConnected":
    case "Misconfigured":
      return "bad"
  }
}

/** How worried a reader should be about what goes out: an open connection alone is never a good sign (CH-02). */
export const levelTone: Readonly<Record<SendLevel, Tone>> = {
  closed: "off",
  stuck: "warn",
  unproven: "info",
  healthy: "ok"
}

/** What pressing "Connect" does in this state; null when there is nothing to press. */
export const connectWord = (channel: ChannelView): string | null => {
  switch (channel.state._tag) {
    case "QrExpired":
      return "New QR code"
    case "LoggedOut":
      return "Scan again"
    case "Replaced":
    case "Locked":
    case "Banned":
      return "Connect"
    case "Reconnecting":
    case "Outdated":
    case "AlreadyConnected":
    case "Misconfigured":
      return "Try now"
    case "OtherPoller":
      return channel.state.webhook === undefined ? "Try now" : "Connect"
    default:
      return null
  }
}
