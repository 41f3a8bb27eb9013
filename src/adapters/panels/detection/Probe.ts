import { Effect, Result } from "effect"
import type { Egress, EgressError, EgressResponse } from "../../../ports/Egress.ts"
import { DetectionError } from "../../../ports/PanelDetection.ts"
import type { PanelError } from "../../../ports/Panels.ts"
import type { PanelCall } from "../PanelCalls.ts"

/** What one harmless call brought; `Absent` is that no such API is there. */
export type Probed<A> =
  | { readonly _tag: "Good"; readonly value: A }
  | { readonly _tag: "Refused"; readonly safeText: string }
  | { readonly _tag: "BadKey" | "Absent" | "Html" | "Moved" | "Unreadable" }

/** Makes one call; it fails where a further one would be no use. */
export type Probe = <A>(call: PanelCall<A>) => Effect.Effect<Probed<A>, DetectionError>

const timeoutMillis = 10_000
const maxBytes = 1_000_000

/** Probes by the guarded way out. A call that writes is a defect. */
export const makeProbe =
  (egress: Egress["Service"]): Probe =>
  (call) =>
    call.isWrite
      ? Effect.die("a panel is detected by reads alone")
      : egress
          .request({
            method: call.method,
            url: call.url,
            headers: { accept: "application/json", ...call.headers },
            ...(call.body === undefined ? {} : { body: call.body }),
            timeoutMillis,
            maxBytes,
            purpose: "panel detection"
          })
          .pipe(
            Effect.mapError(noAnswer),
            Effect.flatMap((response) =>
              response.status === 429 ? Effect.fail(busy) : Effect.succeed(probed(call, response))
            )
          )

const probed = <A>(call: PanelCall<A>, response: EgressResponse): Probed<A> => {
  const isPage = /^\s*</.test(response.text)
  if (response.status === 404 && isPage) return { _tag: "Absent" }
  const read: Result.Result<A, PanelError> = call.read(response)
  if (Result.isSuccess(read)) return { _tag: "Good", value: read.success }
  const { reason, safeText } = read.failure
  if (response.status >= 300 && response.status < 400) return { _tag: "Moved" }
  if (reason === "Unauthorized") return { _tag: "BadKey" }
  if (reason === "NotConfigured") return { _tag: "Absent" }
  if (reason === "Refused") return { _tag: "Refused", safeText }
  return { _tag: isPage ? "Html" : "Unreadable" }
}

const noAnswer = ({ reason }: EgressError): DetectionError => {
  switch (reason) {
    case "BadUrl":
      return new DetectionError({
        reason: "BadAddress",
        safeText: "This is not an address that can be called."
      })
    case "BlockedAddress":
      return new DetectionError({
        reason: "AddressNotAllowed",
        safeText: "The address is not on the public internet, and only such addresses are called."
      })
    case "Timeout":
      return new DetectionError({ reason: "Unreachable", safeText: "The panel did not answer in time." })
    default:
      return new DetectionError({
        reason: "Unreachable",
        safeText: "The panel cannot be reached. Check the address, and whether the panel is up."
      })
  }
}

const busy = new DetectionError({
  reason: "Busy",
  safeText: "The panel is busy and asks to wait. Try again in a minute."
})
