import type { MessageId } from "./Ids.ts"

/**
 * The trace of an inbound message: its id is the message's own, so that whatever is done for the message later, by
 * whichever process, joins it from the rows alone. Nothing is above it.
 */
export const traceParent = (messageId: MessageId) => ({
  traceId: messageId.replaceAll("-", ""),
  spanId: "",
  sampled: true
})
