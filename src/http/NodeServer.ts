import { createServer } from "node:http"
import type { Server } from "node:http"
import { Context, Effect, Layer } from "effect"
import { limitConnections } from "./limits/ConnectionLimit.ts"
import { limitRequestTime } from "./limits/RequestTime.ts"
import { isUpload } from "./Security.ts"

/** How long a connection may take, in milliseconds, and how many there may be. */
export interface ConnectionCaps {
  /** For the headers of a request: slow senders are cut (slowloris). */
  readonly headersTimeout: number
  /** For the whole request, but for files that staff bring. */
  readonly requestTimeout: number
  /** Nothing more of such a file came. */
  readonly uploadTimeout: number
  /** Nothing came and nothing was taken: a reader that does not read. Live sockets have pings of their own. */
  readonly idleTimeout: number
  /** How often the first is looked at. */
  readonly checkEvery: number
  readonly connections: number
  /** Of one IPv4 address or IPv6 /64. A proxy on this machine brings everybody, so loopback is not counted. */
  readonly connectionsPerAddress: number
}

/** The caps in force; tests make them small. */
export const Caps = Context.Reference<ConnectionCaps>("relaydesk/http/NodeServer/Caps", {
  defaultValue: () => ({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    uploadTimeout: 30_000,
    idleTimeout: 120_000,
    checkEvery: 5_000,
    connections: 20_000,
    connectionsPerAddress: 500
  })
})

/** More than any browser or proxy sends; those beyond are dropped. */
const maxHeaders = 200

/** The one node:http server that pages, API and live sockets share. */
export class NodeServer extends Context.Service<NodeServer, Server>()("relaydesk/http/NodeServer") {
  static readonly layer = Layer.effect(
    NodeServer,
    Effect.map(Caps, (caps) => {
      const server = createServer({
        headersTimeout: caps.headersTimeout,
        // Of requests whose headers are here `limitRequestTime` takes care: node knows one time for all of them.
        requestTimeout: 0,
        keepAliveTimeout: 65_000,
        connectionsCheckingInterval: caps.checkEvery,
        maxHeaderSize: 16 * 1024
      })
      server.maxHeadersCount = maxHeaders
      server.maxConnections = caps.connections
      server.timeout = caps.idleTimeout
      server.on("connection", limitConnections(caps.connectionsPerAddress))
      server.on(
        "request",
        limitRequestTime({
          whole: caps.requestTimeout,
          still: caps.uploadTimeout,
          isUpload: ({ method, url = "" }) => method === "POST" && isUpload(url)
        })
      )
      return server
    })
  )
}
