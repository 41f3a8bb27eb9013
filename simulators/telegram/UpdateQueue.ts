import { type UpdateKind, type WireUpdate } from "./Wire.ts"

/** How a long poll ended: updates (maybe none), or cut off by another poller or by a webhook. */
export type PollResult = ReadonlyArray<WireUpdate> | "conflict" | "webhook"

export interface PollOptions {
  readonly offset: number
  readonly limit: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

// "all update types except chat_member, message_reaction, and message_reaction_count (default)"
const DEFAULT_KINDS: ReadonlyArray<string> = ["message", "edited_message", "callback_query", "my_chat_member"]

type Waiter = (reason: "ready" | "conflict" | "webhook") => void

/** One bot's unconfirmed updates: at most one long poll at a time waits on them, or one webhook takes them. */
export class UpdateQueue {
  #nextId: number
  #kinds: ReadonlyArray<string> = DEFAULT_KINDS
  #pending: Array<WireUpdate> = []
  #waiter: Waiter | undefined
  #onPush: (() => void) | undefined

  constructor(firstId: number) {
    this.#nextId = firstId
  }

  get pending(): ReadonlyArray<WireUpdate> {
    return this.#pending
  }

  get isPolled(): boolean {
    return this.#waiter !== undefined
  }

  /** An empty list means the default kinds; undefined leaves the last choice, as the Bot API says. */
  allow(kinds: ReadonlyArray<string> | undefined): void {
    if (kinds) this.#kinds = kinds.length === 0 ? DEFAULT_KINDS : kinds
  }

  get allowed(): ReadonlyArray<string> {
    return this.#kinds
  }

  push(kind: UpdateKind, payload: unknown): WireUpdate | undefined {
    if (!this.#kinds.includes(kind)) return undefined
    const update: WireUpdate = { update_id: this.#nextId++, [kind]: payload }
    this.#pending.push(update)
    this.#waiter?.("ready")
    this.#onPush?.()
    return update
  }

  /** Lets a webhook get an update once more, as Telegram may after a crash; a poll's offset would skip it. */
  repeat(update: WireUpdate): void {
    this.#pending.push({ ...update })
    this.#onPush?.()
  }

  /** Forgets this one delivery of an update. */
  drop(update: WireUpdate): void {
    this.#pending = this.#pending.filter((pending) => pending !== update)
  }

  dropAll(): void {
    this.#pending = []
  }

  /** Hands new updates to a webhook instead; undefined ends that. */
  onPush(listener: (() => void) | undefined): void {
    this.#onPush = listener
    if (listener) this.#waiter?.("webhook")
  }

  /** getUpdates: forgets what `offset` confirms, cuts off another poller, waits for the first update. */
  async poll({ offset, limit, timeoutMs, signal }: PollOptions): Promise<PollResult> {
    this.#confirm(offset)
    this.#waiter?.("conflict")
    if (this.#pending.length === 0 && timeoutMs > 0 && !signal.aborted) {
      const reason = await this.#wait(timeoutMs, signal)
      if (reason !== "ready") return reason
    }
    return this.#pending.slice(0, limit)
  }

  #confirm(offset: number): void {
    if (offset > 0) this.#pending = this.#pending.filter((update) => update.update_id >= offset)
    // A negative offset keeps that many of the newest and forgets the rest.
    if (offset < 0) this.#pending = this.#pending.slice(offset)
  }

  #wait(timeoutMs: number, signal: AbortSignal): Promise<"ready" | "conflict" | "webhook"> {
    return new Promise((resolve) => {
      const finish: Waiter = (reason) => {
        clearTimeout(timer)
        signal.removeEventListener("abort", abort)
        if (this.#waiter === finish) this.#waiter = undefined
        resolve(reason)
      }
      const abort = () => finish("ready")
      const timer = setTimeout(abort, timeoutMs)
      signal.addEventListener("abort", abort)
      this.#waiter = finish
    })
  }
}
