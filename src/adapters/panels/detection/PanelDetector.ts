import { Effect, Layer, Predicate, Result } from "effect"
import { Egress } from "../../../ports/Egress.ts"
import { DetectionError, PanelDetection } from "../../../ports/PanelDetection.ts"
import type { DetectedPanel, KeyAbility } from "../../../ports/PanelDetection.ts"
import { cleanBaseUrl } from "../../../domain/BaseUrl.ts"
import { adminCall } from "../kinds/perfect/AdminCalls.ts"
import { rentalCall } from "../kinds/rental/RentalCall.ts"
import { userCall } from "../kinds/user/UserCalls.ts"
import { abilitySentences } from "./AbilitySentences.ts"
import { perfectRights, rentalRights, userRights } from "./KeyRights.ts"
import type { Pasted } from "./KeyRights.ts"
import { makeProbe } from "./Probe.ts"
import type { Probe, Probed } from "./Probe.ts"

/**
 * Kinds by reads that change nothing, one after another, and no others:
 * 1. `GET /adminapi/v2/orders?limit=20` with the key as X-Api-Key. It answers: Perfect Panel; then
 *    `GET /adminapi/v2/orders/{id}` of one order if the list leaves out who delivers it, `GET /adminapi/v2/users?limit=1`,
 *    `GET /adminapi/v2/tickets?limit=1`, and with a customer's key `POST /api/v2` `action=balance`.
 * 2. `GET /adminapi/v1?action=getOrders-by-id&orders=1&provider=1`. It answers or knows no such order: Rental Panel; then
 *    `action=getUser` for a name that nobody has, and with a customer's key `action=balance` as above.
 * 3. `POST /api/v2` `action=balance`. It answers: a user API v2.
 *
 * Never `…/pull`, `getOrder`, `getOrders`: they claim orders. A generic panel is described, not detected.
 */
export const layer: Layer.Layer<PanelDetection, never, Egress> = Layer.effect(
  PanelDetection,
  Effect.gen(function* () {
    const probe = makeProbe(yield* Egress)
    const detect: PanelDetection["Service"]["detect"] = Effect.fn("PanelDetection.detect")(function* ({
      url,
      key,
      userKey
    }) {
      const baseUrl = yield* Effect.fromResult(
        Result.mapError(
          cleanBaseUrl(url),
          ({ message }) => new DetectionError({ reason: "BadAddress", safeText: message })
        )
      )
      return yield* detectAt(probe, { baseUrl, key, userKey })
    })
    return PanelDetection.of({ detect })
  })
)

const detectAt = Effect.fnUntraced(function* (probe: Probe, pasted: Pasted) {
  const found = (kind: DetectedPanel["kind"], ability: KeyAbility): DetectedPanel => ({
    kind,
    baseUrl: pasted.baseUrl,
    ability,
    words: abilitySentences(kind, ability)
  })

  const perfect = yield* probe(adminCall(pasted, { path: "/orders?limit=20" }))
  if (perfect._tag === "Good" && perfect.value._tag === "Data") {
    return found("perfect_admin_v2", yield* perfectRights(probe, pasted, perfect.value.data))
  }
  const rental = yield* probe(rentalCall(pasted, "getOrders-by-id", { orders: "1", provider: "1" }))
  if (rental._tag === "Good") {
    const orders = rental.value._tag === "Good" ? rental.value.fields["orders"] : []
    return found("rental_admin_v1", yield* rentalRights(probe, pasted, orders))
  }
  const user = yield* probe(userCall(pasted, pasted.key, { action: "balance" }, false))
  if (user._tag === "Good" && Predicate.hasProperty(user.value, "balance")) {
    return found("user_api_v2", userRights)
  }
  return yield* problemOf([perfect, rental, user])
})

/** The most telling of what was seen: a refused key before a page, a page before nothing. */
const problemOf = (seen: ReadonlyArray<Probed<unknown>>): DetectionError => {
  for (const tag of ["BadKey", "Moved", "Html", "Refused", "Unreadable"] as const) {
    const probed = seen.find(({ _tag }) => _tag === tag)
    if (probed?._tag === "Refused") return problem("Refused", probed.safeText)
    if (probed !== undefined && tag !== "Refused") return problems[tag]
  }
  return problem(
    "NoApi",
    "No API that is known is under this address. Check the address, or describe the panel's API yourself."
  )
}

const problem = (reason: DetectionError["reason"], safeText: string) =>
  new DetectionError({ reason, safeText })

const problems = {
  BadKey: problem(
    "KeyRefused",
    "The panel is there, but does not accept this key. Copy it again, and check that it is switched on and of this panel."
  ),
  Moved: problem(
    "Moved",
    "The panel answers from another address. Enter the one that its pages are shown under."
  ),
  Html: problem(
    "Html",
    "A web page answers instead of the panel's API, mostly a bot filter. Ask the panel's support to let API calls through."
  ),
  Unreadable: problem("Unreadable", "The panel answers, but not readably. It may be down for maintenance.")
} as const
