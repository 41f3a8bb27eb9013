import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer, Option, Redacted, References, Tracer } from "effect"
import { OtlpExporter, OtlpSerialization, OtlpTracer } from "effect/observability"
import { Settings } from "../../Settings.ts"
import { safeTracer } from "./SafeTracer.ts"

/** Spans that nobody collects are not made. */
const off = Layer.succeed(References.TracerEnabled, false)

/** Sends spans to the collector of OTEL_EXPORTER_OTLP_ENDPOINT, stripped by `safeTracer`; without one none are made. */
export const layer = Layer.unwrap(
  Effect.map(Settings, ({ traces }) => {
    if (Option.isNone(traces)) return off
    const { url, headers } = traces.value
    const exporting = OtlpTracer.make({
      url: `${url.href.replace(/\/+$/, "")}/v1/traces`,
      headers: Redacted.value(headers),
      resource: { serviceName: "relaydesk" },
      exportInterval: "2 seconds"
    })
    return Layer.merge(
      Layer.effect(Tracer.Tracer, Effect.map(exporting, safeTracer)),
      Layer.succeed(References.TracerEnabled, true)
    ).pipe(
      Layer.provide(OtlpExporter.layerFlusher),
      Layer.provide(OtlpSerialization.layerJson),
      Layer.provide(NodeHttpClient.layerNodeHttp)
    )
  })
)
