import { batch, createSignal, onCleanup, type Accessor } from "solid-js"
import { request } from "../api/request.ts"
import type { ClientFrame, LiveEvent, ServerFrame, WhereFrame } from "../api/Views.ts"
import { backOffMillis } from "./backOff.ts"

/** The truth about the socket, as the bar says it. */
export type LiveStatus = "connecting" | "live" | "reconnecting" | "offline"

export interface Live {
  readonly status: Accessor<LiveStatus>
  /** When the last frame came, Unix milliseconds; null before the first. */
  readonly lastFrameAt: Accessor<number | null>
  /** Counts the times the server could not replay what was missed: a view that loaded under an older number loads again. */
  readonly snapshot: Accessor<number>
  /** Resolves at the first hello, or after half a second: a view that loads then need not load twice. */
  readonly settled: Promise<void>
  /** Hears every event, in order, until the caller's owner is gone. */
  readonly onEvents: (listener: (events: ReadonlyArray<LiveEvent>) => void) => void
  /** Who has a chat open now, oneself among them. */
  readonly people: (conversationId: string) => ReadonlyArray<Person>
  /** Tells the others which chat is open here, and whether somebody writes in it. */
  readonly isAt: (conversationId: string | null, isTyping: boolean) => void
}

/** Somebody of the team in a chat. */
export interface Person {
  readonly loginId: string
  readonly name: string
  readonly isTyping: boolean
}

/** A page that was asleep for longer than this cannot trust its socket. */
const sleptMillis = 20_000
/** A socket that does not say hello within this is given up. */
const helloMillis = 10_000
/** The gateway says something every 25 s at least (LiveConversation.ts): longer silence has a new socket prove the way. */
const silentMillis = 35_000
/** Events that come in a burst are shown together, so often; one that comes alone is shown at once. */
const togetherMillis = 30
/** The gateway's close code for a login that has ended (LiveConversation.ts). */
const loginOver = 4401

const address = () => `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/live`

