/** An alias fits a chat's title. */
export const longestAlias = 60

/** Dots that other scripts and careful people write. */
const anyDot = /[.\u3002\uFF0E\uFF61\u2024\u00B7\u2219]|\s*[([{]\s*(?:dot|\.)\s*[)\]}]\s*/giu

// Endings that are no words of a name. Others ("panel", "media", "shop") are: they count behind a dot alone.
const endings = "com|net|org|info|biz|xyz"

/**
 * Whether a name gives an address away, in any usual spelling: "shop.example", "https://SHOP.example/", "shop . example",
 * "shop[dot]example", "shop dot com", "shop com", "1.2.3.4", "me@shop.example" (PR-03).
 */
export const revealsAddress = (name: string): boolean => {
  const text = name.normalize("NFKC").replace(anyDot, ".").toLowerCase()
  return (
    /:\/|\/\/|@|\bwww\b|\bxn--/.test(text) ||
    /[\p{L}\p{N}-]\s*\.\s*\p{L}{2,}/u.test(text) ||
    /\d{1,3}(?:\.\d{1,3}){3}/.test(text) ||
    /[\p{L}\p{N}]\s+(?:dot|punkt|punto|ponto)\s+\p{L}{2,}/u.test(text) ||
    new RegExp(`[\\p{L}\\p{N}][\\s,;_]+(?:${endings})$`, "u").test(text.trim())
  )
}

/**
 * A provider's name on the panel as it may be shown, tidied and cut; null when it is an address, or has no letters, and
 * a numbered alias serves instead.
 */
export const shownName = (name: string): string | null => {
  const text = name
    .normalize("NFKC")
    .replaceAll(/[\s\p{C}]+/gu, " ")
    .trim()
  if (text === "" || !/\p{L}/u.test(text) || revealsAddress(text)) return null
  return text.slice(0, longestAlias).trim()
}

const numbered = /^provider (\d{1,6})$/i

/**
 * The alias of a new provider beside those that a tenant has: its own name where that may be shown, else "Provider 1",
 * "Provider 2" … One that is taken gets a number behind it. Letter case does not make two names different.
 */
export const freeAlias = (shown: string | null, taken: ReadonlyArray<string>): string => {
  const used = new Set(taken.map((alias) => alias.toLowerCase()))
  if (shown === null) {
    const last = Math.max(0, ...taken.map((alias) => Number(numbered.exec(alias)?.[1] ?? 0)))
    return `Provider ${last + 1}`
  }
  for (let number = 1; ; number += 1) {
    const alias = number === 1 ? shown : `${shown.slice(0, longestAlias - 5).trim()} ${number}`
    if (!used.has(alias.toLowerCase())) return alias
  }
}

/** What an owner may call the group with a provider (PR-08). */
export const groupName = (alias: string, panelName: string): string => `${alias} / ${panelName} Support`

/** Whether a text that people see holds a provider's name on the panel, where that name is an address (PR-03). */
export const namesProvider = (text: string, name: string): boolean => {
  const plain = (words: string) => words.normalize("NFKC").replace(anyDot, ".").toLowerCase()
  const bare = plain(name)
    .replace(/^\s*(?:https?:\/+)?(?:www\.)?/, "")
    .replace(/[/?#:\s].*$/, "")
  return revealsAddress(name) && bare.length > 3 && plain(text).includes(bare)
}
