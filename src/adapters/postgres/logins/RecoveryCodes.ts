import { createHash, randomInt } from "node:crypto"
import type { LoginId } from "../../../domain/Ids.ts"

/** Without 0 O 1 I L U: codes are read off paper. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

/** Fifteen characters are 73 bits: guessing them from their hashes takes longer than anybody has. */
const size = 15

/** Ten one-use codes as people keep them: "7KQ2M-…-…". */
export const newRecoveryCodes = (): ReadonlyArray<string> =>
  Array.from({ length: 10 }, () =>
    Array.from({ length: size }, () => alphabet[randomInt(alphabet.length)])
      .join("")
      .replaceAll(/(.{5})(?=.)/g, "$1-")
  )

/** A typed code as it was given out; null when it is none. */
export const readRecoveryCode = (typed: string): string | null => {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, "")
  return plain.length === size && [...plain].every((sign) => alphabet.includes(sign)) ? plain : null
}

/** What is kept of a code: of use for its own login only. */
export const recoveryCodeHash = (loginId: LoginId, code: string): string =>
  createHash("sha256")
    .update(`${loginId}:${code.replaceAll("-", "")}`)
    .digest("hex")
