import { Effect, Layer } from "effect"
import type { CommandName } from "../../domain/CommandName.ts"
import type { OrderAnswer } from "../../domain/OrderAnswer.ts"
import { CommandTally } from "../../ports/CommandTally.ts"
import { Dispatches } from "../../ports/Dispatches.ts"
import { Inbox } from "../../ports/Inbox.ts"
import { Outbox } from "../../ports/Outbox.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { ProviderDispatches } from "../../ports/ProviderDispatches.ts"
import { type Transport, ChannelTransports, SendError } from "../../ports/ChannelTransport.ts"
import { counter, seconds } from "./Series.ts"

const inbound = counter("relaydesk_inbound_messages_total", "Messages that networks brought", [
  "kind",
  "outcome"
])
const commands = counter("relaydesk_commands_total", "Commands for one order, by what they came to", [
  "command",
  "outcome"
])
const replies = counter("relaydesk_replies_total", "Answers to inbound messages put into the outbox", [
  "kind",
  "outcome"
])
const sends = counter("relaydesk_sends_total", "Attempts to send a message, by how they ended", [
  "kind",
  "carries",
  "outcome"
])
const sendSeconds = seconds("relaydesk_send_seconds", "From handing a message to the network to its word", [
  "kind",
  "outcome"
])
const dispatches = counter("relaydesk_dispatches_total", "Attempts of outward acts other than messages", [
  "kind",
  "outcome"
])
const panelCalls = counter("relaydesk_panel_calls_total", "Calls of panels", ["call", "outcome"])
const panelSeconds = seconds("relaydesk_panel_call_seconds", "How long panels took", ["call"])

/** Messages on their way whose kind is remembered until they are settled; the rest count as replies. */
const rememberedRows = 50_000

const measuredInbox = Layer.effect(
  Inbox,
  Effect.map(Inbox, (inbox) =>
    Inbox.of({
      ...inbox,
      accept: (channel, message) =>
        Effect.map(inbox.accept(channel, message), (stored) => {
          inbound({ kind: channel.kind, outcome: stored._tag === "Some" ? "stored" : "repeated" })
          return stored
        })
    })
  )
)

const measuredOutbox = Layer.effect(
  Outbox,
  Effect.map(Outbox, (outbox) => {
    const carriers = new Set<string>()
    return Outbox.of({
      ...outbox,
      reply: (reply) =>
        Effect.map(outbox.reply(reply), (isNew) => {
          replies({
            kind: reply.quotedId === null ? "direct" : "group",
            outcome: isNew ? "queued" : "repeated"
          })
          return isNew
        }),
      due: (...asked) =>
        Effect.map(outbox.due(...asked), (rows) => {
          for (const { messageId, isDispatch } of rows) {
            if (isDispatch && carriers.size < rememberedRows) carriers.add(messageId)
          }
          return rows
        }),
      settle: (channel, attempts) =>
        Effect.map(outbox.settle(channel, attempts), () => {
          for (const { messageId, outcome } of attempts) {
            const carries = carriers.delete(messageId) ? "dispatch" : "reply"
            sends({ kind: channel.kind, carries, outcome: outcome._tag.toLowerCase() })
          }
        })
    })
  })
)

const timed =
  (kind: string, transport: Transport): Transport["open"] =>
  (channel, events) =>
    Effect.map(transport.open(channel, events), (connection) => ({
      ...connection,
      send: (message) => {
        const begun = performance.now()
        const noted = (outcome: string) =>
          Effect.sync(() => sendSeconds({ kind, outcome }, (performance.now() - begun) / 1_000))
        return connection.send(message).pipe(
          Effect.tap(() => noted("sent")),
          Effect.tapError((error: SendError) => noted(error.reason._tag.toLowerCase()))
        )
      }
    }))

const measuredTransports = Layer.effect(
  ChannelTransports,
  Effect.map(ChannelTransports, (transports) =>
    ChannelTransports.of(
      Object.fromEntries(
        Object.entries(transports).map(([kind, transport]) => [
          kind,
          { ...transport, open: timed(kind, transport) }
        ])
      ) as unknown as ChannelTransports["Service"]
    )
  )
)

const measuredDispatches = Layer.effect(
  Dispatches,
  Effect.map(Dispatches, (all) =>
    Dispatches.of({
      ...all,
      settlePanelCalls: (outcomes) =>
        Effect.map(all.settlePanelCalls(outcomes), () => {
          for (const { outcome } of outcomes)
            dispatches({ kind: "panel", outcome: outcome._tag.toLowerCase() })
        })
    })
  )
)

const measuredProviderDispatches = Layer.effect(
  ProviderDispatches,
  Effect.map(ProviderDispatches, (all) =>
    ProviderDispatches.of({
      ...all,
      settle: (outcomes) =>
        Effect.map(all.settle(outcomes), () => {
          for (const { dispatch, outcome } of outcomes)
            dispatches({ kind: dispatch.kind, outcome: outcome._tag.toLowerCase() })
        })
    })
  )
)

const calling = <A>(call: string, ask: Effect.Effect<A, PanelError>): Effect.Effect<A, PanelError> =>
  Effect.suspend(() => {
    const begun = performance.now()
    const noted = (outcome: string) =>
      Effect.sync(() => {
        panelCalls({ call, outcome })
        panelSeconds({ call }, (performance.now() - begun) / 1_000)
      })
    return ask.pipe(
      Effect.tap(() => noted("ok")),
      Effect.tapError(({ reason }) => noted(reason.toLowerCase()))
    )
  })

const measuredPanels = Layer.effect(
  Panels,
  Effect.map(Panels, (panels) =>
    Panels.of({
      ...panels,
      findOrders: (...asked) => calling("find_orders", panels.findOrders(...asked)),
      request: (...asked) => calling("request", panels.request(...asked)),
      alreadyRequested: (...asked) => calling("already_requested", panels.alreadyRequested(...asked))
    })
  )
)

const outcomeOf = (answer: OrderAnswer): string => {
  switch (answer._tag) {
    case "Accepted":
      return answer.isRepeat ? "repeated" : "accepted"
    case "Refused":
      return answer.kind
    default:
      return "answered"
  }
}

const tally = Layer.succeed(CommandTally, (asked: CommandName, answer: OrderAnswer) =>
  commands({ command: asked, outcome: outcomeOf(answer) })
)

/** The ports of the message path, each act counted on its way. A count is an addition; it never waits or fails. */
export const layer = Layer.mergeAll(
  measuredInbox,
  measuredOutbox,
  measuredTransports,
  measuredDispatches,
  measuredProviderDispatches,
  measuredPanels,
  tally
)
