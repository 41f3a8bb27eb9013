import { ByteSize, Cause, Effect, Metric, Predicate } from "effect"
import {
  HttpIncomingMessage,
  HttpRouter,
  HttpServerError,
  HttpServerRequest,
  HttpServerResponse
} from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import { SqlError } from "effect/sql"
import { Settings } from "../../Settings.ts"
import { PlainWords } from "../api/Authorization.ts"
import { BadRequest } from "../api/Refusals.ts"
import { complaint } from "./Complaint.ts"
import { RequestLimits, retryAfter, tooMany } from "../limits/RequestLimits.ts"
import { newReference, refuse } from "./References.ts"
import { bodyLimit, ownHeaders, securityHeaders, tooLarge, writeObjection } from "../Security.ts"

const answered = Metric.counter("relaydesk_http_answers_total", {
  description: "HTTP answers by status",
  incremental: true
})

/** Decode failures become a 400 that names the wrong part; the values themselves stay out of the log. */
export const plainWords = HttpApiMiddleware.layerSchemaErrorTransform(PlainWords, (error) =>
  error.kind === "Body" || error.kind === "ResponseHeaders"
    ? Effect.fail(error)
    : refuse(BadRequest, complaint(error))
)

/**
 * Around every route: checks writes, caps bodies, sets the security headers, and turns whatever went wrong
 * into `{ _tag, message, reference }`, logged once under its reference.
 */
export const layer = HttpRouter.middleware(
  Effect.gen(function* () {
    const settings = yield* Settings
    const limits = yield* RequestLimits
    const headers = securityHeaders(settings)

    return Effect.fnUntraced(function* (httpEffect) {
      const request = yield* HttpServerRequest.HttpServerRequest
      const wait = yield* limits.address(request)
      const objection = wait > 0 ? { status: 429, message: tooMany } : writeObjection(request, settings)
      const response = yield* objection === null
        ? httpEffect.pipe(
            Effect.provideService(
              HttpIncomingMessage.MaxBodySize,
              ByteSize.bytes(bodyLimit(request.url, settings.mediaMaxBytes))
            ),
            Effect.catchCause((cause) =>
              Cause.hasInterruptsOnly(cause) ? Effect.failCause(cause) : fromCause(cause, request)
            )
          )
        : failure(objection.status, objection.message, { method: request.method, path: pathOf(request) })
      yield* Metric.update(Metric.withAttributes(answered, { status: String(response.status) }), 1)
      return HttpServerResponse.setHeaders(response, {
        ...headers,
        ...(wait > 0 ? { "retry-after": retryAfter(wait) } : {}),
        ...(request.url.startsWith("/api/") ? { "cache-control": "no-store" } : {}),
        ...ownHeaders(request.url, response.headers)
      })
    })
  }),
  { global: true }
)

/** The answer to a failure that no handler expected. */
const fromCause = (cause: Cause.Cause<unknown>, request: HttpServerRequest.HttpServerRequest) => {
  const where = { method: request.method, path: pathOf(request) }
  for (const reason of cause.reasons) {
    const error = reason._tag === "Fail" ? reason.error : reason._tag === "Die" ? reason.defect : undefined
    if (HttpServerResponse.isHttpServerResponse(error)) return Effect.succeed(error)
    if (isUnstorable(error)) return failure(400, unstorable, where)
    if (!HttpServerError.isHttpServerError(error)) continue
    if (error.reason._tag === "RouteNotFound") return failure(404, "There is nothing here.", where)
    if (error.reason._tag === "RequestParseError") {
      return error.reason.reason === "BodyTooLarge"
        ? failure(413, tooLarge(request.url), where)
        : failure(400, "The request could not be read.", where)
    }
  }
  return failure(
    500,
    "Something went wrong on our side. Try again; if it stays, tell us the reference.",
    where,
    cause
  )
}

const unstorable = "The request holds a character that no text may have (U+0000, or half of a pair)."

/**
 * PostgreSQL refused a text for its characters: JSON can say U+0000 and halves of surrogate pairs, which no column holds.
 * The statement changed nothing.
 */
const isUnstorable = (error: unknown): boolean => {
  if (!SqlError.isSqlError(error)) return false
  const { cause } = error.reason
  if (!Predicate.hasProperty(cause, "code")) return false
  if (cause.code === "22021" || cause.code === "22P05") return true
  const detail = Predicate.hasProperty(cause, "detail") ? String(cause.detail) : ""
  return cause.code === "22P02" && /Unicode|surrogate/.test(detail)
}

const failure = (
  status: number,
  message: string,
  where: Readonly<Record<string, string>>,
  cause?: Cause.Cause<unknown>
) =>
  Effect.suspend(() => {
    const reference = newReference()
    const log = cause === undefined ? Effect.logInfo(message) : Effect.logError(message, cause)
    return Effect.as(
      Effect.annotateLogs(log, { reference, status, ...where }),
      HttpServerResponse.jsonUnsafe({ _tag: tags[status] ?? "InternalError", message, reference }, { status })
    )
  })

const tags: Readonly<Record<number, string>> = {
  400: "BadRequest",
  403: "Forbidden",
  404: "NotFound",
  413: "TooLarge",
  415: "WrongType",
  429: "TooManyRequests"
}

/** Without the query, which may hold what people searched for. */
const pathOf = (request: HttpServerRequest.HttpServerRequest) => request.url.split("?", 1)[0] ?? ""
