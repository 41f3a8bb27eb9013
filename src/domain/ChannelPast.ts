import { Option, Schema } from "effect"
import { ChannelState } from "./Channel.ts"
import { channelSentence } from "./ChannelWords.ts"

const decode = Schema.decodeUnknownOption(ChannelState)

/** What a channel did at `at` (unix milliseconds), from a state as the history keeps it: without codes that link a phone. */
export const pastSentence = (state: { readonly _tag: string }, at: number): string => {
  switch (state._tag) {
    case "WaitingForScan":
      return "Waiting for the QR code to be scanned"
    case "WaitingForCode":
      return "Waiting for the code to be typed on the phone"
    default:
      // A state that this version does not know any more is still told by its name.
      return Option.match(decode(state), {
        onNone: () => state._tag,
        onSome: (known) => channelSentence(known, at)
      })
  }
}
