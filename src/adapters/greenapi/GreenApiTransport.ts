import { Effect, Option, type Scope } from "effect"
import type { CloseReason } from "../../domain/Channel.ts"
import { greenSecrets, type GreenSecrets } from "../../ports/ChannelSecrets.ts"
import {
  type ChatSummary,
  type Connection,
  type ConnectionEvents,
  type Outgoing,
  type SendError,
  type SentReceipt,
  type Transport
} from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { makeConnectionEnd, withoutToken } from "../ConnectionEnd.ts"
import { parseJson, partOf, shortOf } from "../webhooks/Loose.ts"
import { greenAddress, isGroup, ownAddress } from "./Addresses.ts"
import { type Call, type CallFailed, makeCall } from "./Call.ts"
import { type GreenEvents, stepsOf } from "./Events.ts"
import { closeReasonOf, isRevoked, notConnected, sendErrorOf, unknown } from "./Failures.ts"
import { endedBy } from "./Instance.ts"
import { makeFiles } from "./MediaFiles.ts"
import { poll } from "./Polling.ts"

const sendTimeout = 30_000

/** A state that changed while no webhook came is seen within this time. */
const lookEvery = "1 minute"

/** WhatsApp numbers of Green API: sends over HTTPS, hears by webhooks or by fetching (CH-09). */
export const make: Effect.Effect<Transport, never, Egress> = Effect.gen(function* () {
  const egress = yield* Egress
  return {
    open: (channel, events) =>
      Option.match(greenSecrets(channel.token), {
        onNone: () => Effect.succeed(withoutToken("there is no token", notConnected)),
        onSome: (secrets) => {
          const call = makeCall(egress, secrets)
          return openConnection(secrets, call, events, makeFiles(egress, secrets, call))
        }
      })
  }
})

const openConnection = Effect.fnUntraced(function* (
  { idInstance, webhookToken }: GreenSecrets,
  call: Call,
  events: ConnectionEvents,
  files: ReturnType<typeof makeFiles>
): Effect.fn.Return<Connection, never, Scope.Scope> {
  const { isOpen, setOpen, end, closed } = yield* makeConnectionEnd

  const own: GreenEvents = { ...events, ended: end }
  const steps = (body: unknown, attempt: number) => stepsOf(body, attempt, idInstance, own)

  /** Why the instance is not connected; null when it is. */
  const look = Effect.map(call("GET", "getStateInstance"), (answer) =>
    endedBy(shortOf(answer, "stateInstance"))
  )

  /** Ends when the instance says that it is not connected any more; a look that fails is no news. */
  const watch = Effect.delay(look, lookEvery).pipe(
    Effect.catch((failed) => Effect.succeed(isRevoked(failed) ? closeReasonOf(failed) : null)),
    Effect.repeat({ until: (reason) => reason !== null })
  )

  const run: Effect.Effect<CloseReason, CallFailed> = Effect.gen(function* () {
    const reason = yield* look
    if (reason !== null) return reason
    yield* setOpen
    yield* events.state({ _tag: "Open" })
    const settings = yield* Effect.option(call("GET", "getSettings"))
    const number = shortOf(Option.getOrNull(settings), "wid")?.split("@")[0]
    if (number !== undefined) yield* events.identified(`+${number}`)
    const over = yield* webhookToken === null ? Effect.raceFirst(watch, poll(call, steps)) : watch
    return over ?? lost
  })
  yield* Effect.forkScoped(
    run.pipe(
      Effect.catch((failed) => Effect.succeed(closeReasonOf(failed))),
      Effect.raceFirst(closed),
      Effect.flatMap(end),
      Effect.catchCause((cause) =>
        Effect.andThen(Effect.logError("A Green API connection failed", cause), end(lost))
      )
    )
  )

  const sendText = ({ chatId, text, quote }: Outgoing) =>
    call("POST", "sendMessage", {
      body: {
        chatId: greenAddress(chatId),
        message: text,
        ...(quote === null ? {} : { quotedMessageId: quote.networkId })
      },
      timeoutMillis: sendTimeout
    })

  const send = Effect.fnUntraced(function* (message: Outgoing): Effect.fn.Return<SentReceipt, SendError> {
    const { media } = message
    const answer = yield* (media === undefined ? sendText(message) : files.send(message, media)).pipe(
      Effect.tapError((failed) =>
        failed._tag === "CallFailed" &&
        (isRevoked(failed) || (failed.status === 0 && !failed.mayHaveHappened))
          ? end(closeReasonOf(failed))
          : Effect.void
      ),
      Effect.mapError((failed) => (failed._tag === "SendError" ? failed : sendErrorOf(failed)))
    )
    const networkId = shortOf(answer, "idMessage")
    return networkId === null ? yield* unknown() : { networkId }
  })

  return {
    send: (message) => (isOpen() ? send(message) : Effect.fail(notConnected())),
    download: files.download,
    chats: Effect.suspend(() => (isOpen() ? groups(call) : Effect.succeed([]))),
    knows: (chatId) => (isOpen() ? knows(call, chatId) : Effect.succeed(null)),
    closed,
    ...(webhookToken === null
      ? {}
      : { webhook: (body: Uint8Array, attempt: number) => steps(parseJson(body), attempt) }),
    unlink: call("GET", "logout").pipe(Effect.ignore, Effect.andThen(end({ _tag: "Stopped" })))
  }
})

const groups = (call: Call): Effect.Effect<ReadonlyArray<ChatSummary>> =>
  call("GET", "getContacts").pipe(
    Effect.map((answer) =>
      (Array.isArray(answer) ? answer : []).flatMap((contact: unknown) => {
        const chatId = ownAddress(shortOf(contact, "id"))
        if (chatId === null || !isGroup(chatId)) return []
        return [{ chatId, kind: "group" as const, title: shortOf(contact, "name") ?? chatId }]
      })
    ),
    Effect.orElseSucceed(() => [])
  )

const knows = (call: Call, chatId: string): Effect.Effect<boolean | null> => {
  const number = /^(\d{5,20})@s\.whatsapp\.net$/.exec(chatId)?.[1]
  if (number === undefined) return Effect.succeed(null)
  return call("POST", "checkWhatsapp", { body: { phoneNumber: Number(number) } }).pipe(
    Effect.map((answer) => {
      const isThere = partOf(answer, "existsWhatsapp")
      return typeof isThere === "boolean" ? isThere : null
    }),
    Effect.orElseSucceed(() => null)
  )
}

const lost: CloseReason = { _tag: "Watchdog", message: "the connection broke" }
