import { Effect, Redacted, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { cleanBaseUrl } from "../../domain/BaseUrl.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"
import { type ProviderApiState, ProviderSecrets } from "../../ports/ProviderSecrets.ts"
import { asker } from "../answers/Asker.ts"
import { found, notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { BadRequest } from "../api/Refusals.ts"

/** The keys of providers' own APIs, for the owner alone: written, tested, never shown. */
export const layer = HttpApiBuilder.group(
  Api,
  "providerOwn",
  Effect.fn(function* (handlers) {
    const secrets = yield* ProviderSecrets
    const calls = yield* ProviderCalls

    return handlers.handleAll({
      ownApi: Effect.fn("ProviderOwnApi.ownApi")(function* ({ params }) {
        const { tenantId } = yield* asker
        return view(yield* Effect.flatMap(secrets.state(tenantId, params.id), found))
      }),

      saveOwnApi: Effect.fn("ProviderOwnApi.saveOwnApi")(function* ({ params, payload }) {
        const { tenantId, by } = yield* asker
        const { isTicketUsed = false, isUsed = true, key, ticket = null } = payload
        if (isTicketUsed && ticket === null) return yield* refuse(BadRequest, undescribed)
        const baseUrl = yield* Result.match(cleanBaseUrl(payload.baseUrl), {
          onSuccess: (base) => Effect.succeed(base),
          onFailure: () => refuse(BadRequest, badAddress)
        })
        const fields = {
          baseUrl: Redacted.make(baseUrl),
          key: Redacted.make(key),
          ticket,
          isUsed,
          isTicketUsed
        }
        if (!(yield* secrets.save(tenantId, params.id, fields, by))) return yield* notFound
        return view(yield* Effect.flatMap(secrets.state(tenantId, params.id), found))
      }),

      removeOwnApi: Effect.fn("ProviderOwnApi.removeOwnApi")(function* ({ params }) {
        const { tenantId, by } = yield* asker
        if (!(yield* secrets.remove(tenantId, params.id, by))) return yield* notFound
      }),

      testOwnApi: Effect.fn("ProviderOwnApi.testOwnApi")(function* ({ params }) {
        const { tenantId } = yield* asker
        yield* Effect.flatMap(secrets.state(tenantId, params.id), found)
        return yield* calls.balance(tenantId, params.id).pipe(
          Effect.map((balance) => ({
            isWorking: true,
            words: [`The provider's API answers, and the key is good. Its balance is ${balance}.`]
          })),
          Effect.catchTag("PanelError", ({ safeText }) =>
            Effect.succeed({ isWorking: false, words: [safeText] })
          )
        )
      })
    })
  })
)

const view = ({ hasTicket, isSaved, isTicketUsed, isUsed }: ProviderApiState) => ({
  isSaved,
  isUsed,
  isTicketUsed,
  abilities: { refill: isSaved, cancel: isSaved, speedup: false, ticket: hasTicket },
  words: isSaved
    ? [
        "Refills and cancels can be asked for, and how a refill ends can be read.",
        "A provider's API takes no speed-ups: they go to his chats.",
        hasTicket
          ? "Tickets are opened by the call that you described."
          : "A provider's API has no call for tickets. Describe one if he has his own."
      ]
    : ["No key is saved. Enter the address and your key of the provider's own panel."]
})

const badAddress = "Enter the address of the provider's panel, without a user name and password."

const undescribed = "Describe first how a ticket is opened: a provider's API has no call for it."
