import type { LiveEvent } from "./LiveEvent.ts"
import { type Asker, may, type Need } from "./Permissions.ts"

/** What a dashboard needs to be told of something, as the endpoint that lists it does. */
const needs: Readonly<Record<LiveEvent["_tag"], ReadonlyArray<Need>>> = {
  ConversationChanged: ["inbox.view"],
  MessageChanged: ["inbox.view"],
  RequestChanged: ["orders.manage", "inbox.view"],
  BulkChanged: ["orders.manage", "inbox.view"],
  ChannelChanged: ["inbox.view", "providers.manage", "customers.manage", "automation.manage"],
  LogAdded: ["logs.view", "orders.manage"]
}

/** Whether somebody is told of events of a kind; what is not known here is told to those alone who see everything. */
export const mayHear = (asker: Asker, tag: string): boolean =>
  may(asker, Object.hasOwn(needs, tag) ? needs[tag as LiveEvent["_tag"]] : ["owner"])
