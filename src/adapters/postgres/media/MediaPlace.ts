import { Effect, Schema } from "effect"
import type { InboundMedia } from "../../../domain/Media.ts"
import { MediaSource } from "../../../domain/Media.ts"
import type { SealedPlace, Vault } from "../../../ports/Vault.ts"

const Source = Schema.fromJsonString(MediaSource)
const encode = Schema.encodeSync(Source)
const decode = Schema.decodeUnknownEffect(Source)

/** Where the source of a message's file is sealed. */
const placeOf = (tenantId: string, messageId: string): SealedPlace => ({
  tenantId,
  table: "message_media",
  column: "source",
  row: messageId
})

/** What is known of a message's file as `keep_media` takes it: its source sealed, in hex. */
export const sealMedia = (
  vault: Vault["Service"],
  tenantId: string,
  messageId: string,
  { source, ...media }: InboundMedia
) =>
  Effect.map(vault.seal(placeOf(tenantId, messageId), Buffer.from(encode(source))), (sealed) => ({
    ...media,
    source: Buffer.from(sealed).toString("hex")
  }))

/** The source of a message's file; null when it cannot be opened, which is logged. */
export const openSource = (
  vault: Vault["Service"],
  tenantId: string,
  messageId: string,
  sealed: Uint8Array
): Effect.Effect<MediaSource | null> =>
  vault.open(placeOf(tenantId, messageId), sealed).pipe(
    Effect.flatMap((plain) => decode(Buffer.from(plain).toString())),
    Effect.catch((error) => Effect.as(Effect.logWarning("A file's place cannot be read", error), null))
  )
