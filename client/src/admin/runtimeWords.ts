import type { Queue, Runner, SessionRow } from "../api/RuntimeGateway.ts"
import type { ChannelState } from "../api/Views.ts"
import type { Tone } from "../ui/StatusBadge.tsx"
import { stateTone } from "../words/channelWords.ts"

/** 93 MB, 1.2 GB. */
export const formatBytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

/** 14 s, 6 min, 3 h, 12 d: how long something has lasted. */
export const formatAge = (millis: number): string => {
  const seconds = Math.max(0, Math.round(millis / 1_000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3_600) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

/** What a queue is, in words. */
export const queueWords: Readonly<Record<Queue["name"], string>> = {
  inbound: "Messages to handle",
  outbox: "Messages to send",
  dispatches: "Dispatches",
  webhooks: "Webhooks to work on",
  requests: "Requests"
}

const longMillis = 60_000

/** How worried a reader should be about a queue: by its age, not by its length. */
export const queueTone = ({ name, state, count, oldestAt }: Queue, now: number): Tone => {
  if (count === 0) return "off"
  if (state === "dead" || state === "uncertain") return "warn"
  // A request stays open until its order has changed: hours are nothing.
  if (name === "requests" || state === "retrying") return "busy"
  return oldestAt !== null && now - oldestAt > longMillis ? "bad" : "ok"
}

/** How a process is, in a word. */
export const runnerState = (runner: Runner): { readonly tone: Tone; readonly label: string } => {
  if (runner.isSilent) return { tone: "bad", label: "Silent" }
  if (runner.reasons.length > 0) return { tone: "warn", label: runner.reasons.join("; ") }
  if (runner.redis === "away") return { tone: "warn", label: "Redis is away" }
  if (runner.lagP99Millis > 200) return { tone: "warn", label: "Its event loop is late" }
  return { tone: "ok", label: "Ready" }
}

export const sessionTone = ({ state }: SessionRow): Tone =>
  stateTone({ _tag: state } as unknown as ChannelState) ?? "info"

/** "WaitingForScan" as people read it. */
export const stateLabel = (state: string): string =>
  state.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").replace(/^./, (first) => first.toUpperCase())

const way = ["inbound", "dispatches", "outbox", "webhooks", "requests"]
const stages = [
  "received",
  "queued",
  "running",
  "sending",
  "retrying",
  "uncertain",
  "dead",
  "open",
  "waiting"
]

/** The queues as a message goes through them. */
export const inOrder = (queues: ReadonlyArray<Queue>): ReadonlyArray<Queue> =>
  queues.toSorted(
    (a, b) => way.indexOf(a.name) - way.indexOf(b.name) || stages.indexOf(a.state) - stages.indexOf(b.state)
  )
