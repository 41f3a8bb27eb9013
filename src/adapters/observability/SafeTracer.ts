import { Cause, Exit, Option, Predicate, Tracer } from "effect"

/**
 * What spans may say. Everything else that a library or a handler writes into one is left out: texts, numbers, addresses,
 * keys and panels' domains have no way into a trace.
 */
const allowed = new Set([
  "entity.type",
  "entity.id",
  "tenant.id",
  "message.id",
  "request.id",
  "dispatch.id",
  "channel.kind",
  "command",
  "outcome",
  "attempts",
  "orders",
  "http.request.method",
  "http.response.status_code",
  "effect.fiber.interrupted"
])

/** Names are of our own code: no path, no address. */
const isPlain = (name: string) => /^[A-Za-z][\w. -]{0,80}$/.test(name) && !/\d{4}/.test(name)

/**
 * Hands spans on without what must not leave the deployment. A span that belongs to nothing — a look that a worker takes
 * every second — is not exported, nor what it holds.
 */
export const safeTracer = (tracer: Tracer.Tracer): Tracer.Tracer =>
  Tracer.make({
    span: (options) => {
      const parent = Option.getOrUndefined(options.parent)
      return new SafeSpan(
        tracer.span({
          ...options,
          name: isPlain(options.name) ? options.name : "span",
          links: [],
          sampled: options.sampled && parent?.sampled === true
        })
      )
    }
  })

class SafeSpan implements Tracer.Span {
  readonly _tag = "Span"
  readonly #span: Tracer.Span

  constructor(span: Tracer.Span) {
    this.#span = span
  }

  get name() {
    return this.#span.name
  }
  get spanId() {
    return this.#span.spanId
  }
  get traceId() {
    return this.#span.traceId
  }
  get parent() {
    return this.#span.parent
  }
  get annotations() {
    return this.#span.annotations
  }
  get status() {
    return this.#span.status
  }
  get attributes() {
    return this.#span.attributes
  }
  get links() {
    return this.#span.links
  }
  get sampled() {
    return this.#span.sampled
  }
  get kind() {
    return this.#span.kind
  }

  end(endTime: bigint, exit: Exit.Exit<unknown, unknown>): void {
    if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) this.#span.end(endTime, exit)
    else this.#span.end(endTime, Exit.fail(kindOf(exit.cause)))
  }

  attribute(key: string, value: unknown): void {
    if (allowed.has(key)) this.#span.attribute(key, value)
  }

  event(): void {}

  addLinks(): void {}
}

/** The kind of a failure; its message may hold what somebody wrote. */
const kindOf = (cause: Cause.Cause<unknown>): string => {
  const [reason] = cause.reasons
  if (reason === undefined || Cause.isInterruptReason(reason)) return "interrupted"
  const error = Cause.isFailReason(reason) ? reason.error : reason.defect
  const tag = Predicate.hasProperty(error, "_tag") ? error._tag : undefined
  const name = tag ?? (error instanceof Error ? error.name : undefined)
  return typeof name === "string" && /^\w{1,60}$/.test(name) ? name : "defect"
}
