import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { exposition } from "./Exposition.ts"
import { makePlatformMetrics } from "./PlatformMetrics.ts"
import { ProcessMetrics } from "./ProcessMetrics.ts"
import { Readiness } from "./Readiness.ts"

/** /health: the process answers. /ready: it should be given work. /metrics: for Prometheus (RT-06). */
export const layer = HttpRouter.use((router) =>
  Effect.gen(function* () {
    const readiness = yield* Readiness
    const processMetrics = yield* ProcessMetrics
    const platformMetrics = yield* makePlatformMetrics
    yield* router.add("GET", "/health", HttpServerResponse.jsonUnsafe({ status: "alive" }))
    yield* router.add(
      "GET",
      "/ready",
      Effect.map(readiness.reasons, (reasons) =>
        HttpServerResponse.jsonUnsafe(
          { status: reasons.length === 0 ? "ready" : "not ready", reasons },
          { status: reasons.length === 0 ? 200 : 503 }
        )
      )
    )
    yield* router.add(
      "GET",
      "/metrics",
      Effect.gen(function* () {
        yield* processMetrics.refresh
        yield* platformMetrics
        return HttpServerResponse.text(yield* exposition, {
          contentType: "text/plain; version=0.0.4; charset=utf-8"
        })
      })
    )
  })
).pipe(Layer.provide(ProcessMetrics.layer))
