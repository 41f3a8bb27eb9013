import { HttpApi, OpenApi } from "effect/http-api"
import { AdminApi } from "./api/AdminApi.ts"
import { ApiKeyApi } from "./api/ApiKeyApi.ts"
import { AuditApi } from "./api/AuditApi.ts"
import { PlainWords } from "./api/Authorization.ts"
import { ChannelApi } from "./api/ChannelApi.ts"
import { CannedReplyApi } from "./api/CannedReplyApi.ts"
import { ChatApi } from "./api/ChatApi.ts"
import { CustomerApi } from "./api/CustomerApi.ts"
import { CustomerChatApi } from "./api/CustomerChatApi.ts"
import { CreditApi } from "./api/CreditApi.ts"
import { DeskApi } from "./api/DeskApi.ts"
import { DispatchApi } from "./api/DispatchApi.ts"
import { DryRunApi } from "./api/DryRunApi.ts"
import { MediaApi } from "./api/MediaApi.ts"
import { LoginApi } from "./api/LoginApi.ts"
import { SignUpApi } from "./api/SignUpApi.ts"
import { PasswordApi } from "./api/PasswordApi.ts"
import { ExplanationApi } from "./api/ExplanationApi.ts"
import { FactorApi } from "./api/FactorApi.ts"
import { AccountApi } from "./api/AccountApi.ts"
import { PanelApi } from "./api/PanelApi.ts"
import { ProviderApi } from "./api/ProviderApi.ts"
import { ProviderOwnApi } from "./api/ProviderOwnApi.ts"
import { RecoveryApi } from "./api/RecoveryApi.ts"
import { RegistrationApi } from "./api/RegistrationApi.ts"
import { RouteApi } from "./api/RouteApi.ts"
import { OwnRuntimeApi, RuntimeApi } from "./api/RuntimeApi.ts"
import { RulesApi } from "./api/RulesApi.ts"
import { ServiceApi } from "./api/ServiceApi.ts"
import { StaffApi } from "./api/StaffApi.ts"
import { TemplatesApi } from "./api/TemplatesApi.ts"
import { WebhookApi } from "./api/WebhookApi.ts"

/** Every endpoint under /api. Times are Unix milliseconds; a failed answer is `{ _tag, message, reference }`. */
export class Api extends HttpApi.make("relaydesk")
  .add(LoginApi)
  .add(SignUpApi)
  .add(PasswordApi)
  .add(FactorApi)
  .add(AccountApi)
  .add(DeskApi)
  .add(ExplanationApi)
  .add(DispatchApi)
  .add(ChatApi)
  .add(MediaApi)
  .add(CannedReplyApi)
  .add(ChannelApi)
  .add(WebhookApi)
  .add(ServiceApi)
  .add(PanelApi)
  .add(RouteApi)
  .add(ProviderApi)
  .add(ProviderOwnApi)
  .add(RecoveryApi)
  .add(CustomerApi)
  .add(CustomerChatApi)
  .add(RegistrationApi)
  .add(AuditApi)
  .add(RulesApi)
  .add(TemplatesApi)
  .add(DryRunApi)
  .add(CreditApi)
  .add(StaffApi)
  .add(ApiKeyApi)
  .add(AdminApi)
  .add(RuntimeApi)
  .add(OwnRuntimeApi)
  .middleware(PlainWords)
  .prefix("/api")
  .annotateMerge(
    OpenApi.annotations({
      title: "Relaydesk",
      version: "0.1.0",
      description:
        "Programs send an API key: `Authorization: Bearer rd_live_…`, without a cookie; the owner makes keys on the page /keys, each with its scopes, and 600 requests a minute. Pages log in with POST /api/login; the answer sets a cookie, and writes then need an Origin header of this address. Bodies are JSON."
    })
  ) {}
