import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ChannelKind, ChannelState } from "../domain/Channel.ts"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { ChannelView } from "../domain/LiveEvent.ts"
import type { ChannelCredentials, NewChannel } from "./ChannelControl.ts"
import type { ChannelHandle, KnownBot } from "./ChannelTransport.ts"

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
    /** With a kind: whether it is one of this kind. */
    readonly exists: (tenantId: TenantId, id: ChannelId, kind?: ChannelKind) => Effect.Effect<boolean>
    readonly enabled: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ChannelId>>
    /** Those of all active tenants. */
    readonly allEnabled: Effect.Effect<
      ReadonlyArray<{ readonly tenantId: TenantId; readonly channelId: ChannelId }>
    >
    /** Becomes the holder: a new generation, after which older holders write nothing. None when disabled or gone. */
    readonly hold: (tenantId: TenantId, id: ChannelId) => Effect.Effect<Option.Option<ChannelHandle>>
    /** Saved by the holder only; false when somebody else holds the channel now. */
    readonly saveState: (channel: ChannelHandle, state: ChannelState, now: number) => Effect.Effect<boolean>
    /** Whether this holder is still the channel's. */
    readonly isHeld: (channel: ChannelHandle) => Effect.Effect<boolean>
    /**
     * Claims a recognized bot for the holder's channel, of which one in the deployment has it (CH-07). "Taken" = another
     * enabled channel has it, "Lost" = the channel has another holder. `isDeaf`: it has groups whose messages it does not get.
     */
    readonly claimBot: (
      channel: ChannelHandle,
      bot: KnownBot
    ) => Effect.Effect<{ readonly claim: "Held" | "Taken" | "Lost"; readonly isDeaf: boolean }>
    /** The tenant's channels whose bots were recognized; `isClaimed`: it reads that bot's messages. */
    readonly bots: (tenantId: TenantId) => Effect.Effect<
      ReadonlyArray<{
        readonly channelId: ChannelId
        readonly botId: string
        readonly name: string
        readonly isClaimed: boolean
      }>
    >
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
