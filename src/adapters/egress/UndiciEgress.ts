import { Effect, Layer, Redacted } from "effect"
import { Agent } from "undici"
import { Egress, EgressError } from "../../ports/Egress.ts"
import type { EgressRequest, EgressResponse } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import { Exchange, failureBeforeSend } from "./Exchange.ts"
import { guardedConnector } from "./GuardedConnector.ts"
import type { Lookup } from "./GuardedConnector.ts"

// A panel line has 16 calls in flight at most; two lines may share a host.
const connectionsPerOrigin = 32
// What waits for a connection is drained by the pool; more than this is refused.
const requestsPerOrigin = 256
// Below the idle time of common servers (nginx 75 s, Node tells its own): a connection that the other
// side closes at the moment of sending turns a write into an unknown outcome.
const idleMillis = 15_000

/** undici, to public addresses and Settings.egressAllow only. `lookup` is for tests of changing names. */
export const layerWith = (lookup?: Lookup) =>
  Layer.effect(
    Egress,
    Effect.gen(function* () {
      const { egressAllow } = yield* Settings
      const agent = yield* Effect.acquireRelease(
        Effect.sync(
          () =>
            new Agent({
              connect: guardedConnector(egressAllow, lookup),
              connections: connectionsPerOrigin,
              allowH2: false,
              keepAliveTimeout: idleMillis,
              keepAliveMaxTimeout: idleMillis,
              // Exchanges have one time limit for everything.
              headersTimeout: 0,
              bodyTimeout: 0
            })
        ),
        (agent) => Effect.promise(() => agent.destroy())
      )
      const open = new Map<string, number>()
      const request = Effect.fn("Egress.request")(function* (request: EgressRequest) {
        yield* Effect.annotateCurrentSpan({ purpose: request.purpose })
        const url = checkedUrl(request.url)
        if (url === undefined) return yield* badUrl
        const waiting = open.get(url.origin) ?? 0
        if (waiting >= requestsPerOrigin) return yield* tooMany
        open.set(url.origin, waiting + 1)
        return yield* Effect.ensuring(
          exchange(agent, url, request),
          Effect.sync(() => {
            const left = open.get(url.origin)! - 1
            if (left === 0) open.delete(url.origin)
            else open.set(url.origin, left)
          })
        )
      })
      return Egress.of({ request })
    })
  )

/** `layerWith` the system's name resolution. */
export const layer = layerWith()

const exchange = (agent: Agent, url: URL, request: EgressRequest) =>
  Effect.suspend(() => {
    let exchange: Exchange | undefined
    return Effect.callback<EgressResponse, EgressError>((resume) => {
      const started = new Exchange(request, (result) =>
        resume(result instanceof EgressError ? Effect.fail(result) : Effect.succeed(result))
      )
      exchange = started
      try {
        agent.dispatch(dispatchOptions(url, request), started)
      } catch (error) {
        resume(Effect.fail(failureBeforeSend(error)))
      }
      return Effect.sync(() => started.abort())
    }).pipe(
      Effect.timeoutOrElse({
        duration: request.timeoutMillis,
        orElse: () =>
          Effect.fail(
            new EgressError({
              reason: "Timeout",
              mayHaveHappened: exchange?.isSent ?? false,
              safeText: "There was no answer in time."
            })
          )
      })
    )
  })

const dispatchOptions = (url: URL, request: EgressRequest): Agent.DispatchOptions => ({
  origin: url.origin,
  path: url.pathname + url.search,
  method: request.method,
  headers: {
    "accept-encoding": "identity",
    "user-agent": "relaydesk",
    ...Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name.toLowerCase(),
        Redacted.isRedacted(value) ? Redacted.value(value) : value
      ])
    )
  },
  body: request.body ?? null
})

const checkedUrl = (text: string): URL | undefined => {
  const url = URL.parse(text)
  const isUsable =
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === "" &&
    url.hostname !== ""
  return isUsable ? url : undefined
}

const badUrl = new EgressError({
  reason: "BadUrl",
  mayHaveHappened: false,
  safeText: "The address must start with http:// or https:// and hold no user name."
})

const tooMany = new EgressError({
  reason: "Connect",
  mayHaveHappened: false,
  safeText: "Too many requests to this address are under way."
})
