import { createServer, type IncomingMessage, type Server as HttpServer, STATUS_CODES } from "node:http"
import { type AddressInfo, type Socket } from "node:net"
import { WebSocketServer } from "ws"
import { makeServerIdentity } from "./Certificates.ts"
import { Connection } from "./Connection.ts"
import { node } from "./Node.ts"
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
  const admit = (connection: Connection, hello: Parameters<typeof logIn>[2]) => {
    if (refuse(world, connection, hello)) return
    if (hello.payload.devicePairingData) {
      world.opening.delete(connection)
      registrations.set(connection, beginRegistration(world, connection, hello))
      return
    }
    const session = logIn(world, connection, hello)
    if (session) sessions.set(connection, session)
  }
  const handler = {
    opened: (connection: Connection, hello: Parameters<typeof logIn>[2]) => {
      const slow = world.faults.take("slowLogin", numberOf(hello))
      if (slow) setTimeout(() => admit(connection, hello), slow.ms)
      else admit(connection, hello)
    },
    received: (connection: Connection, stanza: Parameters<typeof receiveStanza>[2]) => {
      const session = sessions.get(connection)
      const registration = registrations.get(connection)
      if (session) receiveStanza(world, session, stanza)
      else if (registration) answerUnpaired(world, registration, stanza)
    },
    closed: (connection: Connection) => {
      connections.delete(connection)
      world.opening.delete(connection)
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
  const http = createServer(
    (request, response) => void world.media.answer(request, response).catch(() => response.destroy())
  )
  http.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.setNoDelay(true)
    const number = new URL(request.url ?? "/", "http://loopback").searchParams.get("number") ?? undefined
    if (world.faults.take("refuse", number)) return void socket.resetAndDestroy()
    if (world.faults.take("hang", number)) {
      silent.add(socket)
      socket.on("close", () => silent.delete(socket))
      return undefined
    }
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
      const connection = new Connection(webSocket, socket, identity, handler)
      connections.add(connection)
      world.beginOpening(connection)
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

const numberOf = ({ payload }: Parameters<typeof logIn>[2]): string | undefined =>
  payload.username ? String(payload.username) : undefined

/** Turns a client away before it is looked at, where a failure says so. */
const refuse = (world: World, connection: Connection, hello: Parameters<typeof logIn>[2]): boolean => {
  const number = numberOf(hello)
  const version = hello.payload.userAgent?.appVersion
  const revision = version?.primary === 2 && version.secondary === 3000 ? (version.tertiary ?? 0) : 0
  const isOutdated = world.faults.take("outdated", number, ({ below }) => revision < below) !== undefined
  const failure = isOutdated ? { reason: 405 } : world.faults.take("loginFailure", number)
  if (!failure) return false
  const expire = "expire" in failure ? failure.expire : undefined
  connection.send(node("failure", { reason: failure.reason, location: "sim", expire }))
  connection.close()
  return true
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
