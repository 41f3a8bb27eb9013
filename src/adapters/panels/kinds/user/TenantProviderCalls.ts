import { Effect, Layer, Option, Predicate, RcMap, Redacted } from "effect"
import type { ProviderId, TenantId } from "../../../../domain/Ids.ts"
import { ticketWords } from "../../../../domain/ProviderTicket.ts"
import { Egress } from "../../../../ports/Egress.ts"
import { PanelError } from "../../../../ports/Panels.ts"
import { ProviderCalls } from "../../../../ports/ProviderCalls.ts"
import { type ProviderSecret, ProviderSecrets } from "../../../../ports/ProviderSecrets.ts"
import { SharedBudget } from "../../../../ports/SharedBudget.ts"
import { busy, noAnswer } from "../../CallFailed.ts"
import { looseText } from "../../Loose.ts"
import type { PanelCall } from "../../PanelCalls.ts"
import { safePanelText } from "../../SafePanelText.ts"
import * as Throttle from "../../Throttle.ts"
import { genericCall } from "../generic/GenericCall.ts"
import { refusal } from "../Refusals.ts"
import { providerRefills, providerResults, providerStatuses } from "./ProviderAnswer.ts"
import { userCall } from "./UserCalls.ts"
import { withoutProvider } from "./withoutProvider.ts"

/** No provider documents a limit; this is what a person with a mouse could do. */
const callsPerSecond = 2

const readTimeoutMillis = 10_000
const writeTimeoutMillis = 15_000
const maxBytes = 1_000_000

/** Order numbers as user APIs know them. */
const isId = (id: string): boolean => /^[\w-]{1,64}$/.test(id)

type Fields = Readonly<Record<string, string>>

