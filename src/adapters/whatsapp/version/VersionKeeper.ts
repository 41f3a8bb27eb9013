import { Clock, Effect, Latch, Metric, Random, Semaphore } from "effect"
import type { WebVersion, WhatsAppVersions } from "../../../ports/WhatsAppVersions.ts"
import { bundled, isNewer, newest } from "./WebVersions.ts"

/** Decides as which version of WhatsApp Web the sessions of this process speak. */
export interface VersionKeeper {
  /**
   * The version for an attempt to connect; null when the newest known one is refused and it is not time to try again.
   * Who asked for this attempt gets it at once: WhatsApp may have thought better of it.
   */
  readonly admit: (isAsked: boolean) => Effect.Effect<WebVersion | null>
  /** A session has opened, or was given a code to link with. */
  readonly worked: (version: WebVersion) => Effect.Effect<void>
  /** WhatsApp refused this version (405); whether a newer one is known now. */
  readonly refused: (version: WebVersion) => Effect.Effect<boolean>
  /** Returns when a version is known that was not refused: found by a session of this process, or by another one. */
  readonly mended: Effect.Effect<void>
}

interface VersionKeeperOptions {
  /** The operator's choice, which is final. */
  readonly chosen: WebVersion | null
  readonly store: WhatsAppVersions["Service"]
  readonly source: Effect.Effect<WebVersion | null>
}

/** One attempt in so long, for all sessions of the process together. */
const pauseMillis = { least: 600_000, most: 900_000 }

/** While sessions wait for a newer version, what other processes have stored is read once in so long. */
const lookEveryMillis = 3_000

const refusals = Metric.counter("relaydesk_whatsapp_version_refused_total", {
  description: "Times that WhatsApp refused this gateway's version, once per pause",
  incremental: true
})

/** Makes the keeper of one process; the stored version is read when the first session connects. */
export const makeVersionKeeper = ({ chosen, store, source }: VersionKeeperOptions): VersionKeeper => {
  let known: WebVersion | null = null
  let kept: WebVersion | null = null
  // What was refused, and until when nothing but a newer one is tried.
  let barred: { readonly version: WebVersion; readonly until: number } | null = null
  let askAgainAt = 0
  let lookedAt = 0
  const oneAtATime = Semaphore.makeUnsafe(1)
  const news = Latch.makeUnsafe(false)

  const read = Effect.gen(function* () {
    kept = yield* store.lastGood
    known = newest(known ?? bundled, kept)
  })
  const best = Effect.gen(function* () {
    if (chosen !== null) return chosen
    if (known === null) yield* read
    return known ?? bundled
  })
  const isBarred = (version: WebVersion) => barred !== null && !isNewer(version, barred.version)
  /** Wakes those who wait, when there is something for them. */
  const tell = Effect.suspend(() => (isBarred(known ?? bundled) ? Effect.void : Effect.asVoid(news.open)))

  const readStored = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    if (chosen !== null || now - lookedAt < lookEveryMillis) return
    lookedAt = now
    yield* read
    yield* tell
  }).pipe(
    Effect.catchCause((cause) => Effect.logWarning("WhatsApp versions could not be read", cause)),
    Semaphore.withPermit(oneAtATime)
  )

  /** Looks, once per pause, whether another process or WhatsApp itself knows a newer one. */
  const look = Effect.fnUntraced(function* (version: WebVersion, now: number) {
    const { least, most } = pauseMillis
    const until = now + least + (most - least) * (yield* Random.next)
    barred = { version, until }
    yield* news.close
    yield* Metric.update(refusals, 1)
    if (chosen !== null) {
      yield* Effect.logError(
        `WhatsApp refuses version ${chosen.join(".")}, which WHATSAPP_VERSION asks for: no WhatsApp number connects. Set a newer one, or none.`
      )
      return
    }
    yield* read
    const isAsking = now >= askAgainAt && !isNewer(known ?? bundled, version)
    if (isAsking) askAgainAt = until
    const found = isAsking ? yield* source : null
    known = newest(known ?? bundled, found)
    yield* tell
    yield* isNewer(known, version)
      ? Effect.logWarning(`WhatsApp refuses version ${version.join(".")}; trying ${known.join(".")}`)
      : Effect.logError(
          `WhatsApp refuses version ${version.join(".")} and no newer one is known: no WhatsApp number connects. Set WHATSAPP_VERSION, or update this gateway.`
        )
  })

  return {
    admit: Effect.fnUntraced(function* (isAsked) {
      const version = yield* best
      if (!isBarred(version) || isAsked) return version
      const now = yield* Clock.currentTimeMillis
      if (barred !== null && now < barred.until) return null
      // The pause is over: this session looks and tries, the others wait for what comes of it.
      yield* look(version, now)
      return yield* best
    }, Semaphore.withPermit(oneAtATime)),
    worked: Effect.fnUntraced(function* (version) {
      if (isBarred(version)) barred = null
      yield* tell
      if (chosen !== null || (kept !== null && !isNewer(version, kept))) return
      kept = version
      yield* store.keep(version, yield* Clock.currentTimeMillis)
    }),
    refused: (version) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        if (!isBarred(version) && !isNewer(yield* best, version)) yield* look(version, now)
        return !isBarred(yield* best)
      }).pipe(Semaphore.withPermit(oneAtATime)),
    mended: Effect.gen(function* () {
      while (isBarred(yield* best)) {
        yield* Effect.timeoutOption(news.await, lookEveryMillis)
        yield* readStored
      }
    })
  }
}
