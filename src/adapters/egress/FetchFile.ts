import { Effect } from "effect"
import { DownloadFailed } from "../../ports/ChannelTransport.ts"
import type { Egress, EgressRequest, EgressResponse } from "../../ports/Egress.ts"

type FileAddress = Omit<EgressRequest, "method" | "body" | "isBinary">

interface FailureWords {
  /** Who keeps the file. */
  readonly keeper: string
  /** Who hands it out, where that is somebody else. */
  readonly giver?: string
  readonly tooLarge: string
}

/** Why a network's file cannot be brought, in words for the owner's staff. */
export const fileFailures = ({ keeper, giver = keeper, tooLarge }: FailureWords) => ({
  gone: new DownloadFailed({
    reason: "Gone",
    safeText: `${keeper} no longer has this file. Ask the customer to send it again.`
  }),
  tooLarge: new DownloadFailed({ reason: "TooLarge", safeText: tooLarge }),
  notNow: new DownloadFailed({
    reason: "NotNow",
    safeText: `${giver} does not hand out this file now. Try again in a moment.`
  })
})

type FileFailures = ReturnType<typeof fileFailures>

/** Asks an address for a file; what the answer's status means is the network's. */
export const fetchFile = (egress: Egress["Service"], address: FileAddress, failures: FileFailures) =>
  egress
    .request({ method: "GET", isBinary: true, ...address })
    .pipe(Effect.mapError(({ reason }) => (reason === "TooLarge" ? failures.tooLarge : failures.notNow)))

/** The file in an answer. */
export const bytesOf = ({ status, bytes }: EgressResponse, { notNow }: FileFailures) =>
  status === 200 && bytes !== undefined ? Effect.succeed(bytes) : Effect.fail(notNow)
