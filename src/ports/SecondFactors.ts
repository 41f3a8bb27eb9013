import { Context } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { LoginId } from "../domain/Ids.ts"
import type { LoginRole } from "./Logins.ts"

/** Whether a login has a second factor, and how many recovery codes are left. */
export interface FactorState {
  readonly isOn: boolean
  readonly codesLeft: number
}

/** What an app needs to show codes: the secret in base32, and the same in an address for a QR code. */
export interface FactorSecret {
  readonly secret: Redacted.Redacted
  readonly uri: Redacted.Redacted
}

/**
 * What a code came to. `right`: it is used up now. `spent`: it was right and has been used before. `tooMany`: nothing was
 * checked, because too many wrong ones came lately. `off`: there is no second factor to ask for.
 */
export type CodeOutcome = "right" | "wrong" | "spent" | "tooMany" | "off"

/** Time-based codes of an app (RFC 6238) and one-use recovery codes (AC-04). Secrets are sealed, recovery codes hashed. Implemented by `adapters/postgres`. */
export class SecondFactors extends Context.Service<
  SecondFactors,
  {
    readonly state: (loginId: LoginId) => Effect.Effect<FactorState>
    /** A new secret, which counts from its confirmation on; none when a confirmed one is there. */
    readonly begin: (loginId: LoginId, username: string) => Effect.Effect<Option.Option<FactorSecret>>
    /** The first code switches it on and gives the recovery codes, which are never shown again. */
    readonly confirm: (
      loginId: LoginId,
      code: string,
      now: number
    ) => Effect.Effect<
      | { readonly outcome: "right"; readonly recoveryCodes: ReadonlyArray<string> }
      | { readonly outcome: Exclude<CodeOutcome, "right"> }
    >
    /** Checks a code of the app or a recovery code, and uses it up. */
    readonly use: (loginId: LoginId, code: string, now: number) => Effect.Effect<CodeOutcome>
    readonly remove: (loginId: LoginId) => Effect.Effect<void>
    /** Ten new recovery codes; the earlier ones end. */
    readonly renewCodes: (loginId: LoginId) => Effect.Effect<ReadonlyArray<string>>
    /** The roles whose logins need a second factor. */
    readonly policy: Effect.Effect<ReadonlyArray<LoginRole>>
    readonly setPolicy: (roles: ReadonlyArray<LoginRole>, by: string, now: number) => Effect.Effect<void>
  }
>()("relaydesk/ports/SecondFactors") {}
