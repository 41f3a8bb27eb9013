import { proto, type WASocket } from "@whiskeysockets/baileys"
import { Duration } from "effect"
import { BoundedCache } from "./BoundedCache.ts"

type Stage = "delivered" | "read"

/** Reports the first delivery and the first reading of each of our messages, in 1:1 chats and groups. */
export const watchReceipts = (socket: WASocket, report: (networkId: string, stage: Stage) => void): void => {
  // In a group every member confirms; one is enough.
  const reported = new BoundedCache({ capacity: 2000, ttlMillis: Duration.toMillis("1 hour") })
  const tell = (networkId: string | null | undefined, stage: Stage) => {
    if (!networkId || reported.get<Stage>(networkId) === "read" || reported.get<Stage>(networkId) === stage)
      return
    reported.set(networkId, stage)
    report(networkId, stage)
  }
  const { DELIVERY_ACK, READ } = proto.WebMessageInfo.Status
  socket.ev.on("messages.update", (updates) => {
    for (const { key, update } of updates) {
      const status = update.status ?? 0
      if (key.fromMe === true && status >= DELIVERY_ACK) tell(key.id, status >= READ ? "read" : "delivered")
    }
  })
  socket.ev.on("message-receipt.update", (updates) => {
    for (const { key, receipt } of updates) {
      if (key.fromMe === true) tell(key.id, receipt.readTimestamp ? "read" : "delivered")
    }
  })
}
