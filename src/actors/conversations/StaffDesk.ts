import { Effect, Layer, Option } from "effect"
import { explainOrders } from "../../domain/Explanation.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { Conversations } from "../../ports/Conversations.ts"
import { Explanations } from "../../ports/Explanations.ts"
import { NoSuchChat, StaffCommands } from "../../ports/StaffCommands.ts"
import { Takeovers } from "../../ports/Takeovers.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import type { CommandJob } from "./CommandJob.ts"
import { makeCommandWork } from "./CommandWork.ts"

/** Gives staff's commands to the orders, as a message of a trusted identity would be. */
export const layer = Layer.effect(
  StaffCommands,
  Effect.gen(function* () {
    const tenants = yield* Tenants
    const conversations = yield* Conversations
    const takeovers = yield* Takeovers
    const chats = yield* ChatControl
    const explanations = yield* Explanations
    const work = yield* makeCommandWork

    const give: StaffCommands["Service"]["give"] = Effect.fn("StaffCommands.give")(function* (
      tenantId,
      id,
      agent,
      { clientId, command, orderIds }
    ) {
      const text = `${orderIds.join(", ")} ${command}`
      // First of all: what the requests are recorded with, and what makes a repeat the same command (rule 3).
      const noted = yield* chats.write(tenantId, id, agent, { kind: "note", clientId, text, quoted: null })
      const chat = yield* conversations.load(tenantId, id)
      const people = yield* takeovers.people(tenantId, id)
      if (noted._tag !== "Written" || Option.isNone(chat) || people === null) return yield* new NoSuchChat()
      const config = yield* tenants.config(tenantId)
      const job: CommandJob = {
        tenantId,
        conversationId: id,
        messageId: noted.message.id,
        channelKind: chat.value.channelKind,
        text,
        sender: agent.name,
        writer: {
          contactId: people.contactId,
          isTrusted: true,
          customers: people.customers,
          chat: people.chat
        },
        customers: people.customers,
        commands: [{ name: command, asked: command, orderIds }],
        config,
        rules: inLanguage(config.rules, people.customers[0]?.language ?? null),
        isResumed: !noted.isNew,
        trace: [{ check: "sender known", input: `staff ${agent.name}`, outcome: "passed" }]
      }
      const { found, parts, stages, template } = yield* work.carryOut(job, yield* work.read(job))
      const why = explainOrders(job, job.trace, found, { rules: job.rules, stages }, template)
      yield* explanations.keep(tenantId, id, noted.message.id, why)
      return { noteId: noted.message.id, parts }
    })
    return StaffCommands.of({ give })
  })
)
