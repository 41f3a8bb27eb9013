import { randomUUID } from "node:crypto"
import { Clock, Context, Effect, Layer, Option } from "effect"
import { everybody, LiveRelay, type RelayWay } from "../../ports/LiveRelay.ts"
import { Peer } from "./Peer.ts"
import { type Beat, read, type Talk, write } from "./PeerTalk.ts"

/** What one process hears of the others. */
interface PeerListener {
  readonly events?: (tenant: string, events: ReadonlyArray<string>) => void
  /** Something may have been missed. */
  readonly broken?: () => void
  /** What another process said about a tenant beside its events. */
  readonly said?: (peer: string, tenant: string, text: string) => void
  /** A process follows the tenants it names now. */
  readonly wishes?: (peer: string, tenants: ReadonlySet<string>) => void
  readonly left?: (peer: string) => void
}

/** The key of the platform's people, who are told a little of all tenants. */
export const allTenants = "all"

const beatMillis = 1_000
/** After so long without a word a process counts as gone; it may have said something that did not come. */
const lostMillis = 5_000
/** A way by which a process was not heard for so long is not taken to it. */
const quietMillis = 3_000
/** How long a dashboard waits for the others to know of it: they answer within milliseconds, or it is told later. */
const patienceMillis = 300

/**
 * The other processes of the deployment: each says what its dashboards follow, and is told only that. Alone it costs
 * nothing. It is never truth: what it cannot bring it notices, and `broken` makes the dashboards read their lists again.
 */
export class LivePeers extends Context.Service<
  LivePeers,
  {
    readonly listen: (listener: PeerListener) => void
    /** A dashboard follows the key here. Returns when the others know, or have had their time. */
    readonly watch: (key: string) => Effect.Effect<void>
    readonly unwatch: (key: string) => void
    readonly isWatching: (key: string) => boolean
    /** Whether somebody follows the key elsewhere. */
    readonly isWanted: (key: string) => boolean
    /** Whether somebody follows any tenant elsewhere. */
    readonly isAnyWanted: () => boolean
    /** Brings encoded events to where they are wanted. */
    readonly tell: (tenant: string, events: ReadonlyArray<string>) => void
    /** The same for what needs no number, to one process or to all that follow the tenant. */
    readonly say: (tenant: string, text: string, peer?: string) => void
  }
