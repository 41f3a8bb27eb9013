// What panels write where nobody delivers but the owner's staff.
const manualNames = new Set(["", "n/a", "na", "0", "-", "none", "null", "manual"])

/** No provider's name is longer; what is beyond is not read. */
const longestName = 300

/**
 * One spelling of a provider's name, for `Vault.mark`: lower case, without scheme, "www." and path.
 * Null for a manual service. The name the owner types must pass here too, or marks do not match.
 */
export const normalizeProvider = (name: string): string | null => {
  const text = name.slice(0, longestName).normalize("NFKC").trim().toLowerCase()
  if (manualNames.has(text)) return null
  const bare = text
    .replace(/^https?:\/+/, "")
    .replace(/^www\./, "")
    .replace(/[/?#].*$/, "")
    .replace(/\s+/g, " ")
    .trim()
  return bare === "" ? null : bare
}
