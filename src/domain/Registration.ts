import { Schema } from "effect"

/** How a number shows that a username is its own (CU-05). */
export const Proof = Schema.Literals(["trust", "approval", "ticket", "email"])
export type Proof = typeof Proof.Type

/** How far a registration is. */
export const RegistrationState = Schema.Literals(["waiting", "linked", "rejected", "expired", "taken"])
export type RegistrationState = typeof RegistrationState.Type

/** Who somebody says he is on the panel. */
export type Identity =
  | { readonly _tag: "Username"; readonly username: string }
  | { readonly _tag: "Email"; readonly email: string }

/** Words that may stand before the name in "my username is ravi77"; each ends at a space or a sign, so that "user-77" is a name. */
const introduction =
  /^(?:(?:hi|hello|hey|ok|okay|yes|please|pls|sir|bro|dear|so|and|this|it|here|i|am|i'?m|my|the|our|panel|smm|login|user|account|registered|user\s*-?\s*name|username|user\s*-?\s*id|id|e-?mail(?:\s+(?:address|id))?|mail|name|is|its|it's)(?:\s*[:=,]+\s*|\s+(?:[-–—.]+\s+)?|[-–—.!]+\s+|$))*/iu

/** "ravi77 is my username, please". */
const conclusion =
  /(?:[\s,.!]+(?:is\s+my\s+(?:panel\s+)?(?:user\s?name|user|id|name|e-?mail)|please|pls|plz|sir|bro|thanks|thank\s+you))+$/iu

/** Panels take letters, digits and a few signs in a username. */
const usernameShape = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._@+-]{1,63}$/u
const emailShape = /^[^\s@<>()",;:]{1,64}@[^\s@<>()",;:]{1,190}\.[^\s@<>()",;:.]{2,24}$/u

/** Words that people say alone and that are nobody's name. */
const greetings =
  /^(?:h+i+|hell+o+|hey+|ok(?:ay)?|yes|no|thanks?|thx|help|start|menu|test|salam|salaam|namaste|hola|bot|admin|support|status|refill|cancel|refund|speedup|please|pls|sir|bro|dear|username|user|name|e-?mail|account|login|password)$/iu

/** Quotation marks, brackets and what ends a sentence: a name has none of them there. */
const wrapping = /^["'`‘’“”«»<([{*~]+|["'`‘’“”«»>)\]}*~.,;:!?…]+$/gu

/** Signs that are not seen, such as the marks that phones put before a number. */
const invisible = /\p{Cf}+/gu

/** The one word of a short message that can be a username or an e-mail address; null when there is none (CU-03). */
export const readIdentity = (text: string): Identity | null => {
  const said = text.normalize("NFKC").replace(invisible, "").trim()
  if (said.length > 300) return null
  const lines = said.split(/\s*\n\s*/).filter((line) => !greetings.test(line.replace(wrapping, "")))
  const [line, ...more] = lines
  return line === undefined || more.length > 0 ? null : readLine(line)
}

/** A single word is the name as it stands: "hello@shop.example" is no greeting, "id.ravi" no introduction. */
const readLine = (line: string): Identity | null => {
  const whole = line.replace(wrapping, "")
  const asItStands = /\s/u.test(whole) ? null : asIdentity(whole)
  if (asItStands !== null) return asItStands
  const rest = line.replace(introduction, "").replace(conclusion, "")
  return rest === line ? null : asIdentity(rest.replace(wrapping, ""))
}

const asIdentity = (word: string): Identity | null => {
  if (emailShape.test(word)) return { _tag: "Email", email: word.toLowerCase() }
  const username = word.replace(/^@+/u, "")
  return usernameShape.test(username) && !greetings.test(username) ? { _tag: "Username", username } : null
}

/** Letters and digits that nobody mistakes for each other. */
export const codeAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

/** A one-time code after "RD-" is this long: 8 of 31 signs are 40 bits. */
export const codeLength = 8

// Phones make a long dash of a short one, and people put spaces around it.
const codeShape = new RegExp(`\\bRD\\s{0,3}[-‐‑–—_:]?\\s{0,3}([${codeAlphabet}]{${codeLength}})\\b`, "giu")

/** The one-time codes in a text, upper case, without "RD-"; at most 20. */
export const codesIn = (text: string): ReadonlyArray<string> =>
  [
    ...new Set(
      Array.from(text.slice(0, 100_000).normalize("NFKC").matchAll(codeShape), ([, code]) =>
        (code ?? "").toUpperCase()
      )
    )
  ].slice(0, 20)

/** A code as people are shown it. */
export const shownCode = (code: string): string => `RD-${code}`
