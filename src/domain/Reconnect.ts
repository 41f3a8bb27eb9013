import { backoffMillis } from "./Backoff.ts"
import type { BackoffLimits } from "./Backoff.ts"
import type { ChannelKind, ChannelState, CloseReason } from "./Channel.ts"

/** What a channel does after its connection ended. `forgetsKeys` deletes the session's identity: a new scan is needed. */
export type NextStep =
  | { readonly _tag: "Retry"; readonly afterMillis: number; readonly state: ChannelState }
  | { readonly _tag: "Stop"; readonly state: ChannelState; readonly forgetsKeys: boolean }

/** Failures in a row. What is no bad line is counted apart: a fight for the account, wished restarts, session errors. */
export interface FailureCount {
  readonly others: number
  readonly replaced: number
  readonly restarts: number
  readonly errors: number
}

export const noFailures: FailureCount = { others: 0, replaced: 0, restarts: 0, errors: 0 }

/** A connection that was open for so long has served its customers: the next one is tried quickly again. */
const servedMillis = 5_000

/** Less than this between two restarts or session errors, and they are one row. */
const steadyMillis = 60_000

/** Less than this between two replacements is a fight for the account, which must end. */
const undisputedMillis = 120_000

const codeOf = (reason: CloseReason): number | null => (reason._tag === "Code" ? reason.code : null)

/** Counts a connection that ended after `openMillis`; 0 when it never opened. */
export const countFailure = (count: FailureCount, reason: CloseReason, openMillis: number): FailureCount => {
  const code = codeOf(reason)
  const replaced = openMillis >= undisputedMillis ? 0 : count.replaced
  const restarts = openMillis >= steadyMillis ? 0 : count.restarts
  const errors = openMillis >= steadyMillis ? 0 : count.errors
  if (code === 440) return { ...count, replaced: replaced + 1 }
  return {
    others: openMillis >= servedMillis ? 1 : count.others + 1,
    replaced,
    restarts: code === 515 ? restarts + 1 : restarts,
    errors: code === 500 ? errors + 1 : 0
  }
}

/** The `attempt` of `nextStep` after this failure was counted. */
export const attemptAfter = (count: FailureCount, reason: CloseReason): number => {
  const code = codeOf(reason)
  return code === 440 ? count.replaced : code === 515 ? count.restarts : count.others
}

/** What to do about one kind of close. */
type Rule =
  | { readonly do: "backoff"; readonly limits: BackoffLimits; readonly reason: string }
  | { readonly do: "restart" }
  | {
      readonly do: "retryOnce"
      readonly afterMillis: number
      readonly afterwards: ChannelState
      readonly reason: string
    }
  | { readonly do: "outdated" }
  | { readonly do: "banned" }
  | { readonly do: "otherPoller" }
  | { readonly do: "alreadyConnected" }
  | { readonly do: "stop"; readonly state: ChannelState; readonly forgetsKeys: boolean }

const network: BackoffLimits = { baseMillis: 1_000, maxMillis: 60_000 }
const busy: BackoffLimits = { baseMillis: 5_000, maxMillis: 60_000 }
const lost: Rule = { do: "backoff", limits: network, reason: "Connection lost" }
const stop = (state: ChannelState, forgetsKeys = false): Rule => ({ do: "stop", state, forgetsKeys })

/** Close codes of Baileys (facts/whatsapp.md §5.1); codes that are not here are treated like a lost network. */
const whatsapp: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [401, stop({ _tag: "LoggedOut" }, true)],
  [402, { do: "banned" }],
  [403, stop({ _tag: "Locked" })],
  [405, { do: "outdated" }],
  [406, stop({ _tag: "Banned", until: null })],
  [408, lost],
  [409, stop({ _tag: "Misconfigured", reason: "WhatsApp refused the browser name of this gateway" })],
  [411, stop({ _tag: "Misconfigured", reason: "The account's multi-device mode does not match" })],
  [428, lost],
  [
    440,
    {
      do: "retryOnce",
      afterMillis: 60_000,
      afterwards: { _tag: "Replaced" },
      reason: "Replaced by another device"
    }
  ],
  [500, { do: "backoff", limits: network, reason: "WhatsApp reported a session error" }],
  [503, { do: "backoff", limits: busy, reason: "WhatsApp is busy" }],
  [515, { do: "restart" }]
])

