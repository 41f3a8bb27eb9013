import { Context } from "effect"
import type { CommandName } from "../domain/CommandName.ts"
import type { OrderAnswer } from "../domain/OrderAnswer.ts"

/** Counts what commands came to; without one nothing is counted. Implemented by `adapters/observability`. */
export const CommandTally = Context.Reference<(asked: CommandName, answer: OrderAnswer) => void>(
  "relaydesk/ports/CommandTally",
  { defaultValue: () => () => {} }
)
