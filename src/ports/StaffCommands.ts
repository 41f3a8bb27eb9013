import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { CommandName } from "../domain/CommandName.ts"
import type { ConversationId, MessageId, OrderId, TenantId } from "../domain/Ids.ts"
import type { Agent } from "./Takeovers.ts"

/** A command that staff give in a chat, for one order or many. */
export interface StaffCommand {
  /** Made by the browser: given again after a lost answer, it is the same command. */
  readonly clientId: string
  readonly command: CommandName
  readonly orderIds: ReadonlyArray<OrderId>
}

/** There is no such chat. */
export class NoSuchChat extends Schema.TaggedError<NoSuchChat>()("NoSuchChat", {}) {}

/**
 * Commands of staff (LD-01): the same way as a customer's, with the rights of a trusted identity (CU-10) and the chat's
 * customers; a note in the chat says who gave it. Implemented by `actors/conversations/StaffDesk`.
 */
export class StaffCommands extends Context.Service<
  StaffCommands,
  {
    /** The texts that a customer would read; nobody is told. */
    readonly give: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      command: StaffCommand
    ) => Effect.Effect<{ readonly noteId: MessageId; readonly parts: ReadonlyArray<string> }, NoSuchChat>
  }
>()("relaydesk/ports/StaffCommands") {}
