import { randomUUID } from "node:crypto"
import { Effect, Exit, Layer, Option, Redacted, type Result, Scope } from "effect"
import type { ChannelKind, ChannelState, CloseReason } from "../../domain/Channel.ts"
import { ChannelId, TenantId } from "../../domain/Ids.ts"
import type { Inbound } from "../../domain/Inbound.ts"
import { secretText } from "../../ports/ChannelSecrets.ts"
import type { ChannelCredentials } from "../../ports/ChannelControl.ts"
import type {
  ChatSummary,
  Connection,
  Download,
  Outgoing,
  SendError,
  SentReceipt,
  Transport,
  WebhookRefused
} from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { Settings } from "../../Settings.ts"
import * as UndiciEgress from "../egress/UndiciEgress.ts"
import { testSettings } from "../TestSettings.ts"
import { TestWaiters } from "../TestWaiters.ts"

/** What a connection told, in words. */
export type Told =
  | { readonly type: "state"; readonly state: ChannelState }
  | { readonly type: "inbound"; readonly message: Inbound }
  | { readonly type: "delivered"; readonly networkId: string; readonly stage: "delivered" | "read" }
  | { readonly type: "undelivered"; readonly networkId: string; readonly safeText: string }
  | { readonly type: "identified"; readonly address: string }

/** A connection with promises for tests. */
export interface TestConnection {
  readonly send: (message: Outgoing) => Promise<Result.Result<SentReceipt, SendError>>
  /** The bytes of a message's file, or why not. */
  readonly download: (file: Download) => Promise<Uint8Array | string>
  readonly chats: () => Promise<ReadonlyArray<ChatSummary>>
  readonly knows: (chatId: string) => Promise<boolean | null>
  /** Works on a stored webhook; why it could not, else null. */
  readonly webhook: (body: string, attempt?: number) => Promise<WebhookRefused | null>
  readonly closed: () => Promise<CloseReason>
  readonly close: () => Promise<void>
}

/** A channel of Meta's or Green API's on a simulator, and what its connections told. */
export class TestChannel {
  readonly told: Array<Told> = []
  /** Ids of messages that are known here. */
  readonly known = new Set<string>()
  readonly #make: Effect.Effect<Transport, never, Settings | Egress>
  readonly #host: string
  readonly #url: string
  readonly #credentials: ChannelCredentials
  readonly #waiters = new TestWaiters()

  constructor(
    make: Effect.Effect<Transport, never, Settings | Egress>,
    { host, url }: { readonly host: string; readonly url: string },
    credentials: ChannelCredentials
  ) {
    this.#make = make
    this.#host = host
    this.#url = url
    this.#credentials = credentials
  }

  /** Opens a connection in a scope of its own. */
  async connect(): Promise<TestConnection> {
    const scope = Scope.makeUnsafe()
    const settings = testSettings({
      whatsappCloudUrl: Option.some(this.#url),
      egressAllow: [this.#host]
    })
    const tell = (told: Told) =>
      Effect.sync(() => {
        this.told.push(told)
        this.#waiters.wake()
      })
    const services = UndiciEgress.layer.pipe(Layer.provideMerge(settings))
    const connection: Connection = await Effect.runPromise(
      Effect.gen({ self: this }, function* () {
        const context = yield* Layer.buildWithScope(services, scope)
        const transport = yield* Effect.provideContext(this.#make, context)
        return yield* transport.open(
          {
            tenantId: TenantId.make(randomUUID()),
            channelId: ChannelId.make(randomUUID()),
            kind: this.#credentials.kind satisfies ChannelKind,
            generation: 1n,
            token: Redacted.make(secretText(this.#credentials))
          },
          {
            state: (state) => tell({ type: "state", state }),
            inbound: (message) => tell({ type: "inbound", message }),
            delivered: (networkId, stage) => tell({ type: "delivered", networkId, stage }),
            undelivered: (networkId, safeText) =>
              this.known.has(networkId)
                ? Effect.as(tell({ type: "undelivered", networkId, safeText }), true)
                : Effect.succeed(false),
            identified: (address) => tell({ type: "identified", address }),
            met: () => Effect.void,
            edited: () => Effect.void,
            moved: () => Effect.void,
            claim: () => Effect.succeed("Held"),
            isHeld: Effect.succeed(true)
          }
        )
      }).pipe(Effect.provideService(Scope.Scope, scope))
    )
    const work = (body: string, attempt: number) =>
      connection.webhook === undefined
        ? Effect.die(new Error("it takes no webhooks"))
        : connection.webhook(Buffer.from(body), attempt).pipe(
            Effect.flatMap((steps) => Effect.forEach(steps, ({ run }) => run, { discard: true })),
            Effect.match({ onFailure: (refused) => refused, onSuccess: () => null })
          )
    return {
      send: (message) => Effect.runPromise(Effect.result(connection.send(message))),
      download: (file) =>
        Effect.runPromise(
          Effect.match(connection.download!(file), {
            onFailure: ({ reason }): Uint8Array | string => reason,
            onSuccess: (bytes) => bytes
          })
        ),
      chats: () => Effect.runPromise(connection.chats),
      knows: (chatId) => Effect.runPromise(connection.knows(chatId)),
      webhook: (body, attempt = 1) => Effect.runPromise(work(body, attempt)),
      closed: () => Effect.runPromise(connection.closed),
      close: () => Effect.runPromise(Scope.close(scope, Exit.void))
    }
  }

  /** Opens a connection and waits until it is open. */
  async open(): Promise<TestConnection> {
    const connection = await this.connect()
    await this.until(() => this.told.find(({ type }) => type === "identified"))
    return connection
  }

  /** The inbound messages so far. */
  get inbound(): ReadonlyArray<Inbound> {
    return this.told.flatMap((told) => (told.type === "inbound" ? [told.message] : []))
  }

  /** Looks again whenever something is told; rejects after five seconds. */
  until<A>(look: () => A | undefined): Promise<A> {
    return this.#waiters.until(look)
  }
}

/** A message to a chat. */
export const textTo = (chatId: string, text: string, quotedId?: string): Outgoing => ({
  reservedId: randomUUID(),
  chatId,
  text,
  quote: quotedId === undefined ? null : { networkId: quotedId, senderAddress: null, text: "quoted" }
})
