import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ChannelState } from "../domain/Channel.ts"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { ChannelView } from "../domain/LiveEvent.ts"
import type { ChannelCredentials, NewChannel } from "./ChannelControl.ts"
import type { ChannelHandle } from "./ChannelTransport.ts"

/** The tenant's channels. Implemented by `adapters/postgres`. */
export class Channels extends Context.Service<
  Channels,
  {
    readonly create: (tenantId: TenantId, channel: NewChannel) => Effect.Effect<ChannelView>
    /** Seals other credentials; false when there is no such channel of their kind. */
    readonly renew: (
      tenantId: TenantId,
      id: ChannelId,
      credentials: ChannelCredentials
    ) => Effect.Effect<boolean>
    readonly exists: (tenantId: TenantId, id: ChannelId) => Effect.Effect<boolean>
    readonly enabled: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ChannelId>>
    /** Becomes the holder: a new generation, after which older holders write nothing. None when disabled or gone. */
    readonly hold: (tenantId: TenantId, id: ChannelId) => Effect.Effect<Option.Option<ChannelHandle>>
    /** Saved by the holder only; false when somebody else holds the channel now. */
    readonly saveState: (channel: ChannelHandle, state: ChannelState, now: number) => Effect.Effect<boolean>
    readonly saveAddress: (channel: ChannelHandle, address: string) => Effect.Effect<void>
    /** The network acknowledged one of our messages: the channel's send-health (CH-02). */
    readonly acknowledged: (channel: ChannelHandle, now: number) => Effect.Effect<void>
    readonly setEnabled: (
      tenantId: TenantId,
      id: ChannelId,
      isEnabled: boolean,
      now: number
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/Channels") {}
