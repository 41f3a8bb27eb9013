import { Redacted } from "effect"
import type { ProviderSecret } from "../../../../ports/ProviderSecrets.ts"

/** Shorter names are words that other sentences need. */
const shortestName = 5

/** The name in a host: "just-a-shop" of "api.just-a-shop.com"; null when it is an address or too short to tell. */
const nameIn = (baseUrl: string): string | null => {
  const labels = (URL.parse(baseUrl)?.hostname ?? "").split(".").slice(0, -1)
  const [longest = ""] = labels.toSorted((one, two) => two.length - one.length)
  const letters = longest.replace(/[^a-z0-9]/g, "")
  return letters.length < shortestName || /^\d+$/.test(letters) ? null : letters
}

/**
 * A provider's own words without his name, however it is spaced and written, and without our key (PR-03): of an API that
 * is his own, a text that has passed `safePanelText` may still say "Just A Shop: not enough funds".
 */
export const withoutProvider = ({ baseUrl, key }: Pick<ProviderSecret, "baseUrl" | "key">) => {
  const name = nameIn(Redacted.value(baseUrl))
  const secret = Redacted.value(key)
  const pattern = name === null ? null : new RegExp([...name].join("[\\s._-]?"), "gi")
  return (text: string): string => {
    const keyless = secret === "" ? text : text.replaceAll(secret, "…")
    return pattern === null ? keyless : keyless.replace(pattern, "…")
  }
}
