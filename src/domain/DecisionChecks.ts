import type { CommandName, RequestCommand } from "./CommandName.ts"
import { cooldownHours } from "./Cooldown.ts"
import { durationWords } from "./DurationWords.ts"
import { guaranteeEnds } from "./Guarantee.ts"
import type { Order } from "./Order.ts"
import { statusWord } from "./OrderStatus.ts"
import { type Asker, isOwner } from "./Ownership.ts"
import type { RefusalKind } from "./OrderAnswer.ts"
import type { Rules } from "./Rules.ts"
import { guaranteeDays } from "./ServiceGuarantee.ts"
import { startWindow } from "./StartTime.ts"
import type { SettledCell } from "./StatusTable.ts"
import type { Variables } from "./Templates.ts"

/** Who asks, under which rules, after what; `now` and `at` are unix milliseconds. */
export interface Circumstances {
  readonly asker: Asker
  /** One of several orders of a message (BU-03). */
  readonly isBulk: boolean
  readonly rules: Rules
  /** Requests that are still open for this order. */
  readonly open: ReadonlyArray<{ readonly command: RequestCommand }>
  /** Accepted requests for this order; only the last of each command matters. */
  readonly lastAccepted: ReadonlyArray<{ readonly command: RequestCommand; readonly at: number }>
  readonly now: number
}

/** What the checks of a known order look at; `command` is what the request would be, `cell` the table's word on it. */
export interface Facts extends Circumstances {
  readonly order: Order
  readonly asked: CommandName
  readonly command: CommandName
  readonly cell: SettledCell
}

/** How a check went; `input` says in words what it looked at. */
export type Verdict =
  | { readonly outcome: "passed" | "skipped"; readonly input: string }
  | {
      readonly outcome: "refused"
      readonly input: string
      readonly kind: typeof RefusalKind.Type
      readonly template: string
      readonly variables: Variables
    }

const passed = (input: string): Verdict => ({ outcome: "passed", input })
const skipped = (input: string): Verdict => ({ outcome: "skipped", input })
const refused = (
  kind: typeof RefusalKind.Type,
  template: string,
  input: string,
  variables: Variables = {}
): Verdict => ({ outcome: "refused", kind, template, input, variables })

const hourMillis = 3_600_000

const alreadyInProgress = (facts: Facts, kind: "in_progress" | "cooldown", input: string): Verdict => {
  const hours = cooldownHours(facts.rules, facts.command, facts.isBulk)
  return refused(kind, hours > 0 ? "in_progress" : "in_progress.no_wait", input, { hours: `${hours}` })
}

/** OR-03. */
const owned = ({ asker, order }: Facts): Verdict => {
  if (asker.isTrusted) return passed(`${asker.username} is trusted with every order`)
  return isOwner(asker, order)
    ? passed(asker.username)
    : refused("not_owned", "not_owned", `not an order of ${asker.username}`)
}

/** OR-04: one request per order and command in the queue, cooldown or not. */
const notOpen = (facts: Facts): Verdict => {
  if (facts.cell.do === "answer") return skipped("a question")
  return facts.open.some((request) => request.command === facts.command)
    ? alreadyInProgress(facts, "in_progress", `a ${facts.command} request is open`)
    : passed(`no ${facts.command} request is open`)
}

/** OR-04, as `notOpen`: what passes here without a look at the past is true once the database has accepted. The wait after the last accepted request of this order and command. */
const cooledDown = (facts: Facts): Verdict => {
  if (facts.cell.do === "answer") return skipped("a question")
  const hours = cooldownHours(facts.rules, facts.command, facts.isBulk)
  if (hours === 0) return skipped("switched off")
  const times = facts.lastAccepted.filter((last) => last.command === facts.command).map((last) => last.at)
  const age = facts.now - Math.max(0, ...times)
  if (times.length === 0 || age >= hours * hourMillis) {
    return passed(`no ${facts.command} request in the last ${hours} h`)
  }
  const input = `last ${facts.command} request ${(age / hourMillis).toFixed(1)} h ago, wait ${hours} h`
  return alreadyInProgress(facts, "cooldown", input)
}

/** OR-06. */
const statusAllows = ({ asked, cell, command, order }: Facts): Verdict =>
  cell.do === "refuse"
    ? refused("status", cell.template, `${asked}: the order is ${statusWord(order.status).toLowerCase()}`)
    : passed(
        `${asked}: the order is ${statusWord(order.status).toLowerCase()}${command === asked ? "" : `, so it becomes ${command}`}`
      )

/** OR-08. */
const guaranteed = ({ cell, now, order, rules }: Facts): Verdict => {
  if (cell.do !== "guarantee") return skipped("not needed")
  if (!rules.isGuaranteeChecked) return skipped("switched off")
  const { days, source } = guaranteeDays(order, rules)
  if (days === null) return passed(source)
  if (days === 0) return refused("guarantee", "guarantee.none", source)
  const ends = guaranteeEnds(order, days, rules.guaranteeStartsAt)
  if (ends === null) return passed(`${source}, the panel gives no dates`)
  const input = `${source}, until ${new Date(ends).toISOString()}`
  return now > ends ? refused("guarantee", "guarantee.expired", input) : passed(input)
}

/** OR-09: a speed-up waits until the service had the time to start that its name asks for. */
const hadTimeToStart = ({ command, now, order, rules }: Facts): Verdict => {
  if (command !== "speedup") return skipped("not needed")
  if (!rules.isStartTimeChecked) return skipped("switched off")
  const window = startWindow(order.serviceName ?? "")
  if (window === null) return passed("no start time in the service's name")
  const input = `the service's name promises a start within ${durationWords(window)}`
  if (order.createdAt === null) return passed(`${input}, the panel gives no dates`)
  const opensAt = order.createdAt + window
  if (now >= opensAt) return passed(input)
  const at = new Date(opensAt).toISOString()
  return refused("start_time", "speedup.refused.start_time", `${input}, until ${at}`, {
    window: durationWords(window, rules),
    wait: durationWords(opensAt - now, rules),
    start_time: `${at.slice(0, 16).replace("T", " ")} UTC`
  })
}

/** Without an external id the request stands, but no provider can be told. */
const hasExternalId = ({ cell, order }: Facts): Verdict => {
  if (cell.do === "answer" || cell.do === "record") return skipped("nothing is forwarded")
  return isForwardable(order) ? passed("known") : skipped("none, so no provider is told")
}

/** Whether a provider can know the order. */
export const isForwardable = (order: Order): boolean => (order.externalId ?? "").trim() !== ""

/** The checks of a known order, in OR-02's order. */
export const checks: ReadonlyArray<{ readonly name: string; readonly run: (facts: Facts) => Verdict }> = [
  { name: "order belongs to the customer", run: owned },
  { name: "no request in progress", run: notOpen },
  { name: "cooldown", run: cooledDown },
  { name: "status rule", run: statusAllows },
  { name: "guarantee", run: guaranteed },
  { name: "start time", run: hadTimeToStart },
  { name: "external id present", run: hasExternalId }
]
