import { Effect, Layer, Option, Redacted } from "effect"
import { Catalogue } from "../../../ports/Catalogue.ts"
import { Egress } from "../../../ports/Egress.ts"
import type { EgressResponse } from "../../../ports/Egress.ts"
import { PanelAccounts } from "../../../ports/PanelAccounts.ts"
import { PanelPriority } from "../../../ports/PanelPriority.ts"
import { PanelError } from "../../../ports/Panels.ts"
import { busy, noAnswer, notConfigured } from "../CallFailed.ts"
import { PanelLines } from "../PanelLines.ts"
import type { Throttle } from "../Throttle.ts"
import { readServiceList } from "./ServiceList.ts"

// Ten thousand services with their descriptions.
const maxBytes = 24_000_000
const timeoutMillis = 30_000
const longestHoldMillis = 60_000

/** What panels sell, by `action=services` of their user API v2, within the budget that all calls of a panel share. */
export const layer: Layer.Layer<Catalogue, never, PanelLines | PanelAccounts | Egress> = Layer.effect(
  Catalogue,
  Effect.gen(function* () {
    const lines = yield* PanelLines
    const accounts = yield* PanelAccounts
    const egress = yield* Egress

    const services: Catalogue["Service"]["services"] = Effect.fn("Catalogue.services")(
      function* (tenantId, panelId) {
        const account = Option.getOrUndefined(yield* accounts.find(tenantId, panelId))
        if (account === undefined) return yield* notConfigured
        const key = Option.getOrUndefined(account.userKey)
        if (key === undefined) return yield* noKey
        const urgency = (yield* PanelPriority) === "background" ? "background" : "read"
        const read = egress.request({
          method: "POST",
          url: `${account.baseUrl.replace(/\/+$/, "")}/api/v2`,
          headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ key: Redacted.value(key), action: "services" }).toString(),
          timeoutMillis,
          maxBytes,
          purpose: "panel services"
        })
        return yield* lines.use(tenantId, panelId, ({ throttle }) => {
          throttle.budget.setLimit(account.requestsPerSecond)
          return throttle.withTurn(urgency, () =>
            read.pipe(
              Effect.mapError((error) => noAnswer(error, false).error),
              Effect.flatMap((response) =>
                response.status === 429
                  ? Effect.andThen(hold(throttle, response), Effect.fail(busy))
                  : Effect.fromResult(readServiceList(response))
              )
            )
          )
        })
      }
    )

    return Catalogue.of({ services })
  })
)

const hold = (throttle: Throttle, { headers }: EgressResponse) =>
  Effect.sync(() => {
    const seconds = Number(headers["retry-after"] ?? 1)
    const millis = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : 1_000
    throttle.budget.hold(throttle.now(), Math.min(millis, longestHoldMillis))
  })

const noKey = new PanelError({
  reason: "NotConfigured",
  mayHaveHappened: false,
  safeText:
    "This panel lists its services by its user API only, and no key of it is saved. Services are learned from orders."
})
