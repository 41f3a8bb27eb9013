import { Clock, Effect } from "effect"
import { type ParsedMessage, parseMessage } from "../../domain/Command.ts"
import type { WarningKind } from "../../domain/ConductLimits.ts"
import { explainOrders, explainText } from "../../domain/Explanation.ts"
import type { ConversationId, MessageId, TenantId } from "../../domain/Ids.ts"
import type { Inbound, Sender } from "../../domain/Inbound.ts"
import type { TraceStep } from "../../domain/OrderAnswer.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { renderTemplate, type Variables } from "../../domain/Templates.ts"
import type { ConversationRecord, Writer } from "../../ports/Conversations.ts"
import { type TenantConfig, Tenants } from "../../ports/Tenants.ts"
import { makeAccountGate, type Standing } from "./AccountGate.ts"
import { makeAccountWork } from "./AccountWork.ts"
import type { CommandJob } from "./CommandJob.ts"
import { makeCommandWork } from "./CommandWork.ts"
import { makeMisconduct } from "../customers/Misconduct.ts"
import { makeProviderAnswers } from "../providers/ProviderAnswers.ts"
import { makeRateGate } from "../customers/RateGate.ts"
import { makeRegistering } from "../customers/Registering.ts"
import { makeWarnings } from "../customers/Warnings.ts"
import { explained, ignored, replyWith, type Verdict } from "./Verdict.ts"

/** A stored message of a chat. */
export interface MessageJob {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly chat: ConversationRecord
  readonly message: Inbound
  readonly isResumed: boolean
  /** Who writes; asked for only when the message is worth it. */
  readonly writer: Effect.Effect<Writer>
}

