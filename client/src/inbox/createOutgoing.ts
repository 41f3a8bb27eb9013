import { createSignal, type Accessor } from "solid-js"
import { sendNote, sendReply } from "../api/ChatGateway.ts"
import { sendMedia } from "../api/MediaGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { Message } from "../api/Views.ts"
import type { ReadyFile } from "./createAttachment.ts"

/** Words of this browser that the gateway has not confirmed yet. */
export interface Outgoing {
  readonly clientId: string
  readonly conversationId: string
  readonly kind: "reply" | "note"
  readonly text: string
  readonly quoted: Message | null
  /** Goes with it; the text is its caption. */
  readonly file?: ReadyFile
  readonly at: number
  /** Why it did not arrive; null while it is under way. */
  readonly trouble: Trouble | null
}

/**
 * Shows what is written at once and sends it in order, each under an id of its own: sent again after a lost answer, it
 * is the same message.
 */
export const createOutgoing = (sender: Accessor<string>) => {
  const [list, setList] = createSignal<ReadonlyArray<Outgoing>>([])
  let line = Promise.resolve()

  const change = (clientId: string, trouble: Trouble | null) =>
    setList((now) => now.map((one) => (one.clientId === clientId ? { ...one, trouble } : one)))
  const forget = (clientId: string) => setList((now) => now.filter((one) => one.clientId !== clientId))

  const deliver = async ({ clientId, conversationId, file, kind, quoted, text }: Outgoing) => {
    const words = { clientId, text }
    const reference = quoted === null ? {} : { quoted: quoted.id }
    try {
      if (file !== undefined) {
        const { form: _, mime: __, size: ___, ...kept } = file
        await sendMedia(conversationId, { ...kept, ...reference, clientId, caption: text })
      } else if (kind === "note") await sendNote(conversationId, words)
      else await sendReply(conversationId, { ...words, ...reference })
    } catch (error) {
      change(clientId, asTrouble(error))
    }
  }
  const inLine = (one: Outgoing) => {
    line = line.then(() => deliver(one))
  }

  /** What of a conversation the list does not show yet, as messages. */
  const pending = (conversationId: string, shown: ReadonlyArray<Message>): ReadonlyArray<Message> => {
    const known = new Set(shown.flatMap(({ clientId }) => (clientId === undefined ? [] : [clientId])))
    return list()
      .filter((one) => one.conversationId === conversationId && !known.has(one.clientId))
      .map((one) => ({
        id: `z-${one.clientId}`,
        conversationId,
        direction: one.kind === "note" ? "note" : "out",
        author: "staff",
        senderName: sender(),
        text: one.text,
        kind: one.file?.form ?? "text",
        ...(one.file === undefined ? {} : { media: pendingMedia(one.file) }),
        sentAt: one.at,
        stage: one.trouble === null ? "queued" : "failed",
        note: one.trouble === null ? null : `${one.trouble.message} ${one.trouble.advice}`,
        clientId: one.clientId,
        version: 0
      }))
  }

  return {
    pending,
    send: (words: Pick<Outgoing, "conversationId" | "kind" | "text" | "quoted" | "file">) => {
      const one = { ...words, clientId: crypto.randomUUID(), at: Date.now(), trouble: null }
      setList((now) => [...now.slice(-199), one])
      inLine(one)
    },
    /** Sends one that did not arrive again. */
    retry: (clientId: string) => {
      const one = list().find((found) => found.clientId === clientId)
      if (one === undefined) return
      change(clientId, null)
      inLine(one)
    },
    forget
  }
}

const pendingMedia = ({ mime, name, size, width, height }: ReadyFile) => ({
  mime,
  name,
  size,
  seconds: null,
  width: width ?? null,
  height: height ?? null,
  isKept: false
})

export type OutgoingWords = ReturnType<typeof createOutgoing>
