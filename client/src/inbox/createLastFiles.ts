import { createSignal } from "solid-js"
import type { Conversation, LiveEvent, Message } from "../api/Views.ts"
import { fileWords, messageLine } from "../words/fileWords.ts"

interface LastFile {
  readonly id: string
  /** When it was sent, unix milliseconds: a tick of an older message says nothing of the newest. */
  readonly at: number
  readonly words: string
}

/** Chats that are remembered; whose newest message has words again are not looked at. */
const most = 2_000

const learned = ({ conversationId, media, kind, sentAt, text }: Message): LastFile => ({
  id: conversationId,
  at: sentAt,
  words: messageLine({ kind, text, ...(media === undefined ? {} : { media }) })
})

/**
 * What the newest messages are that have no words. Lists say it of their chats; of what changes later the messages do,
 * which come with their chats.
 */
export const createLastFiles = () => {
  const [known, setKnown] = createSignal<ReadonlyMap<string, LastFile>>(new Map())
  const learn = (files: ReadonlyArray<LastFile>) => {
    const fresh = files.filter(({ at, id }) => at >= (known().get(id)?.at ?? 0))
    if (fresh.length === 0) return
    const next = new Map(known())
    for (const file of fresh) {
      next.delete(file.id)
      next.set(file.id, file)
    }
    setKnown(new Map([...next].slice(-most)))
  }
  return {
    fromList: (rows: ReadonlyArray<Conversation>) =>
      learn(
        rows.flatMap(({ id, lastAt, lastFile }) =>
          lastFile === undefined ? [] : [{ id, at: lastAt, words: fileWords(lastFile.kind, lastFile.name) }]
        )
      ),
    fromEvents: (events: ReadonlyArray<LiveEvent>) =>
      learn(
        events.flatMap((event) =>
          event._tag === "MessageChanged" && event.message.text === "" && event.message.direction !== "note"
            ? [learned(event.message)]
            : []
        )
      ),
    /** What the list shows of a chat's newest message. */
    line: ({ id, lastText }: Conversation): string =>
      lastText === "" ? (known().get(id)?.words ?? fileWords("text", null)) : lastText
  }
}
