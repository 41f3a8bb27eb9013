import { Effect, Option, type Scope } from "effect"
import type { CloseReason } from "../../domain/Channel.ts"
import { cloudSecrets, type CloudSecrets } from "../../ports/ChannelSecrets.ts"
import {
  type Connection,
  type ConnectionEvents,
  type Outgoing,
  type SendError,
  type SentReceipt,
  type Transport
} from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import { makeConnectionEnd, withoutToken } from "../ConnectionEnd.ts"
import { listOf, shortOf } from "../webhooks/Loose.ts"
import { type Call, type CallFailed, makeCall } from "./Call.ts"
import { fileBody, makeFiles } from "./MediaFiles.ts"
import { recipientOf } from "./Conversion.ts"
import { stepsOf } from "./Events.ts"
import { closeReasonOf, isRevoked, noGroups, notConnected, sendErrorOf, unknown } from "./Failures.ts"

const graph = "https://graph.facebook.com/v23.0"

const sendTimeout = 30_000
const readTimeout = 15_000

/** There is no line to listen on: whether the token still works is asked this often. */
const lookEvery = "5 minutes"

/** Numbers of Meta's Cloud API: sends over HTTPS, hears by webhooks (CH-09). */
export const make: Effect.Effect<Transport, never, Settings | Egress> = Effect.gen(function* () {
  const { whatsappCloudUrl } = yield* Settings
  const egress = yield* Egress
  const root = Option.getOrElse(whatsappCloudUrl, () => graph).replace(/\/+$/, "")
  return {
    open: (channel, events) =>
      Option.match(cloudSecrets(channel.token), {
        onNone: () => Effect.succeed(withoutToken("there is no access token", notConnected)),
        onSome: (secrets) =>
          openConnection(secrets, makeCall(egress, root, secrets), events, (call) =>
            makeFiles({ egress, call, root, secrets })
          )
      })
  }
})

const openConnection = Effect.fnUntraced(function* (
  { phoneNumberId }: CloudSecrets,
  call: Call,
  events: ConnectionEvents,
  filesOf: (call: Call) => ReturnType<typeof makeFiles>
): Effect.fn.Return<Connection, never, Scope.Scope> {
  const { isOpen, setOpen, end, closed } = yield* makeConnectionEnd
  const files = filesOf(call)

  const look = call(
    "GET",
    `/${encodeURIComponent(phoneNumberId)}?fields=display_phone_number,verified_name`,
    "whatsapp cloud look",
    readTimeout
  )
  const run = Effect.gen(function* () {
    const number = shortOf(yield* look, "display_phone_number")
    yield* setOpen
    yield* events.state({ _tag: "Open" })
    if (number !== null) yield* events.identified(number)
    // A look that fails because Meta is away is no news: the next message that waits will tell.
    const isOver = Effect.flatMap(Effect.flip(Effect.delay(look, lookEvery)), (failed) =>
      isRevoked(failed) ? Effect.succeed(failed) : Effect.fail(failed)
    )
    return yield* Effect.eventually(isOver)
  }).pipe(Effect.catch((failed: CallFailed) => Effect.succeed(failed)))
  yield* Effect.forkScoped(
    Effect.flatMap(run, (failed) => end(closeReasonOf(failed))).pipe(
      Effect.catchCause((cause) =>
        Effect.andThen(Effect.logError("A Cloud API connection failed", cause), end(broken))
      )
    )
  )

  const send = Effect.fnUntraced(function* (message: Outgoing): Effect.fn.Return<SentReceipt, SendError> {
    const to = recipientOf(message.chatId)
    if (to === null) return yield* noGroups()
    const shown =
      message.media === undefined
        ? textBody(message.text)
        : fileBody(message.media, yield* files.upload(message.media), message.text)
    const answer = yield* call(
      "POST",
      `/${encodeURIComponent(phoneNumberId)}/messages`,
      "whatsapp cloud send",
      sendTimeout,
      bodyOf(to, message, shown)
    ).pipe(
      Effect.tapError((failed) =>
        // Without a token or a network the connection is over; it is opened again as Reconnect says.
        isRevoked(failed) || (failed.status === 0 && !failed.mayHaveHappened)
          ? end(closeReasonOf(failed))
          : Effect.void
      ),
      Effect.mapError(sendErrorOf)
    )
    const networkId = shortOf(listOf(answer, "messages")[0], "id")
    return networkId === null ? yield* unknown() : { networkId }
  })

  return {
    send: (message) => (isOpen() ? send(message) : Effect.fail(notConnected())),
    download: files.download,
    chats: Effect.succeed([]),
    knows: () => Effect.succeed(null),
    closed,
    webhook: (body, attempt) => stepsOf(body, attempt, phoneNumberId, events),
    // The token is the owner's; there is nothing to log out of.
    unlink: end({ _tag: "Stopped" })
  }
})

const bodyOf = (to: string, { quote }: Outgoing, shown: object) => ({
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to,
  ...(quote === null ? {} : { context: { message_id: quote.networkId } }),
  ...shown
})

const textBody = (text: string) => ({ type: "text", text: { preview_url: false, body: text } })

const broken: CloseReason = { _tag: "Watchdog", message: "the connection broke" }