/** Close codes of a bot beside the Bot API's own. */
export const botCodes = {
  /** Somebody else's webhook takes its updates; the reason's message is the webhook's host. */
  foreignWebhook: 1_001,
  /** Another channel of this deployment reads its updates. */
  alreadyConnected: 1_002
} as const

/** HTTP statuses of the Bot API; a token of the wrong shape is answered with 404. */
const telegram: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [401, stop({ _tag: "TokenRevoked" })],
  [404, stop({ _tag: "TokenRevoked" })],
  [409, { do: "otherPoller" }],
  [botCodes.foreignWebhook, { do: "otherPoller" }],
  [botCodes.alreadyConnected, { do: "alreadyConnected" }],
  [429, { do: "backoff", limits: busy, reason: "Telegram asked to slow down" }]
])

/** HTTP statuses of Meta's Graph API, and 190, its code for a token that has ended. */
const cloud: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [190, stop({ _tag: "TokenRevoked", of: "meta" })],
  [401, stop({ _tag: "TokenRevoked", of: "meta" })],
  [
    404,
    stop({ _tag: "Misconfigured", reason: "Meta knows no such phone number id, or the token may not use it" })
  ],
  [429, { do: "backoff", limits: busy, reason: "Meta asked to slow down" }]
])

/** Somebody has to do something outside; it is looked at again from time to time. */
const patient: BackoffLimits = { baseMillis: 15_000, maxMillis: 60_000 }

/** HTTP statuses of Green API, and from 1000 on the states of its instances (`adapters/greenapi/Instance.ts`). */
const green: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [401, stop({ _tag: "TokenRevoked", of: "green_api" })],
  [403, stop({ _tag: "TokenRevoked", of: "green_api" })],
  [429, { do: "backoff", limits: busy, reason: "Green API asked to slow down" }],
  [466, { do: "backoff", limits: patient, reason: "The monthly quota of Green API is used up" }],
  [
    1000,
    {
      do: "backoff",
      limits: patient,
      reason: "The instance has no phone, scan its QR code in the console of Green API"
    }
  ],
  [1001, stop({ _tag: "Banned", until: null })],
  [1002, { do: "backoff", limits: patient, reason: "The instance sleeps, its phone is switched off" }],
  [1003, { do: "backoff", limits: busy, reason: "The instance is starting" }],
  [1004, { do: "backoff", limits: patient, reason: "WhatsApp has limited this number for spam" }]
])

const tables: Readonly<Record<ChannelKind, ReadonlyMap<number, Rule>>> = {
  whatsapp,
  telegram,
  whatsapp_cloud: cloud,
  green_api: green
}

const ruleOf = (reason: Exclude<CloseReason, { _tag: "Stalled" }>, kind: ChannelKind): Rule => {
  if (reason._tag === "Stopped") return stop({ _tag: "Disabled" })
  if (reason._tag === "Declined") return stop({ _tag: "Misconfigured", reason: reason.safeText })
  if (reason._tag === "Watchdog")
    return { do: "backoff", limits: network, reason: "No answer from the network" }
  if (kind === "whatsapp" && reason.code === 408 && !reason.wasPaired) return stop({ _tag: "QrExpired" })
  return tables[kind].get(reason.code) ?? lost
}

const between = (from: number, to: number, random: number): number => Math.round(from + (to - from) * random)

/** All sessions of a process that stood still are back within this, not at once: that would stop it again. */
const spreadMillis = 15_000

