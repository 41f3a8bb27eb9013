import { Context, Effect, Predicate } from "effect"
import { type DEFAULT_CONNECTION_CONFIG } from "@whiskeysockets/baileys"

/** The logger Baileys wants. */
export type BaileysLogger = (typeof DEFAULT_CONNECTION_CONFIG)["logger"]

/**
 * Passes Baileys' warnings and errors to the logs of `context`. Of what Baileys logs only the sentence and the
 * error's message get through: its objects hold keys, texts and phone numbers. Once the connection is over, what
 * fails is what was to be expected.
 */
export const makeBaileysLogger = (context: Context.Context<never>, isOver: () => boolean): BaileysLogger => {
  const fork = Effect.runForkWith(context)
  const isKnown = (text: string | undefined) => isOver() || reportedElsewhere.has(text ?? "")
  const logger: BaileysLogger = {
    level: "warn",
    child: () => logger,
    trace: ignore,
    debug: ignore,
    info: ignore,
    // What Baileys calls a warning is its daily life: retried writes, timed-out queries.
    warn: (details, text) => void fork(Effect.logDebug(`Baileys: ${sentence(details, text)}`)),
    error: (details, text) => {
      const log = isKnown(text) ? Effect.logDebug : Effect.logWarning
      fork(log(`Baileys: ${sentence(details, text)}`))
    }
  }
  return logger
}

// The connection's close reason or the next sentence says it; code 515 after pairing is no error at all.
const reportedElsewhere = new Set([
  "stream errored out",
  "error in validating connection",
  "transaction failed, rolling back"
])

const ignore = (): void => undefined

const sentence = (details: unknown, text: string | undefined): string => {
  if (typeof details === "string") return details
  const error = Predicate.hasProperty(details, "err")
    ? details.err
    : Predicate.hasProperty(details, "error")
      ? details.error
      : undefined
  return error instanceof Error ? `${text ?? "failed"}: ${error.message}` : (text ?? "")
}
