import { Effect, Schema } from "effect"

/** The embedded server cannot be used; the message is one line that says what to do where we know it. */
export class EmbeddedPostgresError extends Schema.TaggedError<EmbeddedPostgresError>()(
  "EmbeddedPostgresError",
  {
    message: Schema.String
  }
) {}

/** Runs a promise; its failure becomes one line that starts with what was being done. */
export const attempt = <A>(doing: string, run: () => Promise<A>): Effect.Effect<A, EmbeddedPostgresError> =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      new EmbeddedPostgresError({
        message: `Embedded PostgreSQL: ${doing}: ${cause instanceof Error ? cause.message : String(cause)}`
      })
  })

/** Fails with one line. */
export const refuse = (message: string): Effect.Effect<never, EmbeddedPostgresError> =>
  Effect.fail(new EmbeddedPostgresError({ message: `Embedded PostgreSQL: ${message}` }))
