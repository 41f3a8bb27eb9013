import type { RequestListener } from "node:http"
import { createServer } from "node:http"
import type { AddressInfo, Server, Socket } from "node:net"
import { ConfigProvider, Effect, Layer } from "effect"
import type { Scope } from "effect"
import { Egress } from "../../ports/Egress.ts"
import type { EgressRequest } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import { layerWith } from "./UndiciEgress.ts"

/** Settings with nothing but the allow-list. */
export const settings = (egressAllow: ReadonlyArray<string>) =>
  Layer.fresh(Settings.layer).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ EGRESS_ALLOW: egressAllow.join(",") }))),
    Layer.orDie
  )

/** A server on a free port that ends with the scope, and its connections. */
export const listening = <S extends Server>(server: S, host: string) =>
  Effect.acquireRelease(
    Effect.callback<{ server: S; port: number; sockets: Set<Socket> }>((resume) => {
      const sockets = new Set<Socket>()
      server.on("connection", (socket: Socket) => {
        sockets.add(socket)
        socket.on("close", () => sockets.delete(socket)).on("error", () => {})
      })
      server.listen(0, host, () =>
        resume(Effect.succeed({ server, port: (server.address() as AddressInfo).port, sockets }))
      )
    }),
    ({ server, sockets }) =>
      Effect.sync(() => {
        for (const socket of sockets) socket.destroy()
        server.close()
      })
  )

/** Asks for one URL with small limits. */
export const get = (url: string, more?: Partial<EgressRequest>) =>
  Effect.flatMap(Egress, (egress) =>
    egress.request({
      method: "GET",
      url,
      headers: {},
      timeoutMillis: 2_000,
      maxBytes: 10_000,
      purpose: "test",
      ...more
    })
  )

/** Runs against a server that the allow-list names. */
export const against = <A, E>(
  listener: RequestListener,
  use: (url: string, sockets: Set<Socket>) => Effect.Effect<A, E, Egress | Scope.Scope>
) =>
  Effect.gen(function* () {
    const { port, sockets } = yield* listening(createServer(listener), "127.0.0.1")
    return yield* use(`http://127.0.0.1:${port}/`, sockets).pipe(
      Effect.provide(layerWith().pipe(Layer.provide(settings([`127.0.0.1:${port}`]))))
    )
  })

/** Waits until the server has no connection left. */
export const closed = (sockets: Set<Socket>) =>
  Effect.sleep(5).pipe(
    Effect.repeat({ until: () => sockets.size === 0 }),
    Effect.timeout("1 second"),
    Effect.orDie
  )
