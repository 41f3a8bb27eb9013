import { Effect, Option, type Redacted, Result } from "effect"
import { cleanBaseUrl } from "../../domain/BaseUrl.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { usualRate } from "../../domain/PanelKind.ts"
import { PanelBook } from "../../ports/PanelBook.ts"
import { PanelDetection } from "../../ports/PanelDetection.ts"

/** Who registers waits for no longer; the panel can be added afterwards. */
const patience = "15 seconds"

/** Adds the panel that somebody registers with, of the kind that it turns out to be. Never fails: what went wrong is said. */
export const makeFirstPanel = Effect.gen(function* () {
  const book = yield* PanelBook
  const detection = yield* PanelDetection

  const add = Effect.fnUntraced(function* (
    tenantId: TenantId,
    by: string,
    url: string,
    key: Redacted.Redacted
  ) {
    const { kind, baseUrl, words } = yield* detection.detect({ url, key, userKey: Option.none() })
    const cleaned = Result.getOrElse(cleanBaseUrl(baseUrl), () => baseUrl)
    yield* book.add(
      tenantId,
      {
        name: new URL(cleaned).hostname.slice(0, 60),
        kind,
        baseUrl: cleaned,
        key,
        userKey: Option.none(),
        requestsPerSecond: usualRate(kind),
        settings: {}
      },
      by
    )
    return { isAdded: true, words }
  })

  return (tenantId: TenantId, by: string, url: string, key: Redacted.Redacted) =>
    add(tenantId, by, url, key).pipe(
      Effect.catchTag("DetectionError", ({ safeText }) =>
        Effect.succeed({ isAdded: false, words: [safeText] })
      ),
      Effect.timeoutOption(patience),
      Effect.map(
        Option.getOrElse(() => ({
          isAdded: false,
          words: ["The panel did not answer in time. Add it on the page Panels."]
        }))
      ),
      Effect.catchCause((cause) =>
        Effect.as(Effect.logError("The panel of a registration was not added", cause), {
          isAdded: false,
          words: ["The panel could not be added just now. Add it on the page Panels."]
        })
      )
    )
})
