const maxLength = 200

/** What is beyond is not read: a hostile panel must not keep the process busy. */
const readLength = 2_000

/** A panel's own words without markup, addresses, provider domains and anything like a key (SE-07, PR-03). */
export const safePanelText = (text: string): string =>
  text
    .slice(0, readLength)
    .replace(/<[^>]*>/g, " ")
    .replace(/\b[a-z]+:\/\/\S+/gi, "…")
    .replace(/\b(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}\b\S*/giu, "…")
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, "…")
    .replace(/[\w-]{24,}/g, "…")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, maxLength)
    // A sign of two halves may have been cut, or come as one half: the database takes neither.
    .toWellFormed()
