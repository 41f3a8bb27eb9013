import { Effect } from "effect"
import { type Api } from "grammy"
import { call } from "./Call.ts"
import { isNotThere } from "./Failures.ts"
import { placeOf } from "./Places.ts"

/** Whether a bot may see a chat, also one of before this process; null when Telegram does not say. */
export const knows = (api: Api, chatId: string): Effect.Effect<boolean | null> =>
  call((signal) => api.getChat(placeOf(chatId).chat, signal)).pipe(
    Effect.as(true),
    Effect.timeout("10 seconds"),
    Effect.catch((failed) =>
      Effect.succeed(failed._tag === "CallFailed" && isNotThere(failed.error) ? false : null)
    )
  )
