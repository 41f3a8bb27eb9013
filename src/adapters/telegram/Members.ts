import { Clock, Effect } from "effect"
import { type Api } from "grammy"
import { type ChatSummary } from "../../ports/ChannelTransport.ts"
import { call } from "./Call.ts"
import { type ChatList } from "./ChatList.ts"

/** A group's members are counted anew after this. */
const freshMillis = 600_000

/** Groups counted at one look; the others come at the next. */
const atOnce = 20

const sideBySide = 4

/** Gives the chats that a bot has met, with the members of its groups, which are counted when somebody looks. */
export const makeMembers = (api: Api, chats: ChatList) => {
  const countedAt = new Map<string, number>()

  const count = ({ chatId }: ChatSummary, now: number) =>
    call((signal) => api.getChatMemberCount(chatId, signal)).pipe(
      Effect.timeout("3 seconds"),
      Effect.map((members) => chats.count(chatId, members)),
      Effect.andThen(Effect.sync(() => countedAt.set(chatId, now))),
      // The list is worth more than its numbers.
      Effect.ignore
    )

  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const due = chats
      .all()
      .filter(
        ({ kind, chatId }) =>
          kind === "group" && !chatId.includes("/") && now - (countedAt.get(chatId) ?? 0) >= freshMillis
      )
      .slice(-atOnce)
    yield* Effect.forEach(due, (chat) => count(chat, now), { concurrency: sideBySide, discard: true }).pipe(
      Effect.timeoutOption("4 seconds")
    )
    return chats.all()
  })
}
