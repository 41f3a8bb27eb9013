import { randomUUID } from "node:crypto"
import { Effect, Exit, Layer, Option, Redacted, type Result, Scope } from "effect"
import { type ChannelState, type CloseReason } from "../../domain/Channel.ts"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import { type Inbound } from "../../domain/Inbound.ts"
import {
  type ChannelHandle,
  type ChatSummary,
  type Outgoing,
  type SendError,
  type SentReceipt
} from "../../ports/ChannelTransport.ts"
import * as UndiciEgress from "../egress/UndiciEgress.ts"
import { testSettings } from "../TestSettings.ts"
import { TestWaiters } from "../TestWaiters.ts"
import { make } from "./TelegramTransport.ts"

/** A bot's channel on a simulator, and what its connections told. */
export class TestBot {
  readonly states: Array<ChannelState> = []
  readonly addresses: Array<string> = []
  readonly met: Array<ChatSummary & { readonly isIn: boolean }> = []
  readonly inbound: Array<Inbound> = []
  readonly edited: Array<Inbound> = []
  readonly moved: Array<readonly [from: string, to: string]> = []
  /** What the deployment says when the bot asks to be its reader. */
  claim: "Held" | "Taken" | "Lost" = "Held"
  /** False when another process has the channel. */
  isHeld = true
  isPaced = false
  /** Replaces what happens to an inbound message; by default it counts as stored at once. */
  onInbound: (message: Inbound) => Effect.Effect<void> = () => Effect.void
  #handle: ChannelHandle
  readonly #apiRoot: string
  readonly #waiters = new TestWaiters()

  /** `hookToken` is the guarded part of its webhook's address. */
  constructor(apiRoot: string, token: string, hookToken?: string) {
    this.#apiRoot = apiRoot
    this.#handle = {
      tenantId: TenantId.make(randomUUID()),
      channelId: ChannelId.make(randomUUID()),
      kind: "telegram",
      generation: 1n,
      token: Redacted.make(token),
      ...(hookToken === undefined ? {} : { hookToken })
    }
  }

  /** Opens a connection in a scope of its own. */
  async connect(): Promise<TestConnection> {
    const scope = Scope.makeUnsafe()
    const connection = await Effect.runPromise(
      make.pipe(
        Effect.flatMap((transport) =>
          transport.open(this.#handle, {
            state: (state) => this.#tell(() => this.states.push(state)),
            inbound: (message) =>
              Effect.andThen(
                this.#tell(() => this.inbound.push(message)),
                Effect.suspend(() => this.onInbound(message))
              ),
            delivered: () => Effect.void,
            undelivered: () => Effect.succeed(false),
            identified: (address) => this.#tell(() => this.addresses.push(address)),
            met: (chat, isIn) => this.#tell(() => this.met.push({ ...chat, isIn })),
            edited: (message) => this.#tell(() => this.edited.push(message)),
            moved: (from, to) => this.#tell(() => this.moved.push([from, to])),
            claim: () => Effect.sync(() => this.claim),
            isHeld: Effect.sync(() => this.isHeld)
          })
        ),
        Effect.provideService(Scope.Scope, scope),
        Effect.provide(
          await Effect.runPromise(Layer.buildWithScope(settings(this.#apiRoot, this.isPaced), scope))
        )
      )
    )
    return {
      send: (message) => Effect.runPromise(Effect.result(connection.send(message))),
      chats: () => Effect.runPromise(connection.chats),
      knows: (chatId) => Effect.runPromise(connection.knows(chatId)),
      closed: () => Effect.runPromise(connection.closed),
      close: () => Effect.runPromise(Scope.close(scope, Exit.void))
    }
  }

  /** A person says that the bot belongs here. */
  takeOver(): void {
    this.#handle = { ...this.#handle, isTakingOver: true }
  }

  /** Opens a connection and waits until the bot is known. */
  async open(): Promise<TestConnection> {
    const known = this.addresses.length
    const connection = await this.connect()
    await this.until(() => this.addresses.length > known || undefined)
    return connection
  }

  /** The inbound message with this text, present or to come. */
  message(text: string): Promise<Inbound> {
    return this.until(() => this.inbound.find((message) => message.text === text))
  }

  /** Looks again whenever something is told; rejects after five seconds. */
  until<A>(look: () => A | undefined): Promise<A> {
    return this.#waiters.until(look)
  }

  #tell(note: () => unknown): Effect.Effect<void> {
    return Effect.sync(() => {
      note()
      this.#waiters.wake()
    })
  }
}

/** A connection with promises for tests. */
export interface TestConnection {
  readonly send: (message: Outgoing) => Promise<Result.Result<SentReceipt, SendError>>
  readonly chats: () => Promise<ReadonlyArray<ChatSummary>>
  readonly knows: (chatId: string) => Promise<boolean | null>
  readonly closed: () => Promise<CloseReason>
  /** Ends the connection's scope. */
  readonly close: () => Promise<void>
}

/** A message to a chat. */
export const textTo = (chatId: number | string, text: string): Outgoing => ({
  reservedId: randomUUID(),
  chatId: String(chatId),
  text,
  quote: null
})

const settings = (apiRoot: string, telegramPace: boolean) =>
  UndiciEgress.layer.pipe(
    Layer.provideMerge(
      testSettings({
        telegramApiRoot: Option.some(apiRoot),
        telegramPace,
        egressAllow: [new URL(apiRoot).host]
      })
    )
  )
