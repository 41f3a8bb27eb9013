import { EventEmitter, once } from "node:events"
import {
  type AuthenticationCreds,
  type BinaryNode,
  BufferJSON,
  initAuthCreds,
  makeCacheableSignalKeyStore,
  makeWASocket,
  type SignalDataSet,
  type SignalDataTypeMap,
  type UserFacingSocketConfig,
  type WAMessage,
  type WAMessageUpdate
} from "@whiskeysockets/baileys"
import { pino } from "pino"
import { type WhatsAppSimulator } from "./Simulator.ts"

type Socket = ReturnType<typeof makeWASocket>

const logger = pino({ level: process.env["BAILEYS_LOG"] ?? "silent" })

/** A gateway as small as can be: an unmodified Baileys client with its state in memory. */
export class TestClient {
  readonly events = new EventEmitter()
  readonly messages: Array<WAMessage & { upsertType: string }> = []
  readonly updates: WAMessageUpdate[] = []
  readonly acks: BinaryNode[] = []
  creds: AuthenticationCreds = initAuthCreds()
  closeCode: number | undefined
  socket!: Socket
  readonly #rows = new Map<string, string>()
  readonly #simulator: WhatsAppSimulator
  readonly #config: Partial<UserFacingSocketConfig>

  constructor(simulator: WhatsAppSimulator, config: Partial<UserFacingSocketConfig> = {}) {
    this.#simulator = simulator
    this.#config = config
    this.events.setMaxListeners(0)
  }

  /** Opens a new socket with the credentials of the one before. */
  connect(query = ""): this {
    this.closeCode = undefined
    const keys = {
      get: async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
        const found: { [id: string]: SignalDataTypeMap[T] } = {}
        for (const id of ids) {
          const row = this.#rows.get(`${type} ${id}`)
          if (row !== undefined) found[id] = JSON.parse(row, BufferJSON.reviver)
        }
        return found
      },
      set: async (data: SignalDataSet) => {
        for (const [type, values] of Object.entries(data)) {
          for (const [id, value] of Object.entries(values ?? {})) {
            if (value === null) this.#rows.delete(`${type} ${id}`)
            else this.#rows.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer))
          }
        }
      }
    }
    const socket = makeWASocket({
      auth: { creds: this.creds, keys: makeCacheableSignalKeyStore(keys, logger) },
      waWebSocketUrl: this.#simulator.url + query,
      logger,
      emitOwnEvents: false,
      version: [2, 3000, 1043857760],
      ...this.#config
    })
    this.socket = socket
    socket.ev.on("creds.update", (update) => {
      Object.assign(this.creds, update)
      this.events.emit("message")
    })
    socket.ev.on("connection.update", (update) => {
      if (update.qr) this.events.emit("qr", update.qr)
      if (update.connection === "open") this.events.emit("open")
      if (update.connection === "close") {
        const error = update.lastDisconnect?.error
        this.closeCode =
          error && "output" in error ? (error as { output: { statusCode: number } }).output.statusCode : 0
        this.events.emit("close", this.closeCode)
      }
    })
    socket.ev.on("messages.upsert", ({ messages, type }) => {
      for (const message of messages) {
        this.messages.push({ ...message, upsertType: type })
        this.events.emit("message")
      }
    })
    socket.ev.on("messages.update", (updates) => {
      this.updates.push(...updates)
      this.events.emit("message")
    })
    socket.ws.on("CB:ack,class:message", (ack: BinaryNode) => {
      this.acks.push(ack)
      this.events.emit("message")
    })
    return this
  }

  /** Links by QR code, logs in and takes the first history. */
  async link(number: string): Promise<this> {
    this.connect()
    const [qr] = (await once(this.events, "qr")) as [string]
    const closed = this.closed()
    await this.#simulator.phone(number).scan(qr)
    await closed
    await this.logIn()
    await this.until(() => this.creds.accountSyncCounter || undefined)
    return this
  }

  /** Opens a socket and waits until it is open. */
  async logIn(): Promise<this> {
    const open = once(this.events, "open")
    this.connect()
    await open
    return this
  }

  /** The status code with which the socket closes, or has closed. */
  async closed(): Promise<number> {
    if (this.closeCode !== undefined) return this.closeCode
    const [code] = (await once(this.events, "close")) as [number]
    return code
  }

  /** The first thing that `find` gives, looked for at every message, update and ack. */
  async until<A>(find: () => A | undefined, timeoutMs = 5000): Promise<A> {
    const signal = AbortSignal.timeout(timeoutMs)
    for (let found = find(); ; found = find()) {
      if (found !== undefined) return found
      await once(this.events, "message", { signal })
    }
  }

  /** The message with this text, present or to come. */
  message(text: string): Promise<WAMessage & { upsertType: string }> {
    return this.until(() => this.messages.find((one) => textOf(one) === text))
  }

  /** Ends the socket. */
  async end(): Promise<void> {
    await this.socket.end(undefined)
  }
}

/** The text of a message, however it came. */
const textOf = ({ message }: WAMessage): string | undefined =>
  message?.conversation ?? message?.extendedTextMessage?.text ?? message?.imageMessage?.caption ?? undefined