/** Owns the live socket: resumes where it left off, backs off with jitter, wakes with the tab and the network. */
export const createLive = (): Live => {
  const [status, setStatus] = createSignal<LiveStatus>("connecting")
  const [lastFrameAt, setLastFrameAt] = createSignal<number | null>(null)
  const [snapshot, setSnapshot] = createSignal(0)
  const listeners = new Set<(events: ReadonlyArray<LiveEvent>) => void>()
  const { promise: settled, resolve: settle } = Promise.withResolvers<void>()
  const settleTimer = setTimeout(settle, 500)

  const [people, setPeople] = createSignal<ReadonlyMap<string, ReadonlyArray<Person>>>(new Map())
  let where: WhereFrame = { _tag: "At", conversationId: null, isTyping: false }
  const sayWhere = () => {
    if (socket?.readyState === WebSocket.OPEN && status() === "live") socket.send(JSON.stringify(where))
  }
  let epoch: string | null = null
  let seq = 0
  let attempt = 0
  let socket: WebSocket | undefined
  /** The socket that a new one replaces; closed at the new one's hello. */
  let before: WebSocket | undefined
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let helloTimer: ReturnType<typeof setTimeout> | undefined

  const drop = () => {
    clearTimeout(retryTimer)
    clearTimeout(helloTimer)
    socket?.close()
    before?.close()
    socket = before = undefined
  }

  const retry = () => {
    drop()
    if (!navigator.onLine) {
      setStatus("offline")
      return
    }
    setStatus(epoch === null ? "connecting" : "reconnecting")
    retryTimer = setTimeout(connect, backOffMillis(attempt, Math.random()))
    // A refused socket does not say why; a login that has ended does.
    if (attempt > 0) request("/api/me").catch(() => {})
    attempt += 1
  }

  let arrived: Array<LiveEvent> = []
  let shownAt = -Infinity
  let showTimer: ReturnType<typeof setTimeout> | undefined
  const show = () => {
    clearTimeout(showTimer)
    showTimer = undefined
    const events = arrived
    if (events.length === 0) return
    arrived = []
    batch(() => {
      for (const listener of listeners) listener(events)
    })
    // Counted from the end: a page that needs long for them is not kept from everything else.
    shownAt = performance.now()
  }

  const receive = (frame: ServerFrame) => {
    setLastFrameAt(Date.now())
    if (frame._tag === "Hello") {
      show()
      clearTimeout(helloTimer)
      before?.close()
      before = undefined
      attempt = 0
      epoch = frame.epoch
      seq = frame.seq
      batch(() => {
        setStatus("live")
        // All that is open comes anew.
        setPeople(new Map())
        if (!frame.isResumed) setSnapshot((count) => count + 1)
      })
      settle()
      sayWhere()
      return
    }
    if (frame._tag === "Presence") {
      setPeople((now) => {
        const next = new Map(now)
        for (const { conversationId, people } of frame.chats) {
          if (people.length === 0) next.delete(conversationId)
          else next.set(conversationId, people)
        }
        return next
      })
      return
    }
    seq = frame.seq
    for (const event of frame.events) arrived.push(event)
    const wait = togetherMillis - (performance.now() - shownAt)
    if (wait <= 0) show()
    else showTimer ??= setTimeout(show, wait)
  }

  /** Opens a socket beside the old one, which counts no more; what it still says is said again after the resume. */
  const connect = () => {
    clearTimeout(retryTimer)
    clearTimeout(helloTimer)
    before?.close()
    before = socket
    const opened = new WebSocket(address())
    socket = opened
    helloTimer = setTimeout(retry, helloMillis)
    opened.addEventListener("open", () => {
      const frame: ClientFrame = { _tag: "Resume", epoch, seq }
      opened.send(JSON.stringify(frame))
    })
    opened.addEventListener("message", (event) => {
      if (socket === opened) receive(JSON.parse(String(event.data)) as ServerFrame)
    })
    opened.addEventListener("close", (event) => {
      if (socket !== opened) return
      if (event.code === loginOver) request("/api/me").catch(() => {})
      retry()
    })
  }

  const reconnectNow = () => {
    attempt = 0
    if (epoch !== null) setStatus("reconnecting")
    connect()
  }

  let awakeAt = Date.now()
  const watch = setInterval(() => {
    const slept = Date.now() - awakeAt > sleptMillis
    awakeAt = Date.now()
    // Hidden tabs have slow timers; they are looked after when they are shown again.
    if (document.visibilityState !== "visible") return
    if (slept) reconnectNow()
    else if (status() === "live" && Date.now() - (lastFrameAt() ?? 0) > silentMillis) connect()
  }, 5000)
  const wake = () => {
    if (document.visibilityState !== "visible") return
    const slept = Date.now() - awakeAt > sleptMillis
    awakeAt = Date.now()
    if (slept || status() !== "live") reconnectNow()
  }
  const lost = () => {
    drop()
    setStatus("offline")
  }

  addEventListener("online", reconnectNow)
  addEventListener("offline", lost)
  addEventListener("pageshow", wake)
  document.addEventListener("visibilitychange", wake)
  onCleanup(() => {
    removeEventListener("online", reconnectNow)
    removeEventListener("offline", lost)
    removeEventListener("pageshow", wake)
    document.removeEventListener("visibilitychange", wake)
    clearInterval(watch)
    clearTimeout(settleTimer)
    clearTimeout(showTimer)
    drop()
  })
  connect()

  return {
    status,
    lastFrameAt,
    snapshot,
    settled,
    people: (conversationId) => people().get(conversationId) ?? [],
    isAt: (conversationId, isTyping) => {
      if (where.conversationId === conversationId && where.isTyping === isTyping) return
      where = { _tag: "At", conversationId, isTyping }
      sayWhere()
    },
    onEvents: (listener) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    }
  }
}
