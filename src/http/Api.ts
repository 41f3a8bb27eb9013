import { HttpApi, OpenApi } from "effect/http-api"
import { AuditApi } from "./api/AuditApi.ts"
import { PlainWords } from "./api/Authorization.ts"
import { ChannelApi } from "./api/ChannelApi.ts"
import { CustomerApi } from "./api/CustomerApi.ts"
import { CustomerChatApi } from "./api/CustomerChatApi.ts"
import { DeskApi } from "./api/DeskApi.ts"
import { DryRunApi } from "./api/DryRunApi.ts"
import { LoginApi } from "./api/LoginApi.ts"
import { PanelApi } from "./api/PanelApi.ts"
import { RegistrationApi } from "./api/RegistrationApi.ts"
import { RulesApi } from "./api/RulesApi.ts"
import { ServiceApi } from "./api/ServiceApi.ts"
import { TemplatesApi } from "./api/TemplatesApi.ts"

/** Every endpoint under /api. Times are Unix milliseconds; a failed answer is `{ _tag, message, reference }`. */
export class Api extends HttpApi.make("relaydesk")
  .add(LoginApi)
  .add(DeskApi)
  .add(ChannelApi)
  .add(ServiceApi)
  .add(PanelApi)
  .add(CustomerApi)
  .add(CustomerChatApi)
  .add(RegistrationApi)
  .add(AuditApi)
  .add(RulesApi)
  .add(TemplatesApi)
  .add(DryRunApi)
  .middleware(PlainWords)
  .prefix("/api")
  .annotateMerge(
    OpenApi.annotations({
      title: "Relaydesk",
      version: "0.1.0",
      description:
        "Log in with POST /api/login; the answer sets a cookie. Writes need an Origin header of this address and a JSON body."
    })
  ) {}
