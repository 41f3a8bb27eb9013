/** Code points of the digit 0 of the scripts customers write: ASCII, Arabic-Indic (both), Devanagari, Bengali, full width. */
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10]

/** Mathematical digits repeat 0–9 five times (bold, double-struck …). */
const mathDigits = { first: 0x1d7ce, last: 0x1d7ff }

/** The value of a decimal digit of any supported script, or -1. */
export const digitOf = (code: number): number => {
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1
  if (code >= mathDigits.first && code <= mathDigits.last) return (code - mathDigits.first) % 10
  const zero = zeros.find((start) => code >= start && code <= start + 9)
  return zero === undefined ? -1 : code - zero
}

/** What a character is to the scanner. */
export type CharacterKind = "digit" | "letter" | "accent" | "space" | "hidden" | "mark"

const isLetter = /^\p{L}$/u
const isAccent = /^\p{M}$/u
const isSpace = /^[\s\u00a0\u3000]$/u
const isHidden = /^[\p{Cf}\p{Variation_Selector}\p{Me}]$/u

/** Sorts one character (one code point). */
export const kindOf = (character: string, code: number): CharacterKind => {
  if (digitOf(code) >= 0) return "digit"
  if (code < 0x80) {
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return "letter"
    return code <= 0x20 ? "space" : "mark"
  }
  if (isHidden.test(character)) return "hidden"
  if (isLetter.test(character)) return "letter"
  if (isAccent.test(character)) return "accent"
  return isSpace.test(character) ? "space" : "mark"
}

/** Accents of Latin, Cyrillic and Arabic; vowel signs of Indian scripts belong to their letters and stay. */
const accents = /[\p{M}&&\p{Script=Inherited}]|\u0640/gv

/** A word as the vocabulary knows it: lower case, no accents, dotless i as i, letters repeated for emphasis once. */
export const plainWord = (word: string): string =>
  word
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(accents, "")
    .normalize("NFC")
    .replaceAll("ı", "i")
    .replace(/(\p{L})\1{2,}/gu, "$1")
