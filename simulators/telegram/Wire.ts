// The part of the Bot API's JSON that the simulator speaks (core.telegram.org/bots/api), written by hand so that
// the simulator does not share a mistake with the client library it tests.

/** A user or a bot. */
export interface WireUser {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

/** The chat inside a message. */
export interface WireChat {
  readonly id: number
  readonly type: ChatType
  readonly title?: string
  readonly username?: string
  readonly first_name?: string
  readonly last_name?: string
  readonly is_forum?: true
}

export type ChatType = "private" | "group" | "supergroup"

/** A file by its reusable id. */
export interface WireFile {
  readonly file_id: string
  readonly file_unique_id: string
  readonly file_size: number
  readonly file_name?: string
  readonly mime_type?: string
  readonly width?: number
  readonly height?: number
  readonly duration?: number
}

export interface WireMessage {
  readonly message_id: number
  readonly date: number
  readonly chat: WireChat
  readonly from?: WireUser
  readonly message_thread_id?: number
  readonly is_topic_message?: true
  readonly reply_to_message?: WireMessage
  readonly edit_date?: number
  readonly text?: string
  readonly caption?: string
  readonly entities?: ReadonlyArray<unknown>
  readonly reply_markup?: unknown
  readonly photo?: ReadonlyArray<WireFile>
  readonly document?: WireFile
  readonly voice?: WireFile
  readonly video?: WireFile
  readonly audio?: WireFile
  readonly new_chat_members?: ReadonlyArray<WireUser>
  readonly left_chat_member?: WireUser
  readonly new_chat_title?: string
  readonly group_chat_created?: true
  readonly migrate_to_chat_id?: number
  readonly migrate_from_chat_id?: number
  readonly forum_topic_created?: { readonly name: string; readonly icon_color: number }
  readonly forum_topic_closed?: Record<string, never>
  readonly forum_topic_reopened?: Record<string, never>
}

export type MemberStatus = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked"

/** The kinds of update that the simulator produces. */
export type UpdateKind = "message" | "edited_message" | "callback_query" | "my_chat_member" | "chat_member"

export type WireUpdate = { readonly update_id: number } & { readonly [kind in UpdateKind]?: unknown }

/** What a send method or a person puts into a message, besides who, where and when. */
export type Content = Partial<
  Pick<
    WireMessage,
    | "text"
    | "caption"
    | "entities"
    | "reply_markup"
    | "photo"
    | "document"
    | "voice"
    | "video"
    | "audio"
    | "new_chat_members"
    | "left_chat_member"
    | "new_chat_title"
    | "group_chat_created"
    | "migrate_to_chat_id"
    | "migrate_from_chat_id"
    | "forum_topic_created"
    | "forum_topic_closed"
    | "forum_topic_reopened"
  >
>
