import { createReadStream, existsSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { StartState } from "../src/api/StartGateway.ts"
import type { AddressInfo } from "node:net"
import { extname, join, normalize } from "node:path"
import { type WebSocket, WebSocketServer } from "ws"
import type {
  ChannelView,
  ClientFrame,
  Conversation,
  LiveEvent,
  LogLine,
  Message,
  ServerFrame
} from "../src/api/Views.ts"
import { answer, type Reply } from "./FakeApi.ts"
import { FakeChannels } from "./FakeChannels.ts"
import { FakeChats } from "./FakeChats.ts"
import { FakeContexts } from "./FakeContexts.ts"
import { FakeCustomers } from "./FakeCustomers.ts"
import { FakePanels } from "./FakePanels.ts"
import { FakePhones } from "./FakePhones.ts"
import { FakeDispatches } from "./FakeDispatches.ts"
import { FakeRoutes } from "./FakeRoutes.ts"
import { FakeRules } from "./FakeRules.ts"
import { FakeServices } from "./FakeServices.ts"
import { message, seed, type World } from "./Seed.ts"

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2"
}
/** The gateway's own policy (src/http/Security.ts), so that a page that breaks it breaks here. */
const contentPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A gateway in memory, for the pages' own tests: the same API, a live socket with resume, and levers to pull. */
export class FakeGateway {
  readonly world: World
  readonly phones = new FakePhones()
  readonly chats = new FakeChats(this)
  readonly contexts = new FakeContexts(this)
  channels = new FakeChannels(this)
  customers = new FakeCustomers()
  services = new FakeServices()
  rules = new FakeRules()
  routes = new FakeRoutes()
  dispatches = new FakeDispatches()
  panels = new FakePanels()
  isLoggedIn = true
  isSetupNeeded = false
  /** Who asks is a login without a workspace. */
  isPlatformLogin = false
  /** How far the workspace is: all is done. */
  start: StartState = {
    panels: 1,
    channels: 1,
    linkedTo: "9779800000000",
    providers: 2,
    routes: 2,
    orderId: "492007588",
    hasReplied: true
  }
  /** Paths that answer with 503 until removed. */
  readonly broken = new Set<string>()
  /** How often each path was asked. */
  readonly asked = new Map<string, number>()
  #epoch = "epoch-1"
  #seq = 0
  #history: Array<{ readonly seq: number; readonly event: LiveEvent }> = []
  #isDeaf = false
  readonly #sockets = new Set<WebSocket>()
  readonly #folder: string
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #live = new WebSocketServer({ noServer: true })

