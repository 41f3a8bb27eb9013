import type { AsyncCommand } from "fast-check"
import { Effect } from "effect"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { CommandName } from "../../src/domain/CommandName.ts"
import { DeadLetters } from "../../src/ports/DeadLetters.ts"
import type { End } from "./DispatchEnds.ts"
import type { CutAt, Household } from "./OrderGateway.ts"
import {
  type Expected,
  type ModelRequest,
  type ModelRules,
  type OrderModel,
  type Question,
  type Status,
  statusOf,
  type Who
} from "./OrderModel.ts"
import { type Real, rowOf, rowsOf, verify, verifyAnswer } from "./Verify.ts"

type Command = AsyncCommand<OrderModel, Real>

/** A customer's words before they have a message. */
export interface Words {
  readonly order: number
  readonly asked: CommandName
  readonly who: Who
  readonly isBulk: boolean
  readonly isKnown: boolean
}

const command = (
  name: string,
  what: unknown,
  run: Command["run"],
  check: (model: Readonly<OrderModel>) => boolean = () => true
): Command => ({ check, run, toString: () => `${name}(${JSON.stringify(what)})` })

const questionOf = (model: OrderModel, { order, asked, who, isBulk, isKnown }: Words): Question => {
  const status = isKnown ? model.statuses[order]! : null
  const question = { message: newId(), order, asked, who, isBulk, status }
  model.questions.push(question)
  return question
}

const accepts = (model: OrderModel, question: Question, expected: Expected): ModelRequest | null =>
  expected.is === "accepted" ? model.accept(question, expected.command) : null

/** Asks the order's actor and compares. */
const askOnce = async (model: OrderModel, real: Real, question: Question, isResumed: boolean) => {
  const expected = model.expect(question)
  const answer = await real.orders.ask(question, isResumed)
  const accepted = accepts(model, question, expected)
  verifyAnswer(real, await verify(model, real), answer, expected, accepted)
}

/** A customer asks for something. */
export const ask = (words: Words): Command =>
  command("ask", words, (model, real) => askOnce(model, real, questionOf(model, words), false))

/** One of the questions is asked again: by who waits for its answer, or after a crash, when the panel is read anew. */
export const askAgain = (n: number, isResumed: boolean): Command =>
  command(
    "askAgain",
    [n, isResumed],
    async (model, real) => {
      const question = model.questions[n % model.questions.length]!
      const status = question.status === null ? null : model.statuses[question.order]!
      await askOnce(model, real, isResumed ? { ...question, status } : question, isResumed)
    },
    (model) => model.questions.length > 0
  )

/** The same message asks for something else as well. */
export const askMore = (n: number, asked: CommandName): Command =>
  command(
    "askMore",
    [n, asked],
    async (model, real) => {
      const question = { ...model.questions[n % model.questions.length]!, asked }
      model.questions.push(question)
      await askOnce(model, real, question, false)
    },
    (model) => model.questions.length > 0
  )

/** Several at once, without an actor between them; those with `isSame` share the message of the first. */
export const race = (all: ReadonlyArray<Words & { readonly isSame: boolean }>): Command =>
  command("race", all, async (model, real) => {
    const first = questionOf(model, all[0]!)
    const asked = all.map((words, n) => {
      if (n === 0) return first
      if (!words.isSame) return questionOf(model, words)
      const question = { ...first, asked: words.asked }
      model.questions.push(question)
      return question
    })
    const expected = asked.map((question) => model.expect(question))
    const answers = await real.orders.race(asked)
    const contested = Map.groupBy(
      asked.flatMap((question, n) => {
        const to = expected[n]!
        return to.is === "accepted" ? [{ question, answer: answers[n]!, command: to.command }] : []
      }),
      (one) => `${one.question.order}/${one.command}`
    )
    const won = new Map<string, ModelRequest>()
    for (const [key, contenders] of contested) {
      const winners = contenders.filter(({ answer }) => answer._tag === "Accepted")
      const winner =
        winners.find(({ answer }) => answer._tag === "Accepted" && !answer.isRepeat) ?? winners[0]
      if (winner !== undefined) won.set(key, model.accept(winner.question, winner.command))
    }
    const rows = await verify(model, real)
    asked.forEach((question, n) => {
      const to = expected[n]!
      const request = won.get(`${question.order}/${model.commandOf(question)}`)
      const isLost = to.is === "accepted" && request?.message !== question.message
      // Who would have to wait anyway is told that, or of the request that has just been accepted.
      const mayBoth = to.is === "refused" && to.kind === "cooldown" && request !== undefined
      const { kind } = { kind: undefined, ...answers[n]! }
      const outcome: Expected =
        isLost || (mayBoth && kind === "in_progress") ? { is: "refused", kind: "in_progress" } : to
      verifyAnswer(real, rows, answers[n]!, outcome, request ?? null)
    })
    real.count("race")
  })

