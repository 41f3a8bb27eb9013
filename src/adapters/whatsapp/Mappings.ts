import type { WASocket } from "@whiskeysockets/baileys"
import { addressesOf } from "./inbound/Identity.ts"

/** Tells of a person's LID and number as the network pairs them, without any message: from the phone's contacts, or a notice. */
export const watchMappings = (
  socket: { readonly ev: Pick<WASocket["ev"], "on"> },
  onPair: (lid: string, pn: string) => void
): void => {
  socket.ev.on("lid-mapping.update", (mapping) => {
    const { lid, pn } = addressesOf(mapping.lid, mapping.pn)
    if (lid !== null && pn !== null) onPair(lid, pn)
  })
}
