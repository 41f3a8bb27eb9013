import { Context } from "effect"
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import type { TenantId } from "../../domain/Ids.ts"
import type { Need } from "../../domain/Permissions.ts"
import type { SessionLogin } from "../../ports/Logins.ts"
import { BadRequest, Forbidden, SecondFactorRequired, TooManyRequests, Unauthorized } from "./Refusals.ts"

/**
 * What an endpoint needs of who asks; one of several is enough. Every endpoint of the API declares it, its group for all
 * of its own: `.annotate(Needs, ["inbox.view"])`. What declares nothing is refused to all but owners.
 */
export class Needs extends Context.Service<Needs, ReadonlyArray<Need>>()("relaydesk/http/Needs") {}

/** Who is asking. */
export class CurrentLogin extends Context.Service<CurrentLogin, SessionLogin>()(
  "relaydesk/http/CurrentLogin"
) {}

/** Whose pages these are. */
export class CurrentTenant extends Context.Service<CurrentTenant, TenantId>()(
  "relaydesk/http/CurrentTenant"
) {}

/**
 * Lets live logins and API keys through that have what the endpoint needs. The cookie is `__Host-relaydesk` when served
 * over https; a key is `Authorization: Bearer rd_live_…`.
 */
export class Authorization extends HttpApiMiddleware.Service<Authorization, { provides: CurrentLogin }>()(
  "relaydesk/http/Authorization",
  {
    security: {
      session: HttpApiSecurity.apiKey({ key: "relaydesk", in: "cookie" }),
      key: HttpApiSecurity.bearer
    },
    error: [Unauthorized, Forbidden, SecondFactorRequired, TooManyRequests]
  }
) {}

/** Lets who belongs to a tenant through, and who looks at one. */
export class TenantPages extends HttpApiMiddleware.Service<
  TenantPages,
  { requires: CurrentLogin; provides: CurrentTenant }
>()("relaydesk/http/TenantPages", { error: Forbidden }) {}

/** Says in a sentence which part of a request is wrong. */
export class PlainWords extends HttpApiMiddleware.Service<PlainWords>()("relaydesk/http/PlainWords", {
  error: BadRequest
}) {}
