import "./SilenceLibsignal.ts"
import { Effect } from "effect"
import { type Transport } from "../../ports/ChannelTransport.ts"
import { WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { Settings } from "../../Settings.ts"
import { BoundedCache } from "./BoundedCache.ts"
import { openConnection } from "./Connection.ts"
import { makeSessionCaches, type SessionCaches } from "./SessionCaches.ts"
import { webUrl } from "./WebUrl.ts"

// As many sessions as a process is meant to hold, twice over.
const cachedSessions = { capacity: 400, ttlMillis: Number.POSITIVE_INFINITY }

/** WhatsApp by linked device. Dies when WHATSAPP_WEB_URL is neither encrypted nor on this machine. */
export const make: Effect.Effect<Transport, never, Settings | WhatsAppKeys> = Effect.gen(function* () {
  const settings = yield* Settings
  const store = yield* WhatsAppKeys
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
        store,
        channel,
        events,
        caches: cachesOf(channel.channelId),
        forgetCaches: () => sessions.del(channel.channelId)
      })
  }
})
