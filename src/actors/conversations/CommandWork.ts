import { Clock, Effect } from "effect"
import { textLimits } from "../../domain/Channel.ts"
import type { ParsedCommand } from "../../domain/Command.ts"
import type { Found } from "../../domain/Explanation.ts"
import type { OrderId, PanelId, RequestId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { type OrderAnswer, refusalWords } from "../../domain/OrderAnswer.ts"
import { composeReply, splitText } from "../../domain/Reply.ts"
import type { Wording } from "../../domain/ReplyText.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import { Bulks, type NewBulk } from "../../ports/Bulks.ts"
import { Dispatches } from "../../ports/Dispatches.ts"
import { Journal } from "../../ports/Journal.ts"
import { askerOf, type CommandJob, inTurn, isOwn, refusal, summary } from "./CommandJob.ts"
import { makeConfirmed } from "./Confirmed.ts"
import { OrderDesk } from "../orders/OrderDesk.ts"
import { type Looked, makePanelLookup } from "./PanelLookup.ts"

/** A bulk message's dispatches wait for its last order, and leave without it if this runner dies meanwhile. */
const holdMillis = 3_000

/** Dashboards hear of a bulk's progress after this many orders. */
const progressStep = 10

/** What a message's commands came to. */
export interface CommandResult {
  readonly parts: ReadonlyArray<string>
  readonly answers: ReadonlyArray<OrderAnswer>
  /** The same with their checks and the word that was used, for the explanation. */
  readonly found: ReadonlyArray<Found & Pick<Wording, "asked">>
  readonly stages: Wording["stages"]
  /** The text's name where the answer is about no order. */
  readonly template: string | null
}

interface Pair {
  readonly command: ParsedCommand
  readonly orderId: OrderId
}

/** Carries out the commands of one message and gives the texts of the reply (steps 4 to 8 of a message's way). */
export const makeCommandWork = Effect.gen(function* () {
  const dispatches = yield* Dispatches
  const confirmed = yield* makeConfirmed
  const journal = yield* Journal
  const orders = yield* OrderDesk
  const bulks = yield* Bulks
  const look = yield* makePanelLookup

  const ask = (
    job: CommandJob,
    pair: Pair,
    at: { panelId: PanelId; order: Order | null },
    heldUntil: number
  ) => {
    const { tenantId, conversationId, messageId, isResumed, trace } = job
    const asking = orders.ask(tenantId, at.panelId, pair.orderId, {
      ...askerOf(job, at.order),
      asked: pair.command.name,
      order: at.order,
      isBulk: pair.command.orderIds.length > 1,
      conversationId,
      messageId,
      heldUntil,
      isResumed,
      trace
    })
    return Effect.map(asking, (told): Found => ({
      ...told,
      panelId: at.order === null ? null : at.panelId,
      status: at.order?.status ?? null
    }))
  }

  const answerOne = (job: CommandJob, pair: Pair, looked: Looked | undefined, heldUntil: number) => {
    const { command, orderId } = pair
    const panels = job.config.panels
    switch (looked?._tag) {
      case "One":
        return ask(job, pair, { panelId: looked.order.panelId, order: looked.order }, heldUntil)
      case "Ambiguous": {
        const names = looked.panelIds.map((id) => panels.find((panel) => panel.id === id)?.name ?? "")
        const more = { panels: names.join(", "), panel: names[0] ?? "" }
        return Effect.succeed(unasked(job, refusal(command, orderId, "ambiguous", more)))
      }
      case "None": {
        const panelId = linkedPanels(job)[0] ?? panels[0]?.id
        if (panelId !== undefined) return ask(job, pair, { panelId, order: null }, heldUntil)
        break
      }
      default:
    }
    return Effect.succeed(unasked(job, refusal(command, orderId, "panel_unreachable")))
  }

  /** Asks for every order of one command; a bulk is recorded, and its progress told. */
  const answerCommand = Effect.fnUntraced(function* (
    job: CommandJob,
    command: ParsedCommand,
    found: ReadonlyMap<OrderId, Looked>,
    heldUntil: number
  ) {
    const one = (orderId: OrderId) => answerOne(job, { command, orderId }, found.get(orderId), heldUntil)
    if (command.orderIds.length === 1) return yield* Effect.forEach(command.orderIds, one)
    const bulk = newBulk(job, command, yield* Clock.currentTimeMillis)
    yield* bulks.begin(bulk)
    let done = 0
    const answers = yield* Effect.forEach(
      command.orderIds,
      (orderId) =>
        Effect.tap(one(orderId), () => {
          done += 1
          return done % progressStep === 0 && done < bulk.total ? bulks.progress(bulk, done) : Effect.void
        }),
      { concurrency: 32 }
    )
    const refused = answers.filter(({ answer }) => answer._tag === "Refused").length
    yield* bulks.finish(bulk, {
      succeeded: answers.length - refused,
      skipped: refused,
      detail: job.rules.isBulkDetailed ? answers.map(({ answer }) => bulkLine(answer)) : null,
      at: yield* Clock.currentTimeMillis
    })
    return answers
  })

  /** Reads the orders that the commands need; nothing is decided yet. */
  const read = Effect.fnUntraced(function* (job: CommandJob) {
    if (idsOf(job).length > job.rules.maxBulkSize) return new Map<OrderId, Looked>()
    return yield* look(
      {
        tenantId: job.tenantId,
        conversationId: job.conversationId,
        text: job.text,
        panels: job.config.panels,
        linked: linkedPanels(job),
        isOwn: (order) => isOwn(job, order)
      },
      idsOf({ commands: allowed(job) })
    )
  })

  const answersTo = Effect.fnUntraced(function* (job: CommandJob, found: ReadonlyMap<OrderId, Looked>) {
    const now = yield* Clock.currentTimeMillis
    const isBulk = found.size > 1 || job.commands.length > 1
    const answers = yield* Effect.forEach(
      job.commands,
      (command) => answerCommand(job, command, found, isBulk ? now + holdMillis : now),
      { concurrency: Math.min(4, job.commands.length) }
    )
    if (isBulk) yield* dispatches.release(job.tenantId, job.messageId)
    return answers.flat()
  })

  /** "Added" is said only when somebody has it. */
  const stagesOf = Effect.fnUntraced(function* (job: CommandJob, answers: ReadonlyArray<OrderAnswer>) {
    const ids = answers.flatMap((answer): ReadonlyArray<RequestId> =>
      answer._tag === "Accepted" && answer.dispatches > 0 ? [answer.requestId] : []
    )
    return yield* confirmed(job.tenantId, ids, job.rules.confirmationWaitMillis)
  })

  const carryOut = Effect.fnUntraced(function* (job: CommandJob, found: ReadonlyMap<OrderId, Looked>) {
    const { rules } = job
    const total = job.commands.reduce((sum, { orderIds }) => sum + orderIds.length, 0)
    if (total > rules.maxBulkSize) {
      const variables = { limit: `${rules.maxBulkSize}`, count: `${total}` }
      return {
        parts: [renderTemplate(rules, "bulk.too_many", variables)],
        answers: [],
        found: [],
        stages: new Map(),
        template: "bulk.too_many"
      } satisfies CommandResult
    }
    const work = { ...job, commands: allowed(job) }
    const refused = job.commands
      .filter((command) => !work.commands.includes(command))
      .map(({ asked }) =>
        renderTemplate(rules, "bulk.single_only", { command: renderTemplate(rules, `word.${asked}`, {}) })
      )
    const told = work.commands.length === 0 ? [] : yield* answersTo(work, found)
    const answers = told.map(({ answer }) => answer)
    const stages = yield* stagesOf(work, answers)
    const texts = inTurn(work.commands, answers).flatMap(({ command, own }) =>
      composeReply({ answers: own, stages, rules, asked: command.asked })
    )
    if (answers.length > 0) {
      yield* journal.write(job.tenantId, {
        level: "info",
        area: "command",
        text: summary(work, answers),
        conversationId: job.conversationId
      })
    }
    const parts = [...texts, ...refused].flatMap((text) => splitText(text, textLimits[job.channelKind]))
    const words = work.commands.flatMap(({ asked, orderIds }) => orderIds.map(() => asked))
    return {
      parts,
      answers,
      found: told.map((one, at) => ({ ...one, asked: words[at] ?? one.answer.asked })),
      stages,
      template: refused.length > 0 && answers.length === 0 ? "bulk.single_only" : null
    } satisfies CommandResult
  })

  return { read, carryOut }
})

/** A refusal that no order was asked for, with the check that stopped it. */
const unasked = ({ trace }: CommandJob, answer: OrderAnswer): Found => ({
  answer,
  trace: [
    ...trace,
    {
      check: "order found",
      input: answer._tag === "Refused" ? refusalWords[answer.kind] : "",
      outcome: "refused"
    }
  ],
  panelId: null,
  status: null
})

const idsOf = ({ commands }: Pick<CommandJob, "commands">): ReadonlyArray<OrderId> => [
  ...new Set(commands.flatMap(({ orderIds }) => orderIds))
]

/** BU-03: some commands take one order at a time. */
const allowed = ({ commands, rules }: CommandJob): ReadonlyArray<ParsedCommand> =>
  commands.filter(({ name, orderIds }) => orderIds.length === 1 || !rules.singleOnly.includes(name))

/** Where the writer's orders are looked for first. */
const linkedPanels = ({ writer, customers }: CommandJob): ReadonlyArray<PanelId> =>
  [writer.chat.panelId, ...customers.map(({ panelId }) => panelId)].filter((id) => id !== null)

const newBulk = (job: CommandJob, command: ParsedCommand, at: number): NewBulk => ({
  tenantId: job.tenantId,
  messageId: job.messageId,
  conversationId: job.conversationId,
  customerId: job.customers[0]?.id ?? null,
  username: job.customers[0]?.username ?? "a trusted contact",
  sender: job.sender,
  command: command.asked,
  total: command.orderIds.length,
  at
})

const bulkLine = (answer: OrderAnswer) => ({
  orderId: answer.orderId,
  outcome:
    answer._tag === "Refused"
      ? refusalWords[answer.kind]
      : answer._tag === "Accepted"
        ? "accepted"
        : "answered"
})
