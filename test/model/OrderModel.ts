import type { CommandName, RequestCommand } from "../../src/domain/CommandName.ts"
import type { RequestStatus } from "./RequestRows.ts"

/** What the panel says of an order in this model. */
export type Status = "pending" | "processing" | "in_progress" | "completed" | "cancelled"

/** Who asks: the owner, the owner in other letters, somebody else, somebody who may ask for every order. */
export type Who = "owner" | "OWNER" | "stranger" | "trusted"

/** The tenant's rules that the model knows. */
export interface ModelRules {
  readonly isCancelOn: boolean
  readonly isRefillOn: boolean
  readonly isSpeedupOn: boolean
  readonly isCooldownOn: boolean
  readonly cooldownHours: number
  readonly cooldownHoursByCommand: Readonly<Partial<Record<RequestCommand, number>>>
  readonly bulkCooldownHours: number | null
  readonly isPendingRefillSpeedup: boolean
}

/** One question of a customer's message about one order; `status` null = the panel does not know the order. */
export interface Question {
  readonly message: string
  readonly order: number
  readonly asked: CommandName
  readonly who: Who
  readonly isBulk: boolean
  readonly status: Status | null
}

/** A request that was accepted. */
export interface ModelRequest {
  readonly message: string
  readonly order: number
  readonly command: RequestCommand
  readonly asked: CommandName
  readonly at: number
  readonly acts: ReadonlyArray<"panel" | "provider">
  status: RequestStatus
}

/** What a question comes to. */
export type Expected =
  | { readonly is: "accepted"; readonly command: RequestCommand }
  | { readonly is: "repeated"; readonly request: ModelRequest }
  | { readonly is: "answered" }
  | {
      readonly is: "refused"
      readonly kind: "switched_off" | "not_found" | "not_owned" | "in_progress" | "cooldown" | "status"
    }

/** How many orders a run is about. */
export const orderCount = 3

/** All that is true of a few orders, in the simplest words there are (OR-02, OR-04, BU-03, rule 3). */
export class OrderModel {
  /** The gateway's clock, unix milliseconds. */
  now = Date.UTC(2026, 0, 1)
  rules: ModelRules = {
    isCancelOn: true,
    isRefillOn: true,
    isSpeedupOn: true,
    isCooldownOn: true,
    cooldownHours: 12,
    cooldownHoursByCommand: {},
    bulkCooldownHours: null,
    isPendingRefillSpeedup: false
  }
  readonly statuses: Array<Status> = ["in_progress", "pending", "completed"]
  readonly requests: Array<ModelRequest> = []
  /** Everything that was asked, to be asked again. */
  readonly questions: Array<Question> = []

  /** What a fresh question, or one that is asked again, has to come to now. */
  expect(question: Question): Expected {
    const first = this.first(question)
    if (first !== undefined) return { is: "repeated", request: first }
    const { asked, order, status, who } = question
    const { rules } = this
    const isOn = {
      cancel: rules.isCancelOn,
      refill: rules.isRefillOn,
      speedup: rules.isSpeedupOn,
      status: true
    }
    if (!isOn[asked]) return { is: "refused", kind: "switched_off" }
    if (status === null) return { is: "refused", kind: "not_found" }
    if (who === "stranger") return { is: "refused", kind: "not_owned" }
    if (asked === "status") return { is: "answered" }
    const command = this.commandOf({ asked, status })
    if (this.openOf(order, command) !== undefined) return { is: "refused", kind: "in_progress" }
    const last = this.lastAcceptedAt(order, command)
    const hours = this.hoursBetween(command, question.isBulk)
    if (hours > 0 && this.now < last + hours * 3_600_000) return { is: "refused", kind: "cooldown" }
    return accepting[command].includes(status)
      ? { is: "accepted", command }
      : { is: "refused", kind: "status" }
  }

  /** The request that this message made of the same order and command (rule 3). */
  first(question: Question): ModelRequest | undefined {
    const { message, order, asked } = question
    const own = this.requests.filter((request) => request.message === message && request.order === order)
    return (
      own.find((request) => request.asked === asked) ??
      own.find((request) => request.command === this.commandOf(question))
    )
  }

  /** Notes that the question became a request; a clock that went back never puts it before the one before. */
  accept({ message, order, asked, status }: Question, command: RequestCommand): ModelRequest {
    const at = Math.max(this.now, this.lastAcceptedAt(order, command))
    const acts = actsOf(order, command, status)
    const request: ModelRequest = {
      message,
      order,
      command,
      asked,
      at,
      acts,
      status: acts.length > 0 ? "open" : "waiting"
    }
    this.requests.push(request)
    return request
  }

  openOf(order: number, command: RequestCommand): ModelRequest | undefined {
    return this.requests.find(
      (request) =>
        request.order === order &&
        request.command === command &&
        (request.status === "open" || request.status === "waiting")
    )
  }

  lastAcceptedAt(order: number, command: RequestCommand): number {
    const same = this.requests.filter((request) => request.order === order && request.command === command)
    return Math.max(Number.NEGATIVE_INFINITY, ...same.map(({ at }) => at))
  }

  /** What is asked for: a refill of a pending order may be a speed-up. */
  commandOf<A extends CommandName>({ asked, status }: { asked: A; status: Status | null }): A | "speedup" {
    const { isPendingRefillSpeedup, isSpeedupOn } = this.rules
    return asked === "refill" && status === "pending" && isPendingRefillSpeedup && isSpeedupOn
      ? "speedup"
      : asked
  }

  private hoursBetween(command: RequestCommand, isBulk: boolean): number {
    const { bulkCooldownHours, cooldownHours, cooldownHoursByCommand, isCooldownOn } = this.rules
    if (!isCooldownOn) return 0
    if (isBulk && bulkCooldownHours !== null) return bulkCooldownHours
    return cooldownHoursByCommand[command] ?? cooldownHours
  }
}

/** In which statuses a command becomes a request (OR-06). */
const accepting: Readonly<Record<RequestCommand, ReadonlyArray<Status>>> = {
  cancel: ["pending", "processing", "in_progress"],
  refill: ["completed"],
  speedup: ["pending", "processing", "in_progress"]
}

/** The order whose provider cannot be told, as the panel names no number of his. */
export const orderWithoutProvider = 1

/** What has to leave the gateway: the panel has a request for cancels only; a cancel in Processing is for staff. */
const actsOf = (order: number, command: RequestCommand, status: Status | null) => {
  if (command === "cancel" && status === "processing") return []
  const panel = command === "cancel" ? ["panel" as const] : []
  return order === orderWithoutProvider ? panel : [...panel, "provider" as const]
}

/** How a request stands when its acts stand so (OR-06); what was closed stays closed. */
export const statusOf = (
  before: RequestStatus,
  states: ReadonlyArray<"queued" | "running" | "retrying" | "done" | "dead" | "uncertain">
): RequestStatus => {
  if (before === "closed") return "closed"
  if (states.some((state) => state === "queued" || state === "running" || state === "retrying")) return "open"
  if (states.includes("done")) return "done"
  return states.includes("uncertain") ? "waiting" : "failed"
}
