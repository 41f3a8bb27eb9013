import { parseObject } from "./http/Body.ts"
import { type UpdateQueue } from "./UpdateQueue.ts"
import { type WireUpdate } from "./Wire.ts"

export interface WebhookSettings {
  readonly url: string
  readonly secretToken: string | undefined
  readonly maxConnections: number
}

/** Runs a Bot API method that the webhook's answer names. */
export type Reply = (method: string, parameters: Record<string, unknown>) => Promise<unknown>

const ANSWER_TIMEOUT_MS = 30_000
const LONGEST_DELAY_MS = 60_000

/** Posts one bot's updates to its webhook: in order within a chat, retried until the answer is 2xx. */
export class Webhook {
  settings: WebhookSettings | undefined
  lastError: { readonly at: number; readonly message: string } | undefined
  readonly #updates: UpdateQueue
  readonly #retryDelayMs: number
  readonly #reply: Reply
  readonly #busy = new Map<string, AbortController>()

  constructor(updates: UpdateQueue, retryDelayMs: number, reply: Reply) {
    this.#updates = updates
    this.#retryDelayMs = retryDelayMs
    this.#reply = reply
  }

  set(settings: WebhookSettings | undefined): void {
    for (const delivery of this.#busy.values()) delivery.abort()
    this.#busy.clear()
    this.settings = settings
    this.lastError = undefined
    this.#updates.onPush(settings ? () => this.#dispatch() : undefined)
    if (settings) this.#dispatch()
  }

  /** Starts the oldest update of every chat that has none under way. */
  #dispatch(): void {
    const { settings } = this
    if (!settings) return
    for (const update of this.#updates.pending) {
      if (this.#busy.size >= settings.maxConnections) return
      const lane = laneOf(update)
      if (this.#busy.has(lane)) continue
      const delivery = new AbortController()
      this.#busy.set(lane, delivery)
      void this.#deliver(settings, update, delivery.signal).then((isDone) => {
        if (!isDone) return
        this.#busy.delete(lane)
        this.#dispatch()
      })
    }
  }

  async #deliver(settings: WebhookSettings, update: WireUpdate, signal: AbortSignal): Promise<boolean> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const problem = await this.#post(settings, update, signal)
      if (signal.aborted) return false
      if (problem === undefined) {
        this.#updates.drop(update)
        return true
      }
      this.lastError = { at: Date.now(), message: problem }
      await pause(Math.min(this.#retryDelayMs * 2 ** attempt, LONGEST_DELAY_MS), signal)
    }
    return false
  }

  async #post(
    settings: WebhookSettings,
    update: WireUpdate,
    signal: AbortSignal
  ): Promise<string | undefined> {
    const headers = {
      "content-type": "application/json",
      ...(settings.secretToken === undefined
        ? {}
        : { "x-telegram-bot-api-secret-token": settings.secretToken })
    }
    try {
      const answer = await fetch(settings.url, {
        method: "POST",
        headers,
        body: JSON.stringify(update),
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)])
      })
      const text = await answer.text()
      if (!answer.ok) return `Wrong response from the webhook: ${answer.status} ${answer.statusText}`
      await this.#runReply(text)
      return undefined
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError"
        ? "Read timeout expired"
        : "Connection refused"
    }
  }

  /** "make requests to the Bot API while sending the answer": a JSON body that names a method. */
  async #runReply(text: string): Promise<void> {
    const { method, ...parameters } = parseObject(text) ?? {}
    if (typeof method === "string") await this.#reply(method, parameters)
  }
}

const laneOf = (update: WireUpdate): string => {
  const { message, edited_message, my_chat_member, chat_member, callback_query } = update
  const holder = message ?? edited_message ?? my_chat_member ?? chat_member ?? callback_query
  const { chat, from } = holder as { chat?: { id: number }; from?: { id: number } }
  return String(chat?.id ?? from?.id ?? 0)
}

const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", finish)
      resolve()
    }
    const timer = setTimeout(finish, delayMs)
    signal.addEventListener("abort", finish)
  })
