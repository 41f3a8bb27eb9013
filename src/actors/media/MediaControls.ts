import { Clock, Effect, Layer, Option, Result } from "effect"
import type { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import { sizeWords } from "../../domain/Media.ts"
import { cleanName } from "../../domain/MediaName.ts"
import { outgoingForm } from "../../domain/OutgoingMedia.ts"
import { MediaDesk, MediaRefused } from "../../ports/MediaDesk.ts"
import { type KeptFile, MediaStore } from "../../ports/MediaStore.ts"
import { ChannelActor, channelActorId } from "../channels/ChannelProtocol.ts"

/** Files of chats: what is not kept here, the channel's actor brings (LD-03). */
export const layer = Layer.effect(
  MediaDesk,
  Effect.gen(function* () {
    const store = yield* MediaStore
    const channelOf = yield* ChannelActor.client
    const { maxBytes: mediaMaxBytes } = store.limits

    const find = (tenantId: TenantId, id: MessageId) =>
      Effect.flatMap(store.find(tenantId, id), (found) =>
        Option.isSome(found) ? Effect.succeed(found.value) : Effect.fail(nothing)
      )

    const open = Effect.fn("MediaDesk.open")(function* (tenantId: TenantId, id: MessageId) {
      const known = yield* find(tenantId, id)
      let { kept } = known
      if (kept === null) {
        yield* channelOf(channelActorId(tenantId, known.channelId))
          .Fetch({ messageId: id })
          .pipe(Effect.mapError((error) => (error._tag === "MediaRefused" ? error : busy)))
        kept = (yield* find(tenantId, id)).kept
      }
      if (kept === null) return yield* busy
      yield* store.opened(tenantId, kept.sha256, yield* Clock.currentTimeMillis)
      return { ...kept, kind: known.kind, name: known.name }
    })

    const formOf = Effect.fnUntraced(function* (
      tenantId: TenantId,
      id: ConversationId,
      name: string,
      kept: KeptFile
    ) {
      const channel = yield* store.channelOf(tenantId, id)
      if (Option.isNone(channel)) return yield* nothing
      const form = outgoingForm(channel.value, { ...kept, name }, mediaMaxBytes)
      if (Result.isFailure(form)) return yield* unfit(form.failure)
      return { ...kept, form: form.success.kind, type: form.success.mime }
    })

    const take = Effect.fn("MediaDesk.take")(function* (
      tenantId: TenantId,
      id: ConversationId,
      { bytes, name }: { readonly name: string; readonly bytes: Uint8Array }
    ) {
      if (Option.isNone(yield* store.channelOf(tenantId, id))) return yield* nothing
      if (bytes.length === 0) return yield* unfit("This file is empty.")
      if (bytes.length > mediaMaxBytes) {
        return yield* new MediaRefused({
          reason: "TooLarge",
          safeText: `This file is larger than ${sizeWords(mediaMaxBytes)}.`
        })
      }
      const { form, mime, sha256, size } = yield* formOf(
        tenantId,
        id,
        cleanName(name) ?? "",
        yield* store.keep(tenantId, bytes)
      )
      return { form, mime, sha256, size }
    })

    const fit: MediaDesk["Service"]["fit"] = Effect.fn("MediaDesk.fit")(function* (tenantId, id, file) {
      const kept = yield* store.look(tenantId, file.sha256)
      if (Option.isNone(kept)) return yield* notKept
      return yield* formOf(tenantId, id, cleanName(file.name) ?? "", kept.value)
    })

    return MediaDesk.of({ open, take, fit })
  })
)

const nothing = new MediaRefused({ reason: "NotFound", safeText: "There is nothing here." })

const unfit = (safeText: string) => new MediaRefused({ reason: "Unfit", safeText })

const notKept = new MediaRefused({
  reason: "Gone",
  safeText: "This file is no longer kept here. Attach it again."
})

const busy = new MediaRefused({
  reason: "NotNow",
  safeText: "The file could not be brought now. Try again in a moment."
})
