const plain = (text: string): string =>
  ` ${text
    .normalize("NFKC")
    .replace(/\p{Cf}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()} `

/** The longest text WhatsApp takes. */
const longestText = 65_536

/** The first of the owner's words that stands in the text as whole words; null when there is none (CU-08). */
export const abusiveWord = (text: string, words: ReadonlyArray<string>): string | null => {
  const said = plain(text.slice(0, longestText))
  return words.find((word) => plain(word).trim() !== "" && said.includes(plain(word))) ?? null
}
