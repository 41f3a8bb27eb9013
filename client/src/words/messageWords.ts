import type { Message } from "../api/Views.ts"

/** How far a message has come, in the middle of a sentence. */
export const stageWords: Readonly<Record<Message["stage"], string>> = {
  received: "received",
  done: "done",
  ignored: "ignored",
  queued: "queued",
  sending: "being sent",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "not sent",
  uncertain: "perhaps sent"
}
