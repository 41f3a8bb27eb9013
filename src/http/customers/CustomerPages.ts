import { Layer } from "effect"
import * as AuditHandlers from "./AuditHandlers.ts"
import * as CustomerChatHandlers from "./CustomerChatHandlers.ts"
import * as CustomerHandlers from "./CustomerHandlers.ts"
import * as RegistrationHandlers from "./RegistrationHandlers.ts"

/** Every handler of the pages about customers. */
export const layer = Layer.mergeAll(
  CustomerHandlers.layer,
  CustomerChatHandlers.layer,
  RegistrationHandlers.layer,
  AuditHandlers.layer
)