/** The process dies while it asks; `isAskedAtOnce`: another takes the message up while the statement is still under way. */
export const cut = (words: Words, at: CutAt, isAskedAtOnce: boolean): Command =>
  command("cut", [words, at, isAskedAtOnce], async (model, real) => {
    const question = questionOf(model, words)
    const expected = model.expect(question)
    await real.orders.cut(question, at)
    if (isAskedAtOnce) {
      const answer = await real.orders.ask(question, true)
      await real.orders.calm()
      const accepted = accepts(model, question, expected)
      verifyAnswer(real, await verify(model, real), answer, expected, accepted)
      return real.count("cut and asked at once")
    }
    await real.orders.calm()
    const before = model.requests.length
    const isIn = [...(await rowsOf(real)).values()].some(({ message }) => message === question.message)
    if (isIn) accepts(model, question, expected)
    real.count(isIn ? "cut after the commit" : "cut before the commit")
    if (isIn && model.requests.length === before) throw new Error("accepted what may not be")
    await verify(model, real)
  })

/** The order's actor is gone. */
export const forget = (order: number): Command =>
  command("forget", order, async (_, real) => real.orders.forget(order))

/** One act of a request ends. */
export const settle = (n: number, act: number, end: End): Command =>
  command(
    "settle",
    [n, act, end],
    async (model, real) => {
      await real.ends.take()
      const request = model.requests[n % model.requests.length]!
      const { dispatches } = rowOf(real, await verify(model, real), request)
      const dispatch = dispatches[act % dispatches.length]
      if (dispatch === undefined || !mayEnd(dispatch.state)) return
      await real.ends.end(dispatch, end)
      await restage(model, real)
      real.count(`settle ${dispatch.kind} ${end}`)
    },
    (model) => model.requests.length > 0
  )

/** Staff send again what did not leave. */
export const retry = (n: number, household: Household): Command =>
  command(
    "retry",
    n,
    async (model, real) => {
      const request = model.requests[n % model.requests.length]!
      const { dispatches } = rowOf(real, await verify(model, real), request)
      const failed = dispatches.find(({ state }) => state === "dead" || state === "uncertain")
      if (failed === undefined) return
      const open = model.openOf(request.order, request.command)
      const mayBe = open === undefined || open === request
      const result = await real.storage.run(
        Effect.flatMap(DeadLetters, (letters) =>
          letters.retry(household.tenantId, failed.id, { by: "sita", isConfirmed: true })
        )
      )
      if ((result === "retried") !== mayBe)
        throw new Error(`${result}, with ${mayBe ? "nothing" : "another"} open`)
      if (mayBe) request.status = "open"
      await verify(model, real)
      real.count(mayBe ? "retry" : "retry refused")
    },
    (model) => model.requests.length > 0
  )

/** Staff close a request. */
export const close = (n: number): Command =>
  command(
    "close",
    n,
    async (model, real) => {
      const request = model.requests[n % model.requests.length]!
      const { id } = rowOf(real, await verify(model, real), request)
      await real.storage.query("update request set status = 'closed' where id = $1", [id])
      request.status = "closed"
      await verify(model, real)
    },
    (model) => model.requests.length > 0
  )

/** The clock moves; by NTP it may go back. */
export const move = (millis: number): Command =>
  command("move", millis, async (model, real) => {
    model.now += millis
    await real.orders.setTime(model.now)
  })

/** The clock moves to where a request's cooldown ends, or a millisecond before. */
export const moveToEnd = (n: number, hours: number, millis: number): Command =>
  command(
    "moveToEnd",
    [n, hours, millis],
    async (model, real) => {
      model.now = model.requests[n % model.requests.length]!.at + Math.round(hours * 3_600_000) + millis
      await real.orders.setTime(model.now)
    },
    (model) => model.requests.length > 0
  )

/** The owner changes his rules. */
export const change = (rules: Partial<ModelRules>): Command =>
  command("change", rules, async (model, real) => {
    model.rules = { ...model.rules, ...rules }
    real.orders.setRules(model.rules)
  })

/** The panel shows the order in another status. */
export const show = (order: number, status: Status): Command =>
  command("show", [order, status], async (model) => void (model.statuses[order] = status))

/** The word on a message that may have been sent can still come. */
const mayEnd = (state: string): boolean => state === "queued" || state === "running" || state === "uncertain"

/** Every request stands as its acts do; a provider message may carry those of several. */
const restage = async (model: OrderModel, real: Real): Promise<void> => {
  const rows = await rowsOf(real)
  for (const request of model.requests) {
    const { dispatches } = rowOf(real, rows, request)
    const states = dispatches.map(({ state }) => state)
    if (states.length > 0) request.status = statusOf(request.status, states)
  }
  await verify(model, real)
}