/** Providers' own APIs by the user API v2 (facts: panel-apis 1a, 2c), each within a budget of its own. */
export const layer = Layer.effect(
  ProviderCalls,
  Effect.gen(function* () {
    const egress = yield* Egress
    const secrets = yield* ProviderSecrets
    const shared = yield* SharedBudget
    const throttles = yield* RcMap.make({
      idleTimeToLive: "10 minutes",
      lookup: (key: string) =>
        Effect.tap(Throttle.make(shared.windowOf(`provider|${key}`)), ({ budget }) =>
          Effect.sync(() => budget.setLimit(callsPerSecond))
        )
    })

    const secretOf = (tenantId: TenantId, providerId: ProviderId) =>
      Effect.flatMap(secrets.find(tenantId, providerId), (found) =>
        Option.isSome(found) ? Effect.succeed(found.value) : Effect.fail(noKey)
      )

    const send = Effect.fnUntraced(
      function* <A>(
        tenantId: TenantId,
        providerId: ProviderId,
        prepare: (secret: ProviderSecret) => PanelCall<A>
      ) {
        const secret = yield* secretOf(tenantId, providerId)
        const { body, headers, isWrite, method, read, url } = prepare(secret)
        const throttle = yield* RcMap.get(throttles, `${tenantId}|${providerId}`)
        const response = yield* throttle.withTurn(isWrite ? "write" : "read", () =>
          egress
            .request({
              method,
              url,
              headers: { accept: "application/json", ...headers },
              ...(body === undefined ? {} : { body }),
              timeoutMillis: isWrite ? writeTimeoutMillis : readTimeoutMillis,
              maxBytes,
              purpose: isWrite ? "provider write" : "provider read"
            })
            .pipe(Effect.mapError((error) => noAnswer(error, isWrite).error))
        )
        if (response.status === 429) {
          throttle.hold(1_000)
          return yield* busy
        }
        const hide = withoutProvider(secret)
        return yield* Effect.mapError(
          Effect.fromResult(read(response)),
          ({ mayHaveHappened, reason, safeText }) =>
            new PanelError({ reason, mayHaveHappened, safeText: hide(safeText) })
        )
      },
      Effect.scoped,
      Effect.mapError(ofProvider)
    )

    const ask = (tenantId: TenantId, providerId: ProviderId, fields: Fields, isWrite: boolean) =>
      send(tenantId, providerId, ({ baseUrl, key }) =>
        userCall({ baseUrl: Redacted.value(baseUrl) }, key, fields, isWrite)
      )

    const request: ProviderCalls["Service"]["request"] = Effect.fn("ProviderCalls.request")(
      function* (tenantId, providerId, command, ids) {
        if (!ids.every(isId)) return yield* badId
        const [only = ""] = ids
        // Of a cancel only the plural is documented; scripts of some age know a refill in the singular alone.
        const isSingle = command === "refill" && ids.length === 1
        const fields: Fields = isSingle
          ? { action: command, order: only }
          : { action: command, orders: ids.join(",") }
        const hide = withoutProvider(yield* secretOf(tenantId, providerId))
        const results = providerResults(yield* ask(tenantId, providerId, fields, true), command, ids)
        return results.map((result) => ({ ...result, message: hide(result.message) }))
      }
    )

    const balance: ProviderCalls["Service"]["balance"] = Effect.fn("ProviderCalls.balance")(
      function* (tenantId, providerId) {
        const answer = yield* ask(tenantId, providerId, { action: "balance" }, false)
        const amount = Predicate.hasProperty(answer, "balance") ? looseText(answer.balance) : null
        if (amount === null) return yield* noBalance
        const currency = Predicate.hasProperty(answer, "currency") ? (looseText(answer.currency) ?? "") : ""
        return safePanelText(`${amount} ${currency}`)
      }
    )

    const statuses: ProviderCalls["Service"]["statuses"] = Effect.fn("ProviderCalls.statuses")(
      function* (tenantId, providerId, ids) {
        const asked = ids.filter(isId)
        const answer = yield* ask(tenantId, providerId, { action: "status", orders: asked.join(",") }, false)
        return providerStatuses(answer, asked)
      }
    )

    const refills: ProviderCalls["Service"]["refills"] = Effect.fn("ProviderCalls.refills")(
      function* (tenantId, providerId, refs) {
        const [only = ""] = refs
        const fields: Fields =
          refs.length === 1
            ? { action: "refill_status", refill: only }
            : { action: "refill_status", refills: refs.join(",") }
        return providerRefills(yield* ask(tenantId, providerId, fields, false), refs)
      }
    )

    const openTicket: ProviderCalls["Service"]["openTicket"] = Effect.fn("ProviderCalls.openTicket")(
      function* (tenantId, providerId, ticket) {
        const { ticket: description } = yield* secretOf(tenantId, providerId)
        if (description === null) return yield* noTicket
        const { action, auth, error } = description
        const answer = yield* send(tenantId, providerId, ({ baseUrl, key }) =>
          genericCall(
            { baseUrl: Redacted.value(baseUrl), key },
            { auth, ...(error === undefined ? {} : { error }) },
            action,
            ticketWords(ticket),
            true
          )
        )
        if (answer._tag === "Unknown") return yield* unknownOrder
      }
    )

    return ProviderCalls.of({ balance, request, statuses, refills, openTicket })
  })
)

/** The words of a panel's client, said of a provider; what the provider himself said stays as he said it. */
const ofProvider = (error: PanelError): PanelError =>
  new PanelError({
    reason: error.reason,
    mayHaveHappened: error.mayHaveHappened,
    safeText: error.safeText
      .replace(/^The panel('s)? /, "The provider$1 ")
      .replace(/ for the panel\.$/, " for the provider.")
      .replace("under the panel's address", "under the provider's address")
  })

const noKey = refusal("NotConfigured", "No key of this provider's own API is saved.")
const badId = refusal("Refused", "The provider's API takes no order number of this form.")
const noBalance = refusal("Refused", "The provider's API gave no balance for this key.")
const noTicket = refusal("NotConfigured", "No way to open a ticket at this provider is described.")
const unknownOrder = refusal("Refused", "The provider does not know this order.")
