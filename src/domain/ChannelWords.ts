import type { ChannelState } from "./Channel.ts"

/** "8 s", "12 min", "3 h" until `at`; never negative. */
const until = (at: number, now: number): string => {
  const seconds = Math.max(0, Math.ceil((at - now) / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

/** A pairing code as the phone shows it: XXXX-XXXX. */
export const pairingCodeText = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** What the owner of a bot does that is in groups whose messages it does not get. */
export const privacyWords =
  "In groups this bot gets only commands and answers to itself: send /setprivacy to BotFather, choose the bot and Disable, then add it to its groups again, or make it an administrator there"

/** What a channel is doing, in a sentence for people (CH-02); `now` in unix milliseconds. */
export const channelSentence = (state: ChannelState, now: number): string => {
  switch (state._tag) {
    case "Disabled":
      return "Switched off"
    case "Connecting":
      return "Connecting"
    case "WaitingForScan":
      return "Waiting for you to scan the QR code with your phone"
    case "QrExpired":
      return "The code was not used in time, ask for a new one"
    case "WaitingForCode":
      return "Waiting for you to type the pairing code on the phone"
    case "Paired":
      return "The phone has paired, connecting"
    case "Open":
      return "Connected"
    case "Reconnecting":
      return `${state.reason}, trying again in ${until(state.at, now)}`
    case "Replaced":
      return "Another program uses this account; press Connect to take it back"
    case "LoggedOut":
      return "Logged out on the phone, scan a new QR code to connect again"
    case "Locked":
      return "WhatsApp has locked this account, or its main phone is gone: open WhatsApp on the phone, then press Connect"
    case "Banned":
      return state.until === null
        ? "WhatsApp has banned this account"
        : state.until > now
          ? `WhatsApp has banned this account for another ${until(state.until, now)}, then it connects again by itself`
          : "The ban of this account is over, connecting again within minutes"
    case "Outdated":
      return `WhatsApp asks for a newer version of this gateway, trying again in ${until(state.at, now)}`
    case "TokenRevoked":
      return revoked[state.of ?? "telegram"]
    case "OtherPoller":
      return state.webhook === undefined
        ? `Another program reads this bot's messages, trying again in ${until(state.at, now)}`
        : `Another service has this bot's messages brought to ${state.webhook}: switch it off there, or press Connect to end its webhook; looking again in ${until(state.at, now)}`
    case "AlreadyConnected":
      return `This bot is already connected here by another channel: use one of the two; looking again in ${until(state.at, now)}`
    case "Misconfigured":
      return `Cannot connect: ${state.reason}`
  }
}

const revoked = {
  telegram: "The bot's token is no longer valid, enter the new one from BotFather",
  meta: "Meta no longer accepts the access token, enter a new one",
  green_api: "Green API does not accept the instance and its token, enter them again"
} as const
