import type { ChannelState as DomainChannelState } from "../../../src/domain/Channel.ts"
import type * as Domain from "../../../src/domain/LiveEvent.ts"
import type { OrderStatus as DomainOrderStatus } from "../../../src/domain/Order.ts"

// What travels as JSON. Types only: the Effect runtime stays out of the bundle.

export type Conversation = typeof Domain.Conversation.Encoded
export type Message = typeof Domain.Message.Encoded
export type DispatchView = typeof Domain.DispatchView.Encoded
export type RequestView = typeof Domain.RequestView.Encoded
export type ChannelView = typeof Domain.ChannelView.Encoded
export type ChannelState = typeof DomainChannelState.Encoded
export type OrderStatus = typeof DomainOrderStatus.Encoded
export type LogLine = typeof Domain.LogLine.Encoded
export type BulkView = typeof Domain.BulkView.Encoded
export type LiveEvent = typeof Domain.LiveEvent.Encoded
export type ServerFrame = typeof Domain.ServerFrame.Encoded
export type ClientFrame = typeof Domain.ClientFrame.Encoded
export type WhereFrame = typeof Domain.WhereFrame.Encoded
