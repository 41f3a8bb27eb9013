import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ProviderId } from "../../domain/Ids.ts"
import { TicketDescription } from "../../domain/ProviderTicket.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { BadRequest, Forbidden, NotFound } from "./Refusals.ts"

const path = { id: ProviderId.check(Schema.isUUID()) }
const address = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(300))
const key = Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(500))

/** A provider's own API: whether it is saved and what it is used for. Address and key are never read back. */
export const ProviderOwnApiView = Schema.Struct({
  isSaved: Schema.Boolean,
  isUsed: Schema.Boolean,
  isTicketUsed: Schema.Boolean,
  /** A speed-up has no API; a ticket only where the owner described one. */
  abilities: Schema.Struct({
    refill: Schema.Boolean,
    cancel: Schema.Boolean,
    speedup: Schema.Boolean,
    ticket: Schema.Boolean
  }),
  words: Schema.Array(Schema.String)
})

/** The key of a provider's own API (PR-09, OR-11). Only the workspace's owner gets in. */
export class ProviderOwnApi extends HttpApiGroup.make("providerOwn")
  .add(
    HttpApiEndpoint.get("ownApi", "/providers/:id/api", {
      params: path,
      success: ProviderOwnApiView,
      error: [Forbidden, NotFound]
    }),
    HttpApiEndpoint.put("saveOwnApi", "/providers/:id/api", {
      params: path,
      payload: Schema.Struct({
        baseUrl: address,
        key,
        /** On when left out: refills and cancels of his orders are asked for there. */
        isUsed: Schema.optionalKey(Schema.Boolean),
        /** How tickets are opened there; no user API has a call for it. */
        ticket: Schema.optionalKey(Schema.NullOr(TicketDescription)),
        /** Off when left out. */
        isTicketUsed: Schema.optionalKey(Schema.Boolean)
      }),
      success: ProviderOwnApiView,
      error: [BadRequest, Forbidden, NotFound]
    }),
    HttpApiEndpoint.delete("removeOwnApi", "/providers/:id/api", {
      params: path,
      error: [Forbidden, NotFound]
    }),
    /** Reads the balance, which changes nothing. */
    HttpApiEndpoint.post("testOwnApi", "/providers/:id/api/test", {
      params: path,
      success: Schema.Struct({ isWorking: Schema.Boolean, words: Schema.Array(Schema.String) }),
      error: [Forbidden, NotFound]
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Providers' own APIs",
      description: "Refills, cancels and tickets at the provider himself, for the workspace's owner alone"
    })
  ) {}
