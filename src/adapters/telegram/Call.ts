import { Effect, Schema } from "effect"
import { type Api } from "grammy"

/** A request to Telegram failed; `error` is grammY's. Not to be logged: it may hold the bot's token. */
export class CallFailed extends Schema.TaggedError<CallFailed>()("CallFailed", { error: Schema.Defect() }) {}

type ApiSignal = NonNullable<Parameters<Api["getMe"]>[0]>

/** One request to Telegram, aborted when the fiber is interrupted. */
export const call = <A>(request: (signal: ApiSignal) => Promise<A>): Effect.Effect<A, CallFailed> =>
  Effect.tryPromise({
    // grammY names the signal type of the abort-controller package, which Node's own has replaced.
    try: (signal) => request(signal as unknown as ApiSignal),
    catch: (error) => new CallFailed({ error })
  })
