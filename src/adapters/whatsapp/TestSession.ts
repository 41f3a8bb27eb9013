import { randomUUID } from "node:crypto"
import { Clock, Effect, Exit, type Result, Scope } from "effect"
import { type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { type ChannelState, type CloseReason } from "../../domain/Channel.ts"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import { type Inbound } from "../../domain/Inbound.ts"
import {
  type ChannelHandle,
  type ChatSummary,
  type ConnectionEvents,
  type Outgoing,
  type SendError,
  type SentReceipt
} from "../../ports/ChannelTransport.ts"
import { TestWaiters } from "../TestWaiters.ts"
import { TestWorld } from "./TestWorld.ts"

/** Something a connection told its actor. */
export type Told =
  | { readonly type: "state"; readonly state: ChannelState }
  | { readonly type: "inbound"; readonly message: Inbound }
  | { readonly type: "delivered"; readonly networkId: string; readonly stage: "delivered" | "read" }
  | { readonly type: "identified"; readonly address: string }
  | { readonly type: "unreadable"; readonly chatId: string; readonly count: number }

/** One channel on a simulator: its keys, and everything any of its connections told. */
export class TestChannel {
  /** The process it lives in; the same one for several where a test says so. */
  readonly world: TestWorld
  readonly told: Array<Told> = []
  /** Replaces what happens to an inbound message; by default it counts as stored at once. */
  onInbound: (message: Inbound) => Effect.Effect<void> = () => Effect.void
  handle: ChannelHandle = {
    tenantId: TenantId.make(randomUUID()),
    channelId: ChannelId.make(randomUUID()),
    kind: "whatsapp",
    generation: 1n,
    token: null
  }
  readonly #waiters = new TestWaiters()
  readonly #url: string
  readonly #clock: Clock.Clock | undefined

  /** With a clock given, the adapter's own timeouts follow it; the sockets keep real time. */
  constructor(url: string, clock?: Clock.Clock, world = new TestWorld()) {
    this.#url = url
    this.#clock = clock
    this.world = world
  }

  get keys() {
    return this.world.keys
  }

  readonly #events: ConnectionEvents = {
    state: (state) => this.#tell({ type: "state", state }),
    inbound: (message) => Effect.andThen(this.#tell({ type: "inbound", message }), this.onInbound(message)),
    delivered: (networkId, stage) => this.#tell({ type: "delivered", networkId, stage }),
    undelivered: () => Effect.succeed(false),
    identified: (address) => this.#tell({ type: "identified", address }),
    met: () => Effect.void,
    edited: () => Effect.void,
    unreadable: (lost) => this.#tell({ type: "unreadable", ...lost }),
    moved: () => Effect.void,
    claim: () => Effect.succeed("Held"),
    isHeld: Effect.succeed(true)
  }

  /** Opens a connection in a scope of its own. */
  async open(): Promise<TestConnection> {
    const scope = Scope.makeUnsafe()
    const run = <A>(effect: Effect.Effect<A>) =>
      Effect.runPromise(
        this.#clock === undefined ? effect : Effect.provideService(effect, Clock.Clock, this.#clock)
      )
    const transport = await run(this.world.transport(this.#url))
    const connection = await run(
      transport.open(this.handle, this.#events).pipe(Effect.provideService(Scope.Scope, scope))
    )
    return {
      send: (message) => run(Effect.result(connection.send(message))),
      chats: () => run(connection.chats),
      knows: (chatId) => run(connection.knows(chatId)),
      unlink: () => run(connection.unlink),
      closed: () => run(connection.closed),
      close: () => run(Scope.close(scope, Exit.void))
    }
  }

  /** Lets the next connection be opened as by another process, which has nothing but the keys. */
  restart(): void {
    this.world.restart()
  }

  /** Opens a connection and waits until it is open. */
  async logIn(): Promise<TestConnection> {
    const from = this.told.length
    const connection = await this.open()
    await this.next((told) => (told.type === "state" && told.state._tag === "Open" ? told : undefined), from)
    return connection
  }

  /** Links the channel to a number by QR code and logs in. */
  async link(simulator: WhatsAppSimulator, number: string): Promise<TestConnection> {
    const pairing = await this.open()
    const qr = await this.next((told) =>
      told.type === "state" && told.state._tag === "WaitingForScan" ? told.state.qr : undefined
    )
    await simulator.phone(number).scan(qr)
    await pairing.closed()
    await pairing.close()
    return this.logIn()
  }

  /** The inbound message with this text, present or to come. */
  message(text: string): Promise<Inbound> {
    return this.next((told) =>
      told.type === "inbound" && told.message.text === text ? told.message : undefined
    )
  }

  /** How often a message with this text was handed on. */
  count(text: string): number {
    return this.told.filter((told) => told.type === "inbound" && told.message.text === text).length
  }

  /** Whether a login without a new scan is possible. */
  hasCredentials(): boolean {
    return this.world.hasCredentials(this.handle)
  }

  /** The first thing told, from position `from` on, present or to come, in which `find` finds something. */
  next<A>(find: (told: Told) => A | undefined, from = 0): Promise<A> {
    return this.until(() => {
      for (const told of this.told.slice(from)) {
        const found = find(told)
        if (found !== undefined) return found
      }
      return undefined
    })
  }

  /** Looks again whenever something is told; rejects after five seconds. */
  until<A>(look: () => A | undefined): Promise<A> {
    return this.#waiters.until(look, () => `; the last were ${JSON.stringify(this.told.slice(-4))}`)
  }

  #tell(told: Told): Effect.Effect<void> {
    return Effect.sync(() => {
      this.told.push(told)
      this.#waiters.wake()
    })
  }
}

/** A connection with promises for tests. */
export interface TestConnection {
  readonly send: (message: Outgoing) => Promise<Result.Result<SentReceipt, SendError>>
  readonly chats: () => Promise<ReadonlyArray<ChatSummary>>
  readonly knows: (chatId: string) => Promise<boolean | null>
  readonly unlink: () => Promise<void>
  readonly closed: () => Promise<CloseReason>
  /** Ends the connection's scope. */
  readonly close: () => Promise<void>
}

/** A message with a fresh reserved id. */
export const textTo = (chatId: string, text: string): Outgoing => ({
  reservedId: `3EB0${randomUUID().replaceAll("-", "").slice(0, 18).toUpperCase()}`,
  chatId,
  text,
  quote: null
})
