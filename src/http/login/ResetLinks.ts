import { Clock, Duration, Effect, Option, Redacted } from "effect"
import type { LoginId } from "../../domain/Ids.ts"
import { Accounts } from "../../ports/Accounts.ts"
import type { Mail } from "../../ports/Mail.ts"
import type { SettingsShape } from "../../Settings.ts"
import { hashOfToken, newToken } from "./Tokens.ts"

/** A mail is read soon. */
const mailAge = Duration.minutes(30)

/** A link that a person hands on may wait for the next morning. */
const handedAge = Duration.hours(24)

/**
 * Where links in mails lead; null when none are sent. Only the configured address: the Host header is the asker's to
 * choose, and a link to his own site would bring him the token.
 */
export const isMailedOf = ({ publicUrl }: SettingsShape, { isConfigured }: Mail["Service"]): string | null =>
  isConfigured ? Option.getOrNull(Option.map(publicUrl, ({ origin }) => origin)) : null

/** Makes one-time links for a new password. The token is behind the #, which no server and no log gets to see. */
export const makeResetLink = Effect.gen(function* () {
  const accounts = yield* Accounts
  return Effect.fnUntraced(function* (link: {
    readonly loginId: LoginId
    readonly madeBy: string
    readonly dropsFactor: boolean
  }) {
    const token = newToken()
    const now = yield* Clock.currentTimeMillis
    const expiresAt = now + Duration.toMillis(link.madeBy === "mail" ? mailAge : handedAge)
    yield* accounts.addReset({ ...link, tokenHash: hashOfToken(token), now, expiresAt })
    return { path: `/reset#${Redacted.value(token)}`, expiresAt }
  })
})
