import { Effect, Result } from "effect"
import { type Update } from "grammy/types"
import { type ConnectionEvents } from "../../ports/ChannelTransport.ts"
import { type ChatList } from "./ChatList.ts"
import { toInbound } from "./Conversion.ts"

/** What a bot is told of, fetched or brought: messages, their changes, and where it was let in or put out. */
export const allowedUpdates = ["message", "edited_message", "my_chat_member"] as const

/** Where what is read goes. */
export interface Reading {
  readonly chats: ChatList
  readonly events: Pick<ConnectionEvents, "inbound" | "edited" | "met" | "moved">
}

/** One update's work, in the order of its chat; doing it again changes nothing. */
interface ReadUpdate {
  /** A group and its topics are one chat, also before and after its upgrade as far as the update says. */
  readonly chatId: string
  readonly run: Effect.Effect<void>
}

/** What an update comes to. `run` returns when all of it is stored. */
export const read = (update: Update, { chats, events }: Reading): ReadUpdate => {
  const migration = migrationOf(update)
  const chat = (update.message ?? update.edited_message ?? update.my_chat_member)?.chat
  return {
    chatId: migration?.from ?? String(chat?.id ?? ""),
    run: Effect.gen(function* () {
      if (migration !== null) {
        chats.move(migration.from, migration.to)
        yield* events.moved(migration.from, migration.to)
      }
      for (const { chat, isIn } of chats.learn(update)) yield* events.met(chat, isIn)
      const converted = toInbound(update, chats.titleOf)
      if (Result.isFailure(converted))
        return yield* Effect.logDebug(`Telegram update ignored: ${converted.failure}`)
      yield* update.edited_message === undefined
        ? events.inbound(converted.success)
        : events.edited(converted.success)
    })
  }
}

/** A group became a supergroup: said in both. */
export const migrationOf = ({ message }: Update): { readonly from: string; readonly to: string } | null => {
  if (message?.migrate_to_chat_id !== undefined)
    return { from: String(message.chat.id), to: String(message.migrate_to_chat_id) }
  if (message?.migrate_from_chat_id !== undefined)
    return { from: String(message.migrate_from_chat_id), to: String(message.chat.id) }
  return null
}
