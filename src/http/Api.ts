import { HttpApi, OpenApi } from "effect/http-api"
import { PlainWords } from "./api/Authorization.ts"
import { ChannelApi } from "./api/ChannelApi.ts"
import { DeskApi } from "./api/DeskApi.ts"
import { LoginApi } from "./api/LoginApi.ts"

/** Every endpoint under /api. Times are Unix milliseconds; a failed answer is `{ _tag, message, reference }`. */
export class Api extends HttpApi.make("relaydesk")
  .add(LoginApi)
  .add(DeskApi)
  .add(ChannelApi)
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
