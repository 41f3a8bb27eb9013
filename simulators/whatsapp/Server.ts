import { createServer, type IncomingMessage, type Server as HttpServer, STATUS_CODES } from "node:http"
import { type AddressInfo, type Socket } from "node:net"
import { WebSocketServer } from "ws"
import { makeServerIdentity } from "./Certificates.ts"
import { Connection } from "./Connection.ts"
import { answerUnpaired } from "./PairingCode.ts"
import { beginRegistration, type Registration } from "./Registration.ts"
import { logIn, logOut, receiveStanza, type Session } from "./Session.ts"
import { type World } from "./World.ts"

/** The WebSocket side of the simulator. */
export interface Server {
  readonly port: number
  readonly connections: ReadonlySet<Connection>
  readonly stop: () => Promise<void>
}

/** Listens on loopback for Baileys clients. */
export const listen = async (world: World, port: number): Promise<Server> => {
  const identity = makeServerIdentity()
  const connections = new Set<Connection>()
  const sessions = new Map<Connection, Session>()
  const registrations = new Map<Connection, Registration>()
  const handler = {
    opened: (connection: Connection, hello: Parameters<typeof logIn>[2]) => {
      if (hello.payload.devicePairingData) {
        registrations.set(connection, beginRegistration(world, connection, hello))
        return
      }
      const session = logIn(world, connection, hello)
      if (session) sessions.set(connection, session)
    },
    received: (connection: Connection, stanza: Parameters<typeof receiveStanza>[2]) => {
      const session = sessions.get(connection)
      const registration = registrations.get(connection)
      if (session) receiveStanza(world, session, stanza)
      else if (registration) answerUnpaired(world, registration, stanza)
    },
    closed: (connection: Connection) => {
      connections.delete(connection)
      const session = sessions.get(connection)
      if (session) logOut(world, session, connection)
      sessions.delete(connection)
      const registration = registrations.get(connection)
      if (registration) world.registrations.delete(registration)
      registrations.delete(connection)
    }
  }
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const silent = new Set<Socket>()
  const http = createServer((_, response) => response.writeHead(404).end())
  http.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.setNoDelay(true)
    const number = new URL(request.url ?? "/", "http://loopback").searchParams.get("number") ?? undefined
    if (world.faults.take("refuse", number)) return void socket.resetAndDestroy()
    const refusal = world.faults.take("upgradeStatus", number)
    if (refusal) {
      socket.end(
        `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? "Error"}\r\nContent-Length: 0\r\n\r\n`
      )
      return undefined
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (world.faults.take("silent", number)) {
        silent.add(socket)
        socket.on("close", () => silent.delete(socket))
        return
      }
      connections.add(new Connection(webSocket, socket, identity, handler))
    })
    return undefined
  })
  await bind(http, port)
  return {
    port: (http.address() as AddressInfo).port,
    connections,
    stop: async () => {
      for (const connection of connections) connection.close()
      for (const socket of silent) socket.destroy()
      // A client that does not answer the close frame must not keep the simulator alive.
      setTimeout(() => connections.forEach((connection) => connection.reset()), 300).unref()
      await close(http)
    }
  }
}

/** Binds an HTTP server to a loopback port; 0 lets the system choose. */
export const bind = (http: HttpServer, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    http.once("error", reject)
    http.listen(port, "127.0.0.1", () => resolve())
  })

/** Closes an HTTP server and, after a second's grace, whatever is still connected to it. */
export const close = (http: HttpServer): Promise<void> =>
  new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
