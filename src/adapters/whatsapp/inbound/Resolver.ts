import { type SignalKeyStore, type WAMessage } from "@whiskeysockets/baileys"
import { Effect, type Result } from "effect"
import { type Inbound } from "../../../domain/Inbound.ts"
import { type Ignored, type Known, toInbound } from "./Conversion.ts"
import { aliasFrom, mappingId, unknownAliases } from "./Identity.ts"

/**
 * Converts a message after looking up, among the keys, the addresses its stanza lacked. Asks no network: the
 * mapping was stored when the message was decrypted, if WhatsApp knows one.
 */
export const convertWith =
  (keys: SignalKeyStore, session: () => Omit<Known, "aliasOf">) =>
  (message: WAMessage): Effect.Effect<Result.Result<Inbound, Ignored>> =>
    Effect.promise(async () => {
      const aliases = new Map<string, string>()
      for (const jid of unknownAliases(message.key)) {
        const id = mappingId(jid)
        const { [id]: user } = await keys.get("lid-mapping", [id])
        if (user) aliases.set(jid, aliasFrom(jid, user))
      }
      return toInbound(message, { ...session(), aliasOf: (jid) => aliases.get(jid) ?? null })
    })
