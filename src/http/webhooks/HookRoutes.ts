import { Effect, Option } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { WebhookIntake, type WebhookOutcome } from "../../ports/WebhookIntake.ts"

/** Who sends slower than this is cut; networks send at once. */
const readTimeout = "10 seconds"

/** Nothing that tells more: the addresses of strangers and of nobody look alike. */
const answers: Readonly<Record<WebhookOutcome, HttpServerResponse.HttpServerResponse>> = {
  stored: HttpServerResponse.text("ok"),
  known: HttpServerResponse.text("ok"),
  unknown: HttpServerResponse.text("There is nothing here.", { status: 404 }),
  forged: HttpServerResponse.text("This is not signed as it should be.", { status: 403 })
}

const slow = HttpServerResponse.text("The request took too long.", { status: 408 })

/**
 * Where networks bring their webhooks: /hooks/<kind of channel>/<its token>. The body is read as bytes, checked, stored and
 * answered; what it says is worked on afterwards (CH-09).
 */
export const layer = HttpRouter.use((router) =>
  Effect.gen(function* () {
    const intake = yield* WebhookIntake
    const address = Effect.map(HttpRouter.params, ({ kind = "", token = "" }) => ({ kind, token }))
    yield* router.add(
      "POST",
      "/hooks/:kind/:token",
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const body = Option.getOrNull(yield* Effect.timeoutOption(request.arrayBuffer, readTimeout))
        if (body === null) return slow
        const { headers } = request
        return answers[yield* intake.take(yield* address, { headers, body: new Uint8Array(body) })]
      })
    )
    yield* router.add(
      "GET",
      "/hooks/:kind/:token",
      Effect.gen(function* () {
        const { url } = yield* HttpServerRequest.HttpServerRequest
        const query = new URL(url, "http://localhost").searchParams
        const challenge = yield* intake.challenge(yield* address, query)
        return Option.match(challenge, {
          onNone: () => answers.unknown,
          onSome: (text) => HttpServerResponse.text(text)
        })
      })
    )
  })
)
