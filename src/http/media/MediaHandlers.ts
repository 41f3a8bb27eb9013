import { Effect, Option, Semaphore } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { cleanName } from "../../domain/MediaName.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import { MediaDesk, type MediaRefused } from "../../ports/MediaDesk.ts"
import { MediaStore } from "../../ports/MediaStore.ts"
import { notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import type { ConversationId } from "../../domain/Ids.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import type { FileToSend } from "../api/MediaApi.ts"
import { Busy, Conflict, type NotFound } from "../api/Refusals.ts"
import { agent, written } from "../desk/ChatHandlers.ts"
import { fileAnswer, partOf } from "./FileAnswer.ts"

/** Files that are read at the same time: each is in memory as a whole. */
const readAtOnce = 8

const refused = ({ reason, safeText }: MediaRefused): Effect.Effect<never, NotFound | Conflict> =>
  reason === "NotFound" ? notFound : refuse(Conflict, safeText)

/** Pictures and files of chats. */
export const layer = HttpApiBuilder.group(
  Api,
  "media",
  Effect.fn(function* (handlers) {
    const desk = yield* MediaDesk
    const store = yield* MediaStore
    const chats = yield* ChatControl
    const reading = yield* Semaphore.make(readAtOnce)

    const send = Effect.fn("MediaApi.send")(function* ({
      params,
      payload
    }: {
      readonly params: { readonly id: ConversationId }
      readonly payload: typeof FileToSend.Type
    }) {
      const tenantId = yield* CurrentTenant
      const { clientId, caption, sha256, quoted = null, width = null, height = null } = payload
      const name = cleanName(payload.name) ?? "file"
      const { form, type } = yield* Effect.catchTag(
        desk.fit(tenantId, params.id, { name, sha256 }),
        "MediaRefused",
        refused
      )
      const media = { sha256, kind: form, mime: type, name, width, height }
      const words = { kind: "reply", clientId, text: caption.trim(), quoted, media } as const
      return yield* written(yield* chats.write(tenantId, params.id, yield* agent, words))
    })

    return handlers
      .handle(
        "open",
        Effect.fn("MediaApi.open")(function* ({ params }) {
          const tenantId = yield* CurrentTenant
          const { headers } = yield* HttpServerRequest.HttpServerRequest
          const file = yield* Effect.catchTag(desk.open(tenantId, params.id), "MediaRefused", refused)
          return fileAnswer(file, partOf(headers["range"], file.size), (from, to) =>
            store.read(tenantId, file.sha256, from, to)
          )
        })
      )
      .handle("limits", () => Effect.succeed({ maxBytes: store.limits.maxBytes }))
      .handleRaw(
        "take",
        Effect.fn("MediaApi.take")(function* ({ params, query, request }) {
          const tenantId = yield* CurrentTenant
          const taken = yield* reading.withPermitsIfAvailable(1)(
            Effect.gen(function* () {
              const bytes = new Uint8Array(yield* request.arrayBuffer)
              return yield* desk.take(tenantId, params.id, { name: query.name, bytes })
            }).pipe(Effect.catchTag("MediaRefused", refused), Effect.catchTag("HttpServerError", Effect.die))
          )
          if (Option.isNone(taken)) return yield* refuse(Busy, "Others send files at this moment. Try again.")
          return taken.value
        })
      )
      .handle("send", send)
  })
)
