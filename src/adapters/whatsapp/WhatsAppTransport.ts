import "./SilenceLibsignal.ts"
import { Effect, Option } from "effect"
import { type Transport } from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { EventLoop } from "../../ports/EventLoop.ts"
import { WhatsAppVersions } from "../../ports/WhatsAppVersions.ts"
import { Settings } from "../../Settings.ts"
import { openConnection } from "./Connection.ts"
import { makeConnectLimit } from "./ConnectLimit.ts"
import { makeHeldCaches } from "./HeldCaches.ts"
import { makeVersionKeeper } from "./version/VersionKeeper.ts"
import { makeVersionSource } from "./version/VersionSource.ts"
import { parseVersion } from "./version/WebVersions.ts"
import { webUrl } from "./WebUrl.ts"

/** WhatsApp by linked device. Dies when WHATSAPP_WEB_URL is neither encrypted nor on this machine. */
export const make: Effect.Effect<
  Transport,
  never,
  Settings | WhatsAppKeys | WhatsAppVersions | Egress | EventLoop
> = Effect.gen(function* () {
  const settings = yield* Settings
  const store = yield* WhatsAppKeys
  const egress = yield* Egress
  const eventLoop = yield* EventLoop
  const versions = makeVersionKeeper({
    chosen: Option.getOrNull(Option.map(settings.whatsappVersion, parseVersion)),
    store: yield* WhatsAppVersions,
    source: makeVersionSource(egress, settings)
  })
  const limit = makeConnectLimit()
  const url = yield* Effect.sync(() => webUrl(settings.whatsappWebUrl))
  const held = makeHeldCaches()
  return {
    mended: versions.mended,
    open: (channel, events) =>
      openConnection({
        url,
        versions,
        eventLoop,
        limit,
        egress,
        store,
        channel,
        events,
        caches: held.of(channel),
        forgetCaches: () => held.forget(channel.channelId)
      })
  }
})
