import type { TenantId } from "./Ids.ts"
import type { LiveEvent } from "./LiveEvent.ts"
import { type Asker, may, type Need } from "./Permissions.ts"

/** What a dashboard needs to be told of something, as the endpoint that lists it does. */
const needs: Readonly<Record<LiveEvent["_tag"], ReadonlyArray<Need>>> = {
  ConversationChanged: ["inbox.view"],
  MessageChanged: ["inbox.view"],
  RequestChanged: ["orders.manage", "inbox.view"],
  OrderSeen: ["orders.manage", "inbox.view"],
  BulkChanged: ["orders.manage", "inbox.view"],
  ChannelChanged: ["inbox.view", "providers.manage", "customers.manage", "automation.manage"],
  ChannelRemoved: ["inbox.view", "providers.manage", "customers.manage", "automation.manage"],
  LogAdded: ["logs.view", "orders.manage"]
}

/** Whether somebody is told of events of a kind; what is not known here is told to those alone who see everything. */
export const mayHear = (asker: Asker, tag: string): boolean =>
  may(asker, Object.hasOwn(needs, tag) ? needs[tag as LiveEvent["_tag"]] : ["owner"])

/** Whether one of the platform's people is told what happens in all workspaces (LD-05). */
export const mayHearAll = (asker: Asker): boolean => may(asker, ["monitoring.view"])

/**
 * What the platform's people are told of a workspace's event: lines of its log and the states of its channels, with whose
 * they are. Never what is said in a chat, a number, or a code that links a phone.
 */
export const toldOfAll = (
  tenantId: TenantId,
  event: typeof LiveEvent.Encoded
): ReadonlyArray<typeof LiveEvent.Encoded> => {
  if (event._tag === "LogAdded") return [{ ...event, tenantId }]
  if (event._tag !== "ChannelChanged") return []
  const { state } = event.channel
  if ("qr" in state || "code" in state) return []
  return [{ ...event, tenantId, channel: { ...event.channel, address: null } }]
}
