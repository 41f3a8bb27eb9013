import { createServer } from "node:http"
import type { Server } from "node:http"
import { Context, Layer } from "effect"

/** The one node:http server that pages, API and live sockets share. */
export class NodeServer extends Context.Service<NodeServer, Server>()("relaydesk/http/NodeServer") {
  /** Slow senders are cut (slowloris): 10 s for the headers, 30 s for the whole request. */
  static readonly layer = Layer.sync(NodeServer, () =>
    createServer({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16 * 1024
    })
  )
}