/** What a message comes to (steps 3 to 8 of its way): who writes, whether he may, what is asked, what is answered. Writes no reply. */
export const makeMessageWork = Effect.gen(function* () {
  const tenants = yield* Tenants
  const commandWork = yield* makeCommandWork
  const accountWork = yield* makeAccountWork
  const register = yield* makeRegistering
  const accountGate = yield* makeAccountGate
  const misconduct = yield* makeMisconduct
  const rateGate = yield* makeRateGate
  const hearProvider = yield* makeProviderAnswers
  const isFirstWarning = yield* makeWarnings

  /** A customer of ours writes: is he served now, and with what? */
  const serve = Effect.fnUntraced(function* (
    job: MessageJob,
    config: TenantConfig,
    writer: Writer,
    parsed: ParsedMessage,
    now: number
  ) {
    const { tenantId, message, chat } = job
    const active = writer.customers.filter(
      (customer) => customer.status === "active" && !misconduct.isSuspended(customer, now)
    )
    if (active.length === 0 && !writer.isTrusted) return ignored("The bot is switched off for this customer")
    const rules = inLanguage(config.rules, active[0]?.language ?? null)
    const say = (key: string, variables: Variables = {}) =>
      explained(
        replyWith(renderTemplate(rules, key, { support_number: rules.supportNumber, ...variables })),
        explainText(key, [knownSender(active, writer)], parsed)
      )
    const known = { tenantId, writer, customers: active, rules }
    const warn = (kind: WarningKind, variables: Variables = {}) =>
      // What a crash interrupted may not have been said.
      Effect.map(isFirstWarning(known, kind, now), (isFirst) =>
        isFirst || job.isResumed ? say(kind, variables) : ignored("Told so a moment ago")
      )

    if (yield* misconduct.abuse(known, message.text, now)) return ignored("Suspended for an abusive word")
    const isWrong = !asksAnything(parsed)
    if (isWrong && !(chat.kind === "direct" && parsed.isCommandLike && rules.isWrongCommandAnswered)) {
      return ignored("No command")
    }
    const rate = yield* writer.isTrusted
      ? Effect.succeed({ isOver: false, isFirst: false })
      : rateGate(tenantId, writer.contactId, rules, now)
    if (rate.isOver) {
      return rate.isFirst
        ? say("rate_limited", { minutes: `${rules.rateLimitCoolOffMinutes}` })
        : ignored("Too many commands, and told so")
    }
    if (isWrong) return yield* warn("wrong_command")
    if ((yield* misconduct.waitsUntil(known, now)) !== null)
      return ignored("Waits after many orders of others")

    const asked: CommandJob = {
      tenantId,
      conversationId: job.conversationId,
      messageId: job.messageId,
      channelKind: chat.channelKind,
      text: message.text,
      sender: addressOf(message.sender),
      writer,
      customers: active,
      commands: parsed.commands,
      config,
      rules,
      isResumed: job.isResumed,
      trace: []
    }
    const panelIds = config.panels.map(({ id }) => id)
    const remembered = accountGate.known(rules, active, now)
    const { standings, found } =
      remembered === null
        ? yield* Effect.all(
            {
              standings: accountGate.ask(tenantId, panelIds, rules, active, now),
              found: commandWork.read(asked)
            },
            { concurrency: 2 }
          )
        : { standings: remembered, found: yield* commandWork.read(asked) }
    const refused = standings.filter(({ refusal }) => refusal !== null)
    const [first] = refused
    if (first?.refusal != null && refused.length === active.length && !writer.isTrusted) {
      return yield* warn(first.refusal, { username: first.customer.username })
    }
    const command: CommandJob = {
      ...asked,
      customers: active.filter(({ id }) => !refused.some(({ customer }) => customer.id === id)),
      trace: senderTrace(active, writer, rules, standings)
    }
    const { parts, answers, found: told, stages, template } = yield* commandWork.carryOut(command, found)
    const others = yield* accountWork(command, parsed, chat.kind === "direct")
    yield* misconduct.learn(known, answers, now)
    return explained(
      replyWith(...parts, ...others),
      explainOrders(parsed, command.trace, told, { rules, stages }, template)
    )
  })

  return Effect.fnUntraced(function* (job: MessageJob) {
    const { chat, message, tenantId, conversationId } = job
    const config = yield* tenants.config(tenantId)
    const now = yield* Clock.currentTimeMillis
    if (now - message.sentAt > config.rules.maxMessageAgeHours * 3_600_000) return ignored("Too old")
    // A number that is a destination may write under its LID, and a group has a new id after its upgrade.
    const addresses = [chat.chatId, message.chatId, message.chatPn]
    const isProvider = [...config.routes, ...config.providerChats].some(
      ({ channelId, chatId }) => channelId === chat.channelId && addresses.includes(chatId)
    )
    if (isProvider) return yield* hearProvider({ ...job, rules: config.rules })

    const parsed = parseMessage(message.text, config.words)
    const isDirect = chat.kind === "direct"
    // Talk in a group concerns nobody; only a group that serves customers may hold somebody's answer to our question.
    if (!isDirect && !asksAnything(parsed) && !config.hasSupportGroups) return ignored("No command")
    const writer = yield* job.writer
    if (writer.chat.isSilent) {
      return { _tag: "Leave", stage: "done", why: "The bot is silent in this chat" } satisfies Verdict
    }
    if (writer.chat.controller !== "bot") {
      return { _tag: "Leave", stage: "done", why: "A person answers this chat" } satisfies Verdict
    }
    if (writer.customers.length > 0 || writer.isTrusted) {
      return yield* serve(job, config, writer, parsed, now)
    }
    if (!isDirect && !writer.chat.isSupport) return ignored("The writer is not a customer")
    const { contactId } = writer
    const { text } = message
    return yield* register({
      tenantId,
      conversationId,
      contactId,
      config,
      text,
      sender: addressOf(message.sender),
      isAsking: isDirect || asksAnything(parsed),
      isAnswering: isDirect || message.quotedId !== null
    })
  })
})

const asksAnything = ({ commands, accountCommands, customs }: ParsedMessage): boolean =>
  commands.length + accountCommands.length + customs.length > 0

/** The number or Telegram account, as staff know it. */
const addressOf = ({ pn, lid, telegramId }: Sender): string =>
  (pn ?? telegramId ?? lid ?? "unknown").split("@")[0] ?? ""

const knownSender = (
  customers: ReadonlyArray<{ readonly username: string }>,
  { isTrusted }: Pick<Writer, "isTrusted">
): TraceStep => {
  const who = customers.map(({ username }) => username).join(" / ")
  return { check: "sender known", input: isTrusted ? `trusted ${who}`.trim() : who, outcome: "passed" }
}

/** The checks of OR-02 that are made before any order; credit comes with its own issue. */
const senderTrace = (
  customers: ReadonlyArray<{ readonly username: string }>,
  writer: Writer,
  rules: { readonly isRateLimitOn: boolean },
  standings: ReadonlyArray<Standing>
): ReadonlyArray<TraceStep> => [
  knownSender(customers, writer),
  { check: "bot active", input: "customer", outcome: "passed" },
  {
    check: "panel account",
    input: standings.map(({ customer, status }) => `${customer.username}: ${status}`).join(", "),
    outcome: standings.length === 0 ? "skipped" : "passed"
  },
  { check: "credit", input: "not charged", outcome: "skipped" },
  writer.isTrusted || !rules.isRateLimitOn
    ? { check: "rate limit", input: "not limited", outcome: "skipped" }
    : { check: "rate limit", input: "within the limit", outcome: "passed" }
]
