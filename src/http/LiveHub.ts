import { randomUUID } from "node:crypto"
import { Clock, Effect, Layer, Metric, Option } from "effect"
import { toldOfAll } from "../domain/LiveAccess.ts"
import type { ServerFrame } from "../domain/LiveEvent.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import type { Hello, LiveSink } from "../ports/LiveFeed.ts"
import { EventLog } from "./EventLog.ts"
import type { EventLogLimits } from "./EventLog.ts"
import { allTenants, LivePeers } from "./live/LivePeers.ts"

/** How the hub keeps and groups events. */
export interface LiveHubOptions extends EventLogLimits {
  /** Events within this time leave as one frame. */
  readonly coalesceMillis: number
  /** After this long without a browser a tenant's past is no longer kept: who comes back loads the pages anew. */
  readonly keepMillis: number
}

const defaults: LiveHubOptions = {
  maxEvents: 10_000,
  maxSize: 2 * 1024 * 1024,
  coalesceMillis: 10,
  keepMillis: 10 * 60_000
}

/** Events in one frame: a browser applies this many without a long task. */
const maxFrameEvents = 500

const published = Metric.counter("relaydesk_live_events_total", {
  description: "Events published to dashboards",
  incremental: true
})
/** Troubles within this time are one: the dashboards read their lists once. */
const renewMillis = 250

/** How often it is looked for tenants whom nobody follows any more. */
const sweepEvery = "10 seconds"

/** One tenant's dashboards, and the events they have not got yet. */
interface Room {
  readonly log: EventLog
  readonly sinks: Set<LiveSink>
  pending: Array<string>
  watchedAt: number
}

/**
 * The live feed: a bounded log per tenant, and every frame encoded once for all sockets of the tenant. Each process has
 * its own, into which comes what other processes tell of tenants that are followed here. An epoch begins with the process, and
 * whenever something from elsewhere may have been missed: then all its dashboards read their lists again.
 */
