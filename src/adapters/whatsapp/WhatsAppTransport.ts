import "./SilenceLibsignal.ts"
import { Effect, Option } from "effect"
import { type Transport } from "../../ports/ChannelTransport.ts"
import { Egress } from "../../ports/Egress.ts"
import { WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { EventLoop } from "../../ports/EventLoop.ts"
import { WhatsAppVersions } from "../../ports/WhatsAppVersions.ts"
import { Settings } from "../../Settings.ts"
import { BoundedCache } from "./BoundedCache.ts"
import { openConnection } from "./Connection.ts"
import { makeSessionCaches, type SessionCaches } from "./SessionCaches.ts"
import { makeConnectLimit } from "./ConnectLimit.ts"
import { makeVersionKeeper } from "./version/VersionKeeper.ts"
import { makeVersionSource } from "./version/VersionSource.ts"
import { parseVersion } from "./version/WebVersions.ts"
import { webUrl } from "./WebUrl.ts"

// As many sessions as a process is meant to hold, twice over.
const cachedSessions = { capacity: 400, ttlMillis: Number.POSITIVE_INFINITY }

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
  const sessions = new BoundedCache(cachedSessions)
  const cachesOf = (channelId: string): SessionCaches => {
    const caches = sessions.get<SessionCaches>(channelId) ?? makeSessionCaches()
    sessions.set(channelId, caches)
    return caches
  }
  return {
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
        caches: cachesOf(channel.channelId),
        forgetCaches: () => sessions.del(channel.channelId)
      })
  }
})
