import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Receipt } from "../../ports/Outbox.ts"

/** Receipts only decorate a message: of those that nobody asked for, the oldest go. */
const capacity = 1_000

/**
 * Receipts that may have come before their message was written down as sent: a near phone is quicker than the
 * database. Who writes it down takes the receipt then.
 */
export const makeEarlyReceipts = () => {
  const waiting = new Map<string, Receipt>()
  const keyOf = ({ channelId }: ChannelHandle, networkId: string) => `${channelId} ${networkId}`
  return {
    /** Keeps the receipt; one that says "read" is not replaced by a later "delivered". */
    put: (channel: ChannelHandle, receipt: Receipt): void => {
      const key = keyOf(channel, receipt.networkId)
      const known = waiting.get(key)
      waiting.delete(key)
      waiting.set(key, known?.stage === "read" ? known : receipt)
      if (waiting.size > capacity) waiting.delete(waiting.keys().next().value ?? "")
    },
    /** How far the message has come by a receipt that waits; undefined = there is none. */
    peek: (channel: ChannelHandle, networkId: string): Receipt["stage"] | undefined =>
      waiting.get(keyOf(channel, networkId))?.stage,
    /** Takes the receipt out; undefined = there is none. */
    take: (channel: ChannelHandle, networkId: string): Receipt | undefined => {
      const key = keyOf(channel, networkId)
      const receipt = waiting.get(key)
      waiting.delete(key)
      return receipt
    }
  }
}