/** A ban's end comes to the second, for many numbers at once perhaps: the first attempt is up to so much later. */
const afterBanMillis = { least: 5_000, most: 300_000 }

/** WhatsApp asks for a restart once after pairing; more than this in a row is a loop and is slowed down. */
const freeRestarts = 5

/**
 * Decides what follows a close (CH-03). `attempt` counts the failures in a row including this
 * one, 1 for the first (`attemptAfter`). `random` is in [0, 1); `now` is unix milliseconds.
 */
export const nextStep = (
  reason: CloseReason,
  kind: ChannelKind,
  attempt: number,
  random: number,
  now: number
): NextStep => {
  const retry = (afterMillis: number, text: string): NextStep => ({
    _tag: "Retry",
    afterMillis,
    state: { _tag: "Reconnecting", at: now + afterMillis, reason: text }
  })
  if (reason._tag === "Stalled") {
    return retry(between(500, spreadMillis, random), "The gateway was busy and lost the connection")
  }
  const rule = ruleOf(reason, kind)
  switch (rule.do) {
    case "stop":
      return { _tag: "Stop", state: rule.state, forgetsKeys: rule.forgetsKeys }
    case "backoff":
      return retry(backoffMillis(attempt, rule.limits, random), rule.reason)
    case "restart":
      return attempt <= freeRestarts
        ? { _tag: "Retry", afterMillis: 0, state: { _tag: "Connecting" } }
        : retry(backoffMillis(attempt, network, random), "WhatsApp keeps asking for a restart")
    case "retryOnce":
      return attempt <= 1
        ? retry(between(rule.afterMillis, rule.afterMillis * 1.5, random), rule.reason)
        : { _tag: "Stop", state: rule.afterwards, forgetsKeys: false }
    case "banned": {
      const bannedMillis = reason._tag === "Code" ? reason.forMillis : undefined
      if (bannedMillis === undefined) {
        return { _tag: "Stop", state: { _tag: "Banned", until: null }, forgetsKeys: false }
      }
      const until = now + bannedMillis
      const later = between(afterBanMillis.least, afterBanMillis.most, random)
      return { _tag: "Retry", afterMillis: bannedMillis + later, state: { _tag: "Banned", until } }
    }
    case "outdated": {
      if (reason._tag === "Code" && reason.isMended === true) {
        return retry(between(500, spreadMillis, random), "WhatsApp asks for a newer version, it was found")
      }
      const afterMillis = between(600_000, 900_000, random)
      return { _tag: "Retry", afterMillis, state: { _tag: "Outdated", at: now + afterMillis } }
    }
    case "otherPoller": {
      const afterMillis = between(5_000, 30_000, random)
      const webhook =
        reason._tag === "Code" && reason.code === botCodes.foreignWebhook ? { webhook: reason.message } : {}
      return { _tag: "Retry", afterMillis, state: { _tag: "OtherPoller", at: now + afterMillis, ...webhook } }
    }
    case "alreadyConnected": {
      const afterMillis = between(20_000, 40_000, random)
      return { _tag: "Retry", afterMillis, state: { _tag: "AlreadyConnected", at: now + afterMillis } }
    }
  }
}

/** States that a person ends, or time: trying again after a restart would fight, ask for codes nobody reads, or prolong a ban. */
const resting: ReadonlySet<ChannelState["_tag"]> = new Set([
  "QrExpired",
  "Replaced",
  "LoggedOut",
  "Locked",
  "Banned"
])

/**
 * Whether a channel that was left in this state stays in it when its process starts again, and until when (unix milliseconds,
 * null = until somebody presses Connect); undefined when it connects at once.
 */
export const restsUntil = (
  kind: ChannelKind,
  state: ChannelState,
  now: number
): number | null | undefined => {
  if (kind !== "whatsapp" || !resting.has(state._tag)) return undefined
  if (state._tag !== "Banned" || state.until === null) return null
  return state.until > now ? state.until : undefined
}
