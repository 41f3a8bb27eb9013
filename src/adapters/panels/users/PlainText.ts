const longest = 10_000

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—"
}

/**
 * What a reader sees of a message in HTML: without tags, entities decoded, one line per block. Takes time
 * in proportion to the text, whatever it holds; the first 10 000 letters count.
 */
export const plainText = (html: string): string =>
  html
    .slice(0, longest)
    .replace(/[\t\r\n]+/g, " ")
    // A tag ends before the next one begins, so that no text is looked at twice.
    .replace(/<[a-z/!][^<>]*>/gi, (tag) => (blocks.test(tag) ? "\n" : ""))
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, decoded)
    .replace(/[^\P{Cc}\n]|\p{Cf}/gu, "")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n")

const blocks = /^<\/?(?:br|p|div|li|ul|ol|tr|td|table|h[1-6]|blockquote|pre|hr)(?![a-z0-9])/i

const decoded = (entity: string, decimal?: string, hex?: string, name?: string): string => {
  if (name !== undefined) return named[name.toLowerCase()] ?? entity
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : ""
}
