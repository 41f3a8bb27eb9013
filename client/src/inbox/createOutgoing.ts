import { batch, createSignal, onCleanup, type Accessor } from "solid-js"
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

/** Words of the login that this browser is used by: they outlive the thread and the page they were written on. */
let kept: { readonly loginId: string; readonly words: OutgoingWords } | undefined

/** What a login has written and is not confirmed yet; another login begins with nothing. */
export const outgoingOf = (login: { readonly id: string; readonly username: string }): OutgoingWords => {
  if (kept?.loginId !== login.id) kept = { loginId: login.id, words: createOutgoing(() => login.username) }
  return kept.words
}

/**
 * Shows what is written at once and sends it in order, each under an id of its own: sent again after a lost answer, it
 * is the same message.
 */
const createOutgoing = (sender: Accessor<string>) => {
  const [list, setList] = createSignal<ReadonlyArray<Outgoing>>([])
  let line = Promise.resolve()
  const listeners = new Set<(message: Message) => void>()

  const change = (clientId: string, trouble: Trouble | null) =>
    setList((now) => now.map((one) => (one.clientId === clientId ? { ...one, trouble } : one)))
  const forget = (clientId: string) => setList((now) => now.filter((one) => one.clientId !== clientId))

  /** The gateway has it: from now on it is one of its messages. */
  const store = (clientId: string, message: Message) =>
    batch(() => {
      for (const listener of listeners) listener(message)
      forget(clientId)
    })
  const post = ({ clientId, conversationId, file, kind, quoted, text }: Outgoing) => {
    const words = { clientId, text }
    const reference = quoted === null ? {} : { quoted: quoted.id }
    if (file !== undefined) {
      const { form: _, mime: __, size: ___, ...sent } = file
      return sendMedia(conversationId, { ...sent, ...reference, clientId, caption: text })
    }
    return kind === "note"
      ? sendNote(conversationId, words)
      : sendReply(conversationId, { ...words, ...reference })
  }
  const deliver = async (one: Outgoing) => {
    try {
      store(one.clientId, await post(one))
    } catch (error) {
      change(one.clientId, asTrouble(error))
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
    /** Forgets what the gateway shows as its own, also when its answer was lost. */
    confirm: (messages: ReadonlyArray<Message>) => {
      if (list().length === 0) return
      const stored = new Set(messages.map(({ clientId }) => clientId))
      if (list().some(({ clientId }) => stored.has(clientId)))
        setList((now) => now.filter(({ clientId }) => !stored.has(clientId)))
    },
    /** Hears each message that the gateway has taken, until the caller's owner is gone. */
    onStored: (listener: (message: Message) => void) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    },
    /** Whether words in a conversation did not arrive and wait to be sent again. */
    hasFailed: (conversationId: string) =>
      list().some((one) => one.conversationId === conversationId && one.trouble !== null)
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
