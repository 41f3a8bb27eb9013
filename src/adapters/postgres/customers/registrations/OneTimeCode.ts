import { createHash, randomInt, timingSafeEqual } from "node:crypto"
import type { RegistrationId } from "../../../../domain/Ids.ts"
import { codeAlphabet, codeLength } from "../../../../domain/Registration.ts"

/** A fresh code, without "RD-". */
export const newCode = (): string =>
  Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join("")

const digest = (id: RegistrationId, code: string): Buffer =>
  createHash("sha256").update(`${id}:${code.toUpperCase()}`).digest()

/** What is kept of a code: of use for its own registration only. */
export const codeHash = (id: RegistrationId, code: string): string => digest(id, code).toString("hex")

/** Whether one of the codes has the hash; takes as long for a nearly right one. */
export const hasCode = (id: RegistrationId, hash: string, codes: ReadonlyArray<string>): boolean => {
  const expected = Buffer.from(hash, "hex")
  return codes.map((code) => timingSafeEqual(digest(id, code), expected)).includes(true)
}
