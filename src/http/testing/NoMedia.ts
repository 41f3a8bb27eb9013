import { Effect, Layer, Option, Stream } from "effect"
import { MediaDesk, MediaRefused } from "../../ports/MediaDesk.ts"
import { MediaStore } from "../../ports/MediaStore.ts"

const nothing = Effect.fail(new MediaRefused({ reason: "NotFound", safeText: "There is nothing here." }))

/** A gateway whose messages have no files. */
export const noMedia = Layer.mergeAll(
  Layer.succeed(MediaDesk, { open: () => nothing, take: () => nothing, fit: () => nothing }),
  Layer.succeed(MediaStore, {
    limits: { maxBytes: 1_000_000, keptDays: 30 },
    find: () => Effect.succeed(Option.none()),
    channelOf: () => Effect.succeed(Option.none()),
    keep: () => Effect.die("no files are kept here"),
    look: () => Effect.succeed(Option.none()),
    attach: () => Effect.void,
    opened: () => Effect.void,
    read: () => Stream.empty,
    purge: () => Effect.succeed(0)
  })
)