  constructor(folder: string, world: World = seed(Date.now())) {
    this.#folder = folder
    this.world = world
    this.#server.on("upgrade", (request, socket, head) => {
      if (request.url !== "/live" || this.#isDeaf || !this.isLoggedIn) return socket.destroy()
      return this.#live.handleUpgrade(request, socket, head, (opened) => this.#attach(opened))
    })
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Cuts every live socket; while deaf, new ones are refused. */
  cut(isDeaf = false): void {
    this.#isDeaf = isDeaf
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  /** Forgets what was published: who resumes now must load again. */
  restart(): void {
    this.#epoch = `${this.#epoch}+`
    this.#seq = 0
    this.#history = []
  }

  /** Lets go of what was published: who comes back later loads anew. */
  forget(): void {
    this.#history = []
  }

  publish(events: ReadonlyArray<LiveEvent>): void {
    for (const event of events) this.#history.push({ seq: ++this.#seq, event })
    const frame: ServerFrame = { _tag: "Events", seq: this.#seq, events }
    for (const socket of this.#sockets) socket.send(JSON.stringify(frame))
  }

  /** A customer (or, with `more`, somebody else) writes. */
  receive(conversationId: string, text: string, more: Partial<Message> = {}): Message {
    const before = this.world.conversations.get(conversationId) as Conversation
    const written = message({ conversationId, text, sentAt: Date.now(), ...more })
    this.world.messages.get(conversationId)?.push(written)
    const isIn = written.direction === "in"
    const conversation = {
      ...before,
      lastText: text,
      lastAt: written.sentAt,
      unread: before.unread + (isIn ? 1 : 0),
      version: before.version + 1
    }
    this.world.conversations.set(conversationId, conversation)
    this.publish([
      { _tag: "MessageChanged", message: written },
      { _tag: "ConversationChanged", conversation }
    ])
    return written
  }

  setChannel(id: string, state: ChannelView["state"], more: Partial<ChannelView> = {}): void {
    const before = this.world.channels.get(id) as ChannelView
    const channel = { ...before, state, since: Date.now(), version: before.version + 1, ...more }
    this.world.channels.set(id, channel)
    this.publish([{ _tag: "ChannelChanged", channel }])
  }

  log(text: string, more: Partial<LogLine> = {}): void {
    const id = String(Number(this.world.logs.at(-1)?.id ?? 0) + 1)
    const line: LogLine = {
      id,
      at: Date.now(),
      level: "info",
      area: "command",
      text,
      conversationId: null,
      requestId: null,
      ...more
    }
    this.world.logs.push(line)
    this.publish([{ _tag: "LogAdded", line }])
  }

  #attach(socket: WebSocket): void {
    socket.once("message", (data) => {
      const resume = JSON.parse(String(data)) as ClientFrame
      const isResumed = resume.epoch === this.#epoch && resume.seq <= this.#seq
      const hello: ServerFrame = {
        _tag: "Hello",
        epoch: this.#epoch,
        seq: isResumed ? resume.seq : this.#seq,
        isResumed
      }
      socket.send(JSON.stringify(hello))
      const missed = isResumed ? this.#history.filter((entry) => entry.seq > resume.seq) : []
      if (missed.length > 0) {
        const frame: ServerFrame = {
          _tag: "Events",
          seq: this.#seq,
          events: missed.map((entry) => entry.event)
        }
        socket.send(JSON.stringify(frame))
      }
      this.#sockets.add(socket)
      socket.on("close", () => this.#sockets.delete(socket))
    })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake")
    response.setHeader("content-security-policy", contentPolicy)
    if (url.pathname === "/phones/api/events") return this.phones.stream(response)
    if (!/^(\/phones)?\/api\//.test(url.pathname)) return this.#serveFile(url.pathname, response)
    this.asked.set(url.pathname, (this.asked.get(url.pathname) ?? 0) + 1)
    let text = ""
    for await (const chunk of request) text += String(chunk)
    const reply = await this.#answer(request.method ?? "GET", url, text === "" ? {} : JSON.parse(text))
    response.writeHead(reply[0], { "content-type": "application/json" })
    response.end(reply[1] === undefined ? "" : JSON.stringify(reply[1]))
  }

  async #answer(method: string, url: URL, body: Record<string, unknown>): Promise<Reply> {
    if (this.broken.has(url.pathname)) {
      return [503, { message: "The database is not reachable.", reference: "req_7f3a91" }]
    }
    if (this.isLoggedIn) {
      const reply =
        this.customers.answer(method, url, body) ??
        this.channels.answer(method, url, body) ??
        this.routes.answer(method, url, body) ??
        this.dispatches.answer(method, url, body) ??
        this.panels.answer(method, url, body) ??
        (await this.services.answer(url, body)) ??
        (await this.rules.answer(method, url, body))
      if (reply !== undefined) return reply
    }
    return url.pathname.startsWith("/phones")
      ? this.phones.answer(method, url.pathname, body)
      : answer(this, method, url, body)
  }

  #serveFile(path: string, response: ServerResponse): void {
    const file = join(this.#folder, normalize(path))
    const found = extname(path) !== "" && existsSync(file) ? file : join(this.#folder, "index.html")
    response.setHeader("content-type", types[extname(found)] ?? "application/octet-stream")
    createReadStream(found).pipe(response)
  }
}
