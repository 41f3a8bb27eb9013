/** A chat, or one topic of a forum, as the gateway names it: "-100123", "-100123/42". */
interface Place {
  readonly chat: string
  /** Telegram's message_thread_id. */
  readonly thread: number | null
}

/** The name of a chat or of one of its topics. */
export const placeName = (chat: number, thread: number | undefined): string =>
  thread === undefined ? String(chat) : `${chat}/${thread}`

/** What a name means to Telegram. */
export const placeOf = (name: string): Place => {
  const [chat = name, thread] = name.split("/")
  return { chat, thread: thread === undefined ? null : Number(thread) }
}
