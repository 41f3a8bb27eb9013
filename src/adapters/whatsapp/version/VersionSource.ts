import { Effect, Option } from "effect"
import type { Egress } from "../../../ports/Egress.ts"
import type { WebVersion } from "../../../ports/WhatsAppVersions.ts"
import type { SettingsShape } from "../../../Settings.ts"
import { versionInServiceWorker } from "./WebVersions.ts"

const serviceWorker = "https://web.whatsapp.com/sw.js"

/** The real one has some hundred kilobytes. */
const limits = { timeoutMillis: 10_000, maxBytes: 8 * 1024 * 1024 }

/**
 * Asks the network for its newest version; null, with the reason in the log, when it does not say. Where the gateway talks
 * to another WhatsApp than the real one, only a configured address is asked.
 */
export const makeVersionSource = (
  egress: Egress["Service"],
  { whatsappVersionUrl, whatsappWebUrl }: Pick<SettingsShape, "whatsappVersionUrl" | "whatsappWebUrl">
): Effect.Effect<WebVersion | null> => {
  const url = Option.match(whatsappVersionUrl, {
    onSome: ({ href }) => href,
    onNone: () => (Option.isNone(whatsappWebUrl) ? serviceWorker : null)
  })
  if (url === null) return Effect.succeed(null)
  const none = (why: string) =>
    Effect.as(Effect.logWarning(`WhatsApp's newest version could not be read: ${why}`), null)
  return egress.request({ method: "GET", url, headers: {}, purpose: "WhatsApp version", ...limits }).pipe(
    Effect.flatMap(({ status, text }) => {
      if (status !== 200) return none(`HTTP status ${status}`)
      const version = versionInServiceWorker(text)
      return version === null ? none("it is not where it used to be") : Effect.succeed(version)
    }),
    Effect.catchTag("EgressError", ({ safeText }) => none(safeText))
  )
}
