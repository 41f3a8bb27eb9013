import { type WASocket } from "@whiskeysockets/baileys"
import { Effect } from "effect"
import { type ChannelState } from "../../domain/Channel.ts"
import { type Ending } from "./Ending.ts"

/**
 * Asks for the eight characters that link this device when they are typed on the phone with this number (CH-01). The device
 * counts as linked only when the phone has confirmed it: an attempt that is given up leaves nothing that a later one uses.
 */
export const askForCode = (
  socket: WASocket,
  phone: string,
  ending: Ending,
  tell: (state: ChannelState) => void
): Effect.Effect<void> =>
  Effect.suspend(() => {
    // An unpaired connection asks for nothing else that could be refused.
    socket.ws.on("CB:iq,type:error", () => ending.end(declined))
    return Effect.tryPromise(() => socket.requestPairingCode(phone))
  }).pipe(
    Effect.map((code) => tell({ _tag: "WaitingForCode", code, phone })),
    Effect.catch((error) =>
      Effect.andThen(
        Effect.logWarning("WhatsApp could not be asked for a pairing code", error),
        Effect.sync(() => ending.end({ _tag: "Watchdog", message: "no pairing code could be asked for" }))
      )
    )
  )

const declined = {
  _tag: "Declined",
  safeText:
    "WhatsApp gave no code for this number. Check the number and try again in some minutes, or scan the QR code"
} as const
