import { isPnUser, jidDecode, type WASocket } from "@whiskeysockets/baileys"
import { Clock, Effect } from "effect"
import { type SendError } from "../../ports/ChannelTransport.ts"
import { queryErrorCode } from "./CloseReasons.ts"
import { type GroupDirectory } from "./GroupDirectory.ts"
import { closed, failureOf, unknown } from "./Refusals.ts"

/**
 * Succeeds when WhatsApp knows a device of this person: Baileys would otherwise send to our own phone only, and
 * call that sent.
 */
export const checkPerson = Effect.fnUntraced(function* (
  socket: WASocket,
  jid: string
): Effect.fn.Return<void, SendError> {
  const user = jidDecode(jid)?.user
  const askedAt = yield* Clock.currentTimeMillis
  const devices = yield* ask(() => socket.getUSyncDevices([jid], true, false))
  if (devices.some((device) => device.user === user)) return
  // Baileys gives no devices for no answer as well. A second question would wait as long for nothing.
  const isSilent = (yield* Clock.currentTimeMillis) - askedAt >= silenceMillis
  if (isSilent) return yield* unknown("WhatsApp did not answer where to deliver this message.")
  if ((yield* hasNumber(socket, jid)) === false) return yield* closed("This number is not on WhatsApp.")
  return yield* unknown("WhatsApp names no device of this person, so the message would reach nobody.")
})

/** A question that took so long was not answered: a little less than `defaultQueryTimeoutMs` (SocketConfig.ts). */
const silenceMillis = 19_000

/** Whether WhatsApp has this phone number; null when it does not say, and for people known by their LID alone. */
export const hasNumber = Effect.fnUntraced(function* (
  socket: WASocket,
  jid: string
): Effect.fn.Return<boolean | null, SendError> {
  if (isPnUser(jid) !== true) return null
  const answer = yield* ask(() => socket.onWhatsApp(jid))
  return answer === undefined ? null : answer.some(({ exists }) => exists === true)
})

/** Succeeds when this account is in the group; leaves its members in the directory. */
export const checkGroup = Effect.fnUntraced(function* (
  groups: GroupDirectory,
  jid: string
): Effect.fn.Return<void, SendError> {
  yield* Effect.tryPromise({
    try: () => groups.find(jid),
    catch: (error) =>
      notAMember.has(queryErrorCode(error) ?? 0)
        ? closed("This number is not a member of the group, or the group is gone.")
        : failureOf(error)
  })
})

// Answers to a group query: not authorised, forbidden, not found.
const notAMember = new Set([401, 403, 404])

const ask = <A>(query: () => Promise<A>): Effect.Effect<A, SendError> =>
  Effect.tryPromise({ try: query, catch: failureOf })
