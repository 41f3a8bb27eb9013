import { type AuthenticationCreds, initAuthCreds } from "@whiskeysockets/baileys"
import { Effect, Semaphore } from "effect"
import { type ChannelHandle } from "../../../ports/ChannelTransport.ts"
import { type WhatsAppKeys } from "../../../ports/WhatsAppKeys.ts"
import { decodeValue, encodeValue } from "./KeyCodec.ts"
import { type StoreGuard } from "./StoreGuard.ts"

/** The account's credentials while a connection uses them. */
interface Credentials {
  /** The object Baileys reads and changes. */
  readonly creds: AuthenticationCreds
  /** Takes a partial change; `save` must follow. */
  readonly merge: (update: Partial<AuthenticationCreds>) => void
  /** Saves everything changed so far; saves follow one another, each writing the whole object. */
  readonly save: Effect.Effect<void>
}

/** Loads a channel's credentials, or makes those of a device that is not linked yet. */
export const loadCredentials = Effect.fnUntraced(function* (
  channel: ChannelHandle,
  store: WhatsAppKeys["Service"],
  guard: StoreGuard
) {
  const stored = yield* store.loadCreds(channel)
  const creds = stored === null ? initAuthCreds() : usable(decodeCreds(stored))
  const oneAtATime = yield* Semaphore.make(1)
  let isChanged = false

  const credentials: Credentials = {
    creds,
    merge: (update) => {
      Object.assign(creds, update)
      isChanged = true
    },
    save: Effect.suspend(() => {
      if (!isChanged) return Effect.void
      isChanged = false
      return guard(Effect.suspend(() => store.saveCreds(channel, encodeValue(creds)))).pipe(
        // The guard has ended the connection; this flag keeps a later flush honest.
        Effect.catch(() => Effect.sync(() => (isChanged = true)))
      )
    }).pipe(Semaphore.withPermit(oneAtATime), Effect.asVoid)
  }
  return credentials
})

/** Whether a phone has linked this device. */
export const isPaired = (creds: AuthenticationCreds): boolean =>
  creds.me !== undefined && creds.account !== undefined

// Only this adapter writes them, so their shape is Baileys' own.
const decodeCreds = (stored: Uint8Array): AuthenticationCreds =>
  decodeValue("creds", stored) as AuthenticationCreds

// An abandoned pairing code leaves `me` without an account; logging in with it would fail for ever.
const usable = (creds: AuthenticationCreds): AuthenticationCreds =>
  creds.me !== undefined && creds.account === undefined ? initAuthCreds() : creds
