import { digitOf } from "../parsing/Characters.ts"
import { plainWord } from "../parsing/Characters.ts"

/** Pictures that people answer with. */
const pictures: ReadonlyArray<readonly [RegExp, string]> = [
  [/[✅✔☑🆗]/gu, " ✓ "],
  [/[❌✖🚫⛔✘👎]/gu, " ✗ "],
  [/[⏳⌛🔄🕐🕑🕒]/gu, " ⏲ "],
  [/[👍👌🙏]/gu, " ✋ "]
]

/** Digits of every supported script as ASCII; everything else as it is. */
export const plainDigits = (text: string): string =>
  [...text]
    .map((character) => {
      const digit = digitOf(character.codePointAt(0) ?? 0)
      return digit < 0 ? character : String(digit)
    })
    .join("")

/** Words in plain letters with one space between, marks left out but for `?` and the pictures' signs. */
export const plainText = (text: string): string =>
  plainWord(pictures.reduce((rest, [picture, sign]) => rest.replace(picture, sign), text))
    .replace(/['’`´ʼ]/g, "")
    .replace(/[؟？]/g, "?")
    .replace(/\?/g, " ? ")
    .replace(/[^\p{L}\p{M}\p{N}?✓✗⏲✋]+/gu, " ")
    .trim()
