import {
  areJidsSameUser,
  generateWAMessageFromContent,
  isJidGroup,
  type WAMessage,
  type WASocket
} from "@whiskeysockets/baileys"
import { Duration, Effect, Semaphore } from "effect"
import {
  type Outgoing,
  type OutgoingFile,
  type SendError,
  type SentReceipt
} from "../../ports/ChannelTransport.ts"
import { type Acknowledgements } from "./Acknowledgements.ts"
import { type BoundedCache } from "./BoundedCache.ts"
import { type makeUpload } from "./MediaUpload.ts"
import { type GroupDirectory } from "./GroupDirectory.ts"
import { checkGroup, checkPerson } from "./Recipient.ts"
import { failureOf, notConnected, refusalOf, unknown } from "./Refusals.ts"

interface SendingOptions {
  readonly socket: WASocket
  readonly acknowledgements: Acknowledgements
  readonly groups: GroupDirectory
  readonly isOpen: () => boolean
  readonly upload: ReturnType<typeof makeUpload>
  readonly sentFiles: BoundedCache
  /** What is done when WhatsApp did not confirm a message in time. */
  readonly onSilence: Effect.Effect<void>
}

/** Sends one message and waits for WhatsApp's ack. */
export type Send = (message: Outgoing) => Effect.Effect<SentReceipt, SendError>

// Baileys sends one message of an account at a time, each behind queries of up to 20 s.
const submitTimeout = Duration.seconds(60)
// A large file over a slow line.
const fileTimeout = Duration.minutes(4)
const ackTimeout = Duration.seconds(30)

/** Makes the sending side of a connection; messages to one chat leave in the order they are given. */
export const makeSend = (options: SendingOptions): Send => {
  const { socket, acknowledgements, groups, isOpen } = options
  const inOrder = Array.from({ length: 16 }, () => Semaphore.makeUnsafe(1))
  const turnOf = (chatId: string) =>
    inOrder[Number(chatId.match(/\d(?=@)/)?.[0] ?? 0)] ?? Semaphore.makeUnsafe(1)

  /** Puts the file up by our own client, and then sends the message that shows it. */
  const submitFile = Effect.fnUntraced(function* (message: Outgoing, file: OutgoingFile) {
    const content = yield* options.upload(file, message.text)
    options.sentFiles.set(message.reservedId, content)
    yield* Effect.tryPromise({
      try: () => {
        const { message: quoting } = generateWAMessageFromContent(message.chatId, content, {
          userJid: socket.user?.id ?? "",
          messageId: message.reservedId,
          ...quotation(message, socket)
        })
        return socket.relayMessage(message.chatId, quoting ?? content, { messageId: message.reservedId })
      },
      catch: failureOf
    })
  })

  const submit = Effect.fnUntraced(function* (message: Outgoing) {
    if (!isOpen()) return yield* notConnected()
    yield* isJidGroup(message.chatId) === true
      ? checkGroup(groups, message.chatId)
      : checkPerson(socket, message.chatId)
    if (message.media !== undefined) return yield* submitFile(message, message.media)
    yield* Effect.tryPromise({
      try: () =>
        socket.sendMessage(
          message.chatId,
          // Without a preview: making one would fetch whatever address a person wrote.
          { text: message.text, linkPreview: null },
          { messageId: message.reservedId, ...quotation(message, socket) }
        ),
      catch: failureOf
    })
  })

  return Effect.fnUntraced(function* (message) {
    const answer = acknowledgements.expect(message.reservedId)
    return yield* submit(message).pipe(
      Effect.timeoutOrElse({
        duration: message.media === undefined ? submitTimeout : fileTimeout,
        orElse: () => Effect.fail(unknown("WhatsApp did not take the message in time."))
      }),
      Semaphore.withPermit(turnOf(message.chatId)),
      Effect.andThen(
        Effect.timeoutOrElse(answer, {
          duration: ackTimeout,
          orElse: () =>
            Effect.andThen(options.onSilence, Effect.fail(unknown("WhatsApp did not confirm the message.")))
        })
      ),
      Effect.flatMap((answer) => {
        if (answer === "taken") return Effect.succeed({ networkId: message.reservedId })
        if (answer === "gone") {
          return Effect.fail(unknown("The connection ended before WhatsApp confirmed the message."))
        }
        return Effect.fail(refusalOf(answer.error))
      }),
      Effect.ensuring(Effect.sync(() => acknowledgements.forget(message.reservedId)))
    )
  })
}

/** The quoted message as far as it is needed to quote it. */
const quotation = ({ chatId, quote }: Outgoing, socket: WASocket): { readonly quoted?: WAMessage } => {
  if (quote === null) return {}
  const isGroup = isJidGroup(chatId) === true
  const author = quote.senderAddress
  const isOwn =
    author === null
      ? isGroup
      : areJidsSameUser(author, socket.user?.id) || areJidsSameUser(author, socket.user?.lid)
  return {
    quoted: {
      key: {
        remoteJid: chatId,
        id: quote.networkId,
        fromMe: isOwn,
        ...(isGroup && author !== null ? { participant: author } : {})
      },
      message: { conversation: quote.text }
    }
  }
}
