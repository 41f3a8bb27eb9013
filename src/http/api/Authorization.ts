import { Context } from "effect"
import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import type { TenantId } from "../../domain/Ids.ts"
import type { SessionLogin } from "../../ports/Logins.ts"
import { BadRequest, Forbidden, Unauthorized } from "./Refusals.ts"

/** Who is asking. */
export class CurrentLogin extends Context.Service<CurrentLogin, SessionLogin>()(
  "relaydesk/http/CurrentLogin"
) {}

/** Whose pages these are. */
export class CurrentTenant extends Context.Service<CurrentTenant, TenantId>()(
  "relaydesk/http/CurrentTenant"
) {}

/** Lets live logins through; the cookie is `__Host-relaydesk` when served over https. */
export class Authorization extends HttpApiMiddleware.Service<Authorization, { provides: CurrentLogin }>()(
  "relaydesk/http/Authorization",
  { security: { session: HttpApiSecurity.apiKey({ key: "relaydesk", in: "cookie" }) }, error: Unauthorized }
) {}

/** Lets logins of a tenant through; the platform's own people have no tenant pages yet. */
export class TenantPages extends HttpApiMiddleware.Service<
  TenantPages,
  { requires: CurrentLogin; provides: CurrentTenant }
>()("relaydesk/http/TenantPages", { error: Forbidden }) {}

/** Says in a sentence which part of a request is wrong. */
export class PlainWords extends HttpApiMiddleware.Service<PlainWords>()("relaydesk/http/PlainWords", {
  error: BadRequest
}) {}
