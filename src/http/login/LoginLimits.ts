import { Context, Effect, Layer } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"
import { refuse } from "../answers/References.ts"
import { Busy, TooManyRequests } from "../api/Refusals.ts"
import { addressGroup } from "../ClientAddress.ts"
import { makeAttemptLimit } from "./AttemptLimit.ts"
import { makeNamePace } from "./NamePace.ts"

const minute = 60_000
const quarter = 15 * minute
const hour = 60 * minute

const make = () => {
  // Per name AND address: a stranger's guesses never lock out the person himself.
  const perName = makeAttemptLimit({ max: 8, windowMillis: quarter })
  // An office behind one address still gets in; a list of names does not get far.
  const perAddress = makeAttemptLimit({ max: 60, windowMillis: quarter })
  const registrations = makeAttemptLimit({ max: 10, windowMillis: hour })
  const mailsByAddress = makeAttemptLimit({ max: 10, windowMillis: hour })
  const mailsToTarget = makeAttemptLimit({ max: 3, windowMillis: hour })
  const checks = makeAttemptLimit({ max: 10, windowMillis: quarter })
  const pace = makeNamePace({ free: 40, windowMillis: quarter, gapMillis: 1_000, maxWaitMillis: 10_000 })
  const key = (ip: string, name: string) => `${addressGroup(ip)} ${name.toLowerCase()}`
  return {
    /** Milliseconds until this address may try this name; 0 = now. Counts the try. */
    enter: (ip: string, name: string) =>
      Effect.zipWith(perAddress.take(addressGroup(ip)), perName.take(key(ip, name)), Math.max),
    /** After the right password. */
    entered: (ip: string, name: string) => perName.forget(key(ip, name)),
    register: (ip: string) => registrations.take(addressGroup(ip)),
    /** Requests for a mail from this address. */
    askForMail: (ip: string) => mailsByAddress.take(addressGroup(ip)),
    /** Mails to one login, whoever asks for them. */
    mailTo: (loginId: string) => mailsToTarget.take(loginId),
    /** Passwords and codes that somebody who is logged in is asked for once more. */
    checkAgain: (loginId: string) => checks.take(loginId),
    pace
  }
}

/** How often people may try, in this process (SE-05). */
export class LoginLimits extends Context.Service<LoginLimits, ReturnType<typeof make>>()(
  "relaydesk/http/LoginLimits"
) {
  static readonly layer = Layer.sync(LoginLimits, make)
}

/** Refuses with 429 when there is something to wait for. */
export const orWait = Effect.fnUntraced(function* (
  wait: number,
  detail: Readonly<Record<string, unknown>>,
  words = "Too many tries. Wait some minutes and try again."
) {
  if (wait <= 0) return
  yield* HttpEffect.appendPreResponseHandler((_request, response) =>
    Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(Math.ceil(wait / 1000))))
  )
  return yield* refuse(TooManyRequests, words, detail)
})

/** What somebody is told when too many passwords wait to be checked. */
export const busy = (detail: Readonly<Record<string, unknown>>) => () =>
  refuse(Busy, "Many people are logging in right now. Try again in some seconds.", detail)