>()("relaydesk/http/live/LivePeers") {
  static readonly layer = Layer.effect(
    LivePeers,
    Effect.gen(function* () {
      const relay = yield* LiveRelay
      const clock = yield* Clock.Clock
      const now = () => clock.currentTimeMillisUnsafe()
      const self = randomUUID()
      const peers = new Map<string, Peer>()
      const listeners: Array<PeerListener> = []
      const watching = new Set<string>()
      const waiting = new Set<() => void>()
      let version = 0
      let ways: ReadonlyArray<RelayWay> = []

      const broken = () => listeners.forEach((listener) => listener.broken?.())

      const sides = () => Object.fromEntries([...peers].map(([id, peer]) => [id, peer.side()]))

      /** By every way: the other side learns which of them work. */
      const beat = (to: string, isWhole: boolean) => {
        const text = write({
          _tag: "Beat",
          from: self,
          v: version,
          watching: isWhole ? [...watching] : null,
          sides: sides()
        })
        for (const way of ways) if (way.isOpen()) way.send(to, text)
      }

      const send = (id: string, peer: Peer, talk: Talk, lines: ReadonlyArray<string>) => {
        const way = ways.find((way, n) => way.isOpen() && now() - peer.heardAt(n) < quietMillis)
        way?.send(id, write(talk, lines))
      }

      const forget = (id: string) => {
        peers.delete(id)
        for (const listener of listeners) listener.left?.(id)
        for (const check of waiting) check()
      }

      const hearBeat = (message: Beat, way: number) => {
        const { from } = message
        const peer = peers.get(from) ?? new Peer()
        peers.set(from, peer)
        const before = peer.heardVersion
        const { isAsking, isBroken } = peer.hear(message, self, way, now())
        const isNewlyLinked = !peer.isLinked && peer.known === version
        if (isNewlyLinked) peer.isLinked = true
        // What it did before it knew of us was told to nobody.
        if (isBroken || (isNewlyLinked && watching.size > 0)) broken()
        if (peer.heardVersion !== before) {
          for (const listener of listeners) listener.wishes?.(from, peer.watching)
        }
        if (isAsking || peer.known < version) beat(from, true)
        for (const check of waiting) check()
      }

      const hear = (text: string, way: number) => {
        const heard = read(text)
        if (Option.isNone(heard) || heard.value.talk.from === self) return
        const { lines, talk } = heard.value
        if (talk._tag === "Beat") return hearBeat(talk, way)
        const peer = peers.get(talk.from)
        if (peer === undefined) return
        switch (talk._tag) {
          case "Events": {
            const { isBroken, isNew } = peer.take(talk.s, talk.n)
            if (isNew) for (const listener of listeners) listener.events?.(talk.tenant, lines)
            return isBroken ? broken() : undefined
          }
          case "Say":
            for (const listener of listeners) listener.said?.(talk.from, talk.tenant, lines.join("\n"))
            return
          case "Bye": {
            const isComplete = peer.isComplete(talk.sides[self])
            forget(talk.from)
            if (!isComplete) broken()
          }
        }
      }

      ways = yield* relay.open(self, hear)
      yield* Effect.addFinalizer(() =>
        Effect.suspend(() => {
          if (peers.size === 0) return Effect.void
          const text = write({ _tag: "Bye", from: self, sides: sides() })
          for (const way of ways) if (way.isOpen()) way.send(everybody, text)
          return Effect.forEach(ways, (way) => way.drained, { concurrency: "unbounded", discard: true })
        })
      )

      let beatAt = now()
      const tick = Effect.sync(() => {
        const at = now()
        // This process stood still: the others have given it up meanwhile.
        const hasSlept = at - beatAt > lostMillis
        beatAt = at
        const gone = [...peers].filter(([, peer]) => hasSlept || at - peer.heardAt() > lostMillis)
        for (const [id] of gone) forget(id)
        if (gone.length > 0) broken()
        if (relay.processes() < 2 && peers.size === 0) return
        const isKnown = peers.size > 0 && [...peers.values()].every((peer) => peer.known === version)
        beat(everybody, !isKnown)
      })
      yield* Effect.forkScoped(Effect.forever(Effect.delay(tick, beatMillis)))

      const lagging = (target: number) =>
        [...peers.values()].filter((peer) => peer.isLinked && peer.known < target)

      const acknowledged = (target: number) =>
        Effect.callback<void>((resume) => {
          const check = () => {
            if (lagging(target).length > 0) return
            waiting.delete(check)
            resume(Effect.void)
          }
          waiting.add(check)
          check()
          return Effect.sync(() => void waiting.delete(check))
        }).pipe(
          Effect.timeoutOrElse({
            duration: patienceMillis,
            orElse: () =>
              Effect.sync(() => {
                // Once they answer it counts as a new link, and the dashboards are told.
                for (const peer of lagging(target)) peer.isLinked = false
              })
          })
        )

      return LivePeers.of({
        listen: (listener) => void listeners.push(listener),
        watch: (key) =>
          Effect.suspend(() => {
            if (!watching.has(key)) {
              watching.add(key)
              version += 1
              if (peers.size > 0) beat(everybody, true)
            }
            return lagging(version).length === 0 ? Effect.void : acknowledged(version)
          }),
        unwatch: (key) => {
          if (watching.delete(key)) version += 1
        },
        isWatching: (key) => watching.has(key),
        isWanted: (key) => peers.values().some((peer) => peer.watching.has(key)),
        isAnyWanted: () =>
          peers.values().some((peer) => peer.watching.size > (peer.watching.has(allTenants) ? 1 : 0)),
        tell: (tenant, events) => {
          for (const [id, peer] of peers) {
            if (!peer.watching.has(tenant)) continue
            peer.sent += 1
            send(id, peer, { _tag: "Events", from: self, s: peer.session, n: peer.sent, tenant }, events)
          }
        },
        say: (tenant, text, only) => {
          for (const [id, peer] of peers) {
            if (only !== undefined ? id !== only : !peer.watching.has(tenant)) continue
            send(id, peer, { _tag: "Say", from: self, tenant }, [text])
          }
        }
      })
    })
  )
}
