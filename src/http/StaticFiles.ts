import { fileURLToPath } from "node:url"
import { Context, Effect } from "effect"
import {
  HttpRouter,
  HttpServerError,
  HttpServerRequest,
  HttpServerResponse,
  HttpStaticServer
} from "effect/http"

/** Where `npm run build` puts the pages. */
export const ClientFolder = Context.Reference<string>("relaydesk/http/ClientFolder", {
  defaultValue: () => fileURLToPath(new URL("../../dist/client", import.meta.url))
})

/** Vite puts a hash of the content into these names, so they never change. */
const isHashed = (path: string) => /^\/assets\/.+[-.][\w-]{8,}\.\w+$/.test(path)

/** Paths of the API: never answered with the page. */
const isReserved = (path: string) => /^\/(api|live|health|ready|metrics|hooks)(\/|$)/.test(path)

/** Longer than a file may be called: the file system's refusal would be an error of ours. */
const isTooLong = (path: string) =>
  path.length > 1_000 || path.split("/").some((part) => Buffer.byteLength(part) > 255)

/** The pages: hashed assets for ever, everything else asked for again; unknown page addresses get index.html. */
export const layer = HttpRouter.use((router) =>
  Effect.gen(function* () {
    const files = yield* HttpStaticServer.make({ root: yield* ClientFolder, spa: true })
    yield* router.add(
      "GET",
      "/*",
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const path = request.url.split("?", 1)[0] ?? ""
        if (isReserved(path) || isTooLong(path)) {
          return yield* new HttpServerError.HttpServerError({
            reason: new HttpServerError.RouteNotFound({ request })
          })
        }
        const response = yield* files
        return HttpServerResponse.setHeader(
          response,
          "cache-control",
          isHashed(path) ? "public, max-age=31536000, immutable" : "no-cache"
        )
      })
    )
  })
)
