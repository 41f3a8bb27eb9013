import { Effect } from "effect"
import type { Explanation } from "../../domain/Explanation.ts"
import type { ConversationId, MessageId } from "../../domain/Ids.ts"
import type { Conversation, Message } from "../../domain/LiveEvent.ts"
import type { OutgoingFile } from "../../ports/ChannelTransport.ts"
import type { OutgoingRow, SendOutcome } from "../../ports/Outbox.ts"
import type { Staged } from "./Staging.ts"

/** A due message as `due_messages` gives it. */
export interface DueRow extends Omit<OutgoingRow, "quote" | "media"> {
  readonly quotedId: string | null
  readonly quotedText: string | null
  readonly quotedSender: string | null
  readonly file: DueFile | null
}

/** A message's file as `due_messages` gives it; without a content it is not kept any more. */
export interface DueFile extends Omit<OutgoingFile, "bytes"> {
  readonly sha256: string | null
}

/** A due message as the sender takes it; `read` reads a kept file. */
export const toOutgoing = (
  { quotedId, quotedText, quotedSender, file, ...row }: DueRow,
  read: (sha256: string, size: number) => OutgoingFile["bytes"]
): OutgoingRow => ({
  ...row,
  isPatient: row.isDispatch || row.isBroadcast,
  ...(file === null ? {} : { media: outgoingFile(file, read) }),
  quote:
    quotedId === null ? null : { networkId: quotedId, senderAddress: quotedSender, text: quotedText ?? "" }
})

const outgoingFile = (
  { sha256, ...file }: DueFile,
  read: (sha256: string, size: number) => OutgoingFile["bytes"]
): OutgoingFile => ({ ...file, bytes: sha256 === null ? Effect.succeed(null) : read(sha256, file.size) })

/** A reply as `answer_messages` takes it. */
export interface Answer {
  readonly cause: MessageId
  readonly quotedId: string | null
  readonly at: Date
  readonly said: Explanation | null
  readonly parts: ReadonlyArray<{
    readonly id: string
    readonly part: number
    readonly text: string
    readonly networkId: string
  }>
}

/** What `answer_messages` gives; the views are null when nobody watched. */
export interface Written {
  readonly answered: Readonly<Record<string, ConversationId>>
  readonly messages: Readonly<Record<string, Message>> | null
  readonly conversations: Readonly<Record<string, Conversation>> | null
}

/** What `fail_sent_message` gives. */
export interface Undelivered {
  readonly known: boolean
  readonly message?: Message
  readonly staged: ReadonlyArray<Staged>
}

/** What `settle_messages` gives. */
export interface Settled {
  readonly messages: ReadonlyArray<Message>
  readonly staged: ReadonlyArray<Staged>
  /** What reached a provider's chat, by the name that staff know it by. */
  readonly forwarded: ReadonlyArray<{
    readonly conversationId: ConversationId
    readonly chat: string
    readonly text: string
  }>
}

/** What an outcome makes of the message, and of the dispatches it carries (null = nothing). */
export const changeOf = (outcome: SendOutcome) => {
  const nothing = {
    networkId: null,
    note: null,
    nextAt: null,
    attempts: 0,
    dispatch: null,
    pausedUntil: null
  }
  switch (outcome._tag) {
    case "Sent":
      return { ...nothing, stage: "sent", dispatch: "done", networkId: outcome.networkId, attempts: 1 }
    case "Postponed":
      return { ...nothing, stage: "queued", nextAt: new Date(outcome.nextAt) }
    case "Retry": {
      const { safeText: note, nextAt } = outcome
      return {
        ...nothing,
        stage: "queued",
        dispatch: "retrying",
        note,
        nextAt: new Date(nextAt),
        attempts: 1
      }
    }
    case "Failed":
      return { ...nothing, stage: "failed", dispatch: "dead", note: outcome.safeText, attempts: 1 }
    case "Closed":
      return {
        ...nothing,
        stage: "failed",
        dispatch: "dead",
        note: outcome.safeText,
        attempts: 1,
        pausedUntil: new Date(outcome.until),
        givesUpBefore: new Date(outcome.givesUpBefore)
      }
    case "Uncertain":
      return { ...nothing, stage: "uncertain", dispatch: "uncertain", note: outcome.safeText, attempts: 1 }
  }
}