export const makeLayer = (options?: Partial<LiveHubOptions>): Layer.Layer<LiveFeed> =>
  Layer.effect(
    LiveFeed,
    Effect.gen(function* () {
      const limits = { ...defaults, ...options }
      // Absent where one process is all there is.
      const peers = Option.getOrUndefined(yield* Effect.serviceOption(LivePeers))
      const clock = yield* Clock.Clock
      let epoch = randomUUID()
      const rooms = new Map<string, Room>()
      const due = new Set<Room>()
      let timer: NodeJS.Timeout | undefined
      let renewal: NodeJS.Timeout | undefined
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          clearTimeout(timer)
          clearTimeout(renewal)
        })
      )

      const roomOf = (key: string): Room => {
        const known = rooms.get(key)
        if (known !== undefined) return known
        const room: Room = { log: new EventLog(limits), sinks: new Set(), pending: [], watchedAt: -Infinity }
        rooms.set(key, room)
        return room
      }

      const flush = (room: Room) => {
        due.delete(room)
        const events = room.pending
        if (events.length === 0) return
        room.pending = []
        const { seq } = room.log
        const frame = encode(seq, events)
        for (const sink of room.sinks) deliver(room, sink, frameFor(sink, seq, events, frame), seq)
      }

      const flushSoon = (room: Room) => {
        due.add(room)
        timer ??= setTimeout(() => {
          timer = undefined
          for (const room of due) flush(room)
        }, limits.coalesceMillis)
      }

      const isKept = (room: Room, now: number): boolean =>
        room.sinks.size > 0 || now - room.watchedAt <= limits.keepMillis

      const add = (room: Room, events: ReadonlyArray<string>) => {
        for (const event of events) {
          room.log.append(event)
          if (room.sinks.size === 0) continue
          room.pending.push(event)
          if (room.pending.length >= maxFrameEvents) flush(room)
        }
        if (room.pending.length > 0) flushSoon(room)
      }

      /** Most of the time nobody watches, and then nothing is encoded. */
      const tell = (key: string, events: ReadonlyArray<{ readonly _tag: string }>, now: number) => {
        if (events.length === 0) return
        const room = roomOf(key)
        const isWanted = peers?.isWanted(key) === true
        const isHere = isKept(room, now)
        const encoded = isHere || isWanted ? events.map(encodeEvent) : []
        if (isHere) add(room, encoded)
        else room.log.skip(events.length)
        if (isWanted) peers?.tell(key, encoded)
      }

      /** Everybody begins anew: what is in the logs has a hole somewhere. */
      const renew = () => {
        renewal = undefined
        epoch = randomUUID()
        for (const room of rooms.values()) {
          due.delete(room)
          room.pending = []
          room.log.skip(1)
          const hello = { _tag: "Hello", epoch, seq: room.log.seq, isResumed: false } satisfies ServerFrame
          for (const sink of room.sinks) {
            deliver(room, sink, JSON.stringify(hello), hello.seq)
            sink.renewed?.()
          }
        }
      }

      /** Nobody has followed these for long; what happens elsewhere does not come any more, so their past ends here. */
      const sweep = Effect.sync(() => {
        const now = clock.currentTimeMillisUnsafe()
        for (const [key, room] of rooms) {
          if (peers?.isWatching(key) !== true || isKept(room, now)) continue
          peers.unwatch(key)
          room.log.skip(1)
        }
      })

      peers?.listen({
        broken: () => (renewal ??= setTimeout(renew, renewMillis)),
        events: (tenant, events) => {
          const now = clock.currentTimeMillisUnsafe()
          const room = roomOf(tenant)
          if (isKept(room, now)) add(room, events)
          else room.log.skip(events.length)
        }
      })
      if (peers !== undefined) yield* Effect.forkScoped(Effect.forever(Effect.delay(sweep, sweepEvery)))

      return LiveFeed.of({
        isQuiet: Effect.map(
          Clock.currentTimeMillis,
          (now) =>
            peers?.isAnyWanted() !== true &&
            // Who watches all workspaces is told nothing that costs a look.
            rooms.entries().every(([key, room]) => key === allTenants || !isKept(room, now))
        ),
        skip: (tenantId, count) =>
          Effect.map(Clock.currentTimeMillis, (now) => {
            const room = roomOf(tenantId)
            if (isKept(room, now) || peers?.isWanted(tenantId) === true) return false
            room.log.skip(count)
            return true
          }),
        publish: (tenantId, events) =>
          Clock.currentTimeMillis.pipe(
            Effect.map((now) => {
              tell(tenantId, events, now)
              tell(
                allTenants,
                events.flatMap((event) => toldOfAll(tenantId, event)),
                now
              )
            }),
            Effect.andThen(Metric.update(published, events.length)),
            Effect.catchCause((cause) => Effect.logError("Dashboards were not told", cause))
          ),

        attach: Effect.fnUntraced(function* (key, resume, sink) {
          if (peers !== undefined) yield* peers.watch(key)
          return yield* Effect.acquireRelease(
            Effect.sync(() => {
              const room = roomOf(key)
              // What the others still wait for is in the log already; this one starts after it.
              flush(room)
              const missed = resume.epoch === epoch ? room.log.after(resume.seq) : null
              const hello: Hello = {
                _tag: "Hello",
                epoch,
                // Not the newest number: a socket cut before the missed frames came would skip them for good.
                seq: missed === null ? room.log.seq : resume.seq,
                isResumed: missed !== null
              }
              room.sinks.add(sink)
              deliver(room, sink, JSON.stringify(hello satisfies ServerFrame), hello.seq)
              if (missed !== null) {
                for (let index = 0; index < missed.length && room.sinks.has(sink); index += maxFrameEvents) {
                  const events = missed.slice(index, index + maxFrameEvents)
                  const seq = resume.seq + index + events.length
                  deliver(room, sink, frameFor(sink, seq, events), seq)
                }
              }
              return { room, hello }
            }),
            ({ room }) =>
              Effect.map(Clock.currentTimeMillis, (now) => {
                room.sinks.delete(sink)
                room.watchedAt = now
              })
          ).pipe(Effect.map(({ hello }) => hello))
        })
      })
    })
  )

/** The live feed with its default limits. */
export const layer = makeLayer()

/** A frame of already encoded events; `seq` is the number of the last. */
const encode = (seq: number, events: ReadonlyArray<string>): Buffer =>
  Buffer.from(`{"_tag":"Events","seq":${seq},"events":[${events.join(",")}]}`)

/** The kind of an event comes first, where `frameFor` finds it. */
const encodeEvent = (event: { readonly _tag: string }): string =>
  `{"_tag":${JSON.stringify(event._tag)},${JSON.stringify({ ...event, _tag: undefined }).slice(1)}`

const tagOf = (event: string): string => event.slice(9, event.indexOf('"', 9))

/** The frame for one socket: that of all, or without what it may not get. */
const frameFor = (
  { hears }: LiveSink,
  seq: number,
  events: ReadonlyArray<string>,
  frame?: Buffer
): Buffer => {
  if (hears === undefined) return frame ?? encode(seq, events)
  return encode(
    seq,
    events.filter((event) => hears(tagOf(event)))
  )
}

const deliver = (room: Room, sink: LiveSink, frame: string | Buffer, seq: number) => {
  if (room.sinks.has(sink) && !sink.send(frame, seq)) room.sinks.delete(sink)
}
