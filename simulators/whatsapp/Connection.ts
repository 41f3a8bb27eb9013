import { type Socket } from "node:net"
import { type BinaryNode, decodeBinaryNode, encodeBinaryNode } from "@whiskeysockets/baileys"
import { type WebSocket } from "ws"
import { type ServerIdentity } from "./Certificates.ts"
import { FrameReader } from "./FrameReader.ts"
import { type ClientHello, NoiseResponder } from "./Noise.ts"

/** Who is told about a connection. */
interface ConnectionHandler {
  readonly opened: (connection: Connection, hello: ClientHello) => void
  readonly received: (connection: Connection, stanza: BinaryNode) => void
  readonly closed: (connection: Connection) => void
}

interface Waiting {
  readonly answer: (stanza: BinaryNode) => void
  readonly fail: () => void
}

/** One client's WebSocket: frames in, Noise handshake, stanzas out. */
export class Connection {
  readonly openedAt = Date.now()
  readonly #webSocket: WebSocket
  readonly #tcp: Socket
  readonly #noise: NoiseResponder
  readonly #handler: ConnectionHandler
  readonly #frames = new FrameReader()
  readonly #waiting = new Map<string, Waiting>()
  #state: "hello" | "finish" | "open" = "hello"
  #tail: Promise<void> = Promise.resolve()
  #nextId = 1

  constructor(webSocket: WebSocket, tcp: Socket, identity: ServerIdentity, handler: ConnectionHandler) {
    this.#webSocket = webSocket
    this.#tcp = tcp
    this.#noise = new NoiseResponder(identity)
    this.#handler = handler
    webSocket.on("message", (data: Buffer) => {
      this.#tail = this.#tail.then(() => this.#receive(data)).catch(() => this.reset())
    })
    webSocket.on("error", () => this.reset())
    webSocket.on("close", () => {
      for (const { fail } of this.#waiting.values()) fail()
      handler.closed(this)
    })
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN
  }

  /** Sends a stanza; does nothing when the client has gone. */
  send(stanza: BinaryNode): void {
    if (this.isOpen) this.#write(this.#noise.encrypt(encodeBinaryNode(stanza)))
  }

  /** Sends an iq and resolves with the client's answer. */
  query(stanza: BinaryNode, timeoutMs = 20_000): Promise<BinaryNode> {
    const id = this.nextId()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new Error(`no answer to ${stanza.content ? "iq" : stanza.tag} ${id}`))
      }, timeoutMs).unref()
      this.#waiting.set(id, {
        answer: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
        fail: () => {
          clearTimeout(timer)
          reject(new Error("the client has gone"))
        }
      })
      this.send({ ...stanza, attrs: { ...stanza.attrs, id } })
    })
  }

  /** A stanza id that this connection has not used. */
  nextId(): string {
    return `sim-${this.#nextId++}`
  }

  /** Ends the connection with a WebSocket close. */
  close(): void {
    this.#webSocket.close()
  }

  /** Ends the connection with a TCP reset. */
  reset(): void {
    this.#tcp.resetAndDestroy()
  }

  async #receive(data: Buffer): Promise<void> {
    for (const frame of this.#frames.push(data)) {
      if (this.#state === "hello") {
        this.#write(this.#noise.respond(frame))
        this.#state = "finish"
      } else if (this.#state === "finish") {
        const hello = this.#noise.finish(frame)
        this.#state = "open"
        this.#handler.opened(this, hello)
      } else {
        this.#dispatch(await decodeBinaryNode(this.#noise.decrypt(frame)))
      }
    }
  }

  #dispatch(stanza: BinaryNode): void {
    const id = stanza.attrs["id"]
    const type = stanza.attrs["type"]
    if (stanza.tag === "iq" && id !== undefined && (type === "result" || type === "error")) {
      this.#waiting.get(id)?.answer(stanza)
      this.#waiting.delete(id)
      return
    }
    this.#handler.received(this, stanza)
  }

  #write(body: Uint8Array): void {
    const frame = Buffer.allocUnsafe(3 + body.length)
    frame.writeUIntBE(body.length, 0, 3)
    frame.set(body, 3)
    this.#webSocket.send(frame)
  }
}
