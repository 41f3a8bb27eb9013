import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { ChatControl } from "../../ports/ChatControl.ts"
import { StaffCommands } from "../../ports/StaffCommands.ts"
import type { Agent, Takeover, Written } from "../../ports/Takeovers.ts"
import { notFound } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"

const held = (by: string) => refuse(Conflict, `${by} answers this chat now.`)

/** Who acts, as chats name him. */
export const agent = Effect.map(CurrentLogin, ({ id, username }): Agent => ({ id, name: username }))

const taken = (takeover: Takeover) => {
  switch (takeover._tag) {
    case "Taken":
      return Effect.succeed(takeover.conversation)
    case "Held":
      return held(takeover.by)
    case "NotFound":
      return notFound
  }
}

/** The answer to what staff wrote. */
export const written = (result: Written) => {
  switch (result._tag) {
    case "Written":
      return Effect.succeed(result.message)
    case "Held":
      return held(result.by)
    case "NoFile":
      return refuse(Conflict, "This file is no longer kept here. Attach it again.")
    case "NotFound":
      return notFound
  }
}

/** What staff do in a chat. */
export const layer = HttpApiBuilder.group(
  Api,
  "chats",
  Effect.fn(function* (handlers) {
    const chats = yield* ChatControl
    const commands = yield* StaffCommands
    return handlers.handleAll({
      takeOver: Effect.fn("ChatApi.takeOver")(function* ({ params, payload }) {
        const { isForced = false } = payload
        return yield* taken(yield* chats.takeOver(yield* CurrentTenant, params.id, yield* agent, isForced))
      }),

      handBack: Effect.fn("ChatApi.handBack")(function* ({ params }) {
        if (!(yield* chats.handBack(yield* CurrentTenant, params.id))) return yield* notFound
      }),

      pause: Effect.fn("ChatApi.pause")(function* ({ params, payload }) {
        return yield* taken(
          yield* chats.pause(yield* CurrentTenant, params.id, yield* agent, payload.minutes)
        )
      }),

      reply: Effect.fn("ChatApi.reply")(function* ({ params, payload }) {
        const { clientId, text, quoted = null } = payload
        const words = { kind: "reply", clientId, text, quoted } as const
        return yield* written(yield* chats.write(yield* CurrentTenant, params.id, yield* agent, words))
      }),

      note: Effect.fn("ChatApi.note")(function* ({ params, payload }) {
        const words = { kind: "note", ...payload, quoted: null } as const
        return yield* written(yield* chats.write(yield* CurrentTenant, params.id, yield* agent, words))
      }),

      command: Effect.fn("ChatApi.command")(function* ({ params, payload }) {
        const { parts } = yield* commands
          .give(yield* CurrentTenant, params.id, yield* agent, {
            ...payload,
            orderIds: [...new Set(payload.orderIds)]
          })
          .pipe(Effect.catchTag("NoSuchChat", () => notFound))
        return { parts }
      }),

      resend: Effect.fn("ChatApi.resend")(function* ({ params, payload }) {
        const { isConfirmed = false } = payload
        const outcome = yield* chats.resend(yield* CurrentTenant, params.id, isConfirmed)
        switch (outcome) {
          case "resent":
            return
          case "unconfirmed":
            return yield* refuse(
              Conflict,
              "It may have arrived. Confirm to send it again; the customer may then read it twice."
            )
          case "notFailed":
            return yield* refuse(Conflict, "Only a message that was not sent can be sent again.")
          case "notFound":
            return yield* notFound
        }
      })
    })
  })
)
