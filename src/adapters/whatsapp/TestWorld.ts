import { Effect, Layer, Option, Scope } from "effect"
import { type ChannelHandle, type Transport } from "../../ports/ChannelTransport.ts"
import { EventLoop } from "../../ports/EventLoop.ts"
import { type WebVersion, WhatsAppVersions } from "../../ports/WhatsAppVersions.ts"
import type { SettingsShape } from "../../Settings.ts"
import * as UndiciEgress from "../egress/UndiciEgress.ts"
import { testSettings } from "../TestSettings.ts"
import { MemoryWhatsAppKeys } from "./MemoryWhatsAppKeys.ts"
import { isNewer } from "./version/WebVersions.ts"
import { make } from "./WhatsAppTransport.ts"

/** One process as far as WhatsApp sessions see it: its transport, its event loop, the keys and the version it has stored. */
export class TestWorld {
  readonly keys = new MemoryWhatsAppKeys()
  /** The stored version. */
  version: WebVersion | null = null
  /** What the event loop says of the last seconds. */
  stalled: number | null = null
  readonly #settings: Partial<SettingsShape>
  #transport: Transport | undefined

  constructor(settings: Partial<Pick<SettingsShape, "whatsappVersion" | "whatsappVersionUrl">> = {}) {
    this.#settings = settings
  }

  /** The process's transport to this simulator, made by the first who asks. */
  transport(url: string): Effect.Effect<Transport> {
    return Effect.gen({ self: this }, function* () {
      this.#transport ??= yield* Effect.provide(
        make,
        // The way out is open for as long as the test runs.
        yield* Layer.buildWithScope(this.#layer(url), Scope.makeUnsafe())
      )
      return this.#transport
    })
  }

  /** Lets the next connection be opened as by another process, which has nothing but what is stored. */
  restart(): void {
    this.#transport = undefined
  }

  /** Whether a login without a new scan is possible. */
  hasCredentials(channel: ChannelHandle): boolean {
    return Effect.runSync(this.keys.service.loadCreds(channel)) !== null
  }

  #layer(url: string) {
    const { whatsappVersionUrl = Option.none() } = this.#settings
    const allowed = [
      new URL(url).host,
      ...Option.match(whatsappVersionUrl, { onNone: () => [], onSome: ({ host }) => [host] })
    ]
    const settings = testSettings({
      whatsappWebUrl: Option.some(url),
      egressAllow: allowed,
      ...this.#settings
    })
    const versions = Layer.succeed(WhatsAppVersions, {
      lastGood: Effect.sync(() => this.version),
      keep: (version) =>
        Effect.sync(() => {
          if (this.version === null || isNewer(version, this.version)) this.version = version
        })
    })
    const loop = Layer.succeed(EventLoop, {
      takeDelay: Effect.succeed({ median: 0, p99: 0, max: 0 }),
      stalledWithin: () => Effect.sync(() => this.stalled)
    })
    return Layer.mergeAll(UndiciEgress.layer, versions, loop, this.keys.layer).pipe(
      Layer.provideMerge(settings)
    )
  }
}
