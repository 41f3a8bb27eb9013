import { Effect } from "effect"
import type { ChannelId, TenantId } from "../../domain/Ids.ts"
import { ChannelControl } from "../../ports/ChannelControl.ts"
import { Desk } from "../../ports/Desk.ts"
import { Destinations } from "../../ports/Destinations.ts"

/** How long a page waits for a network's list. */
const patience = "5 seconds"

/** Channels asked at the same time. */
const concurrency = 8

/** Learns the chats that a tenant's channels have at this moment; gives the channels that could not be asked. */
export const makeChatNews = Effect.gen(function* () {
  const desk = yield* Desk
  const control = yield* ChannelControl
  const destinations = yield* Destinations

  return Effect.fn("ChatNews")(function* (tenantId: TenantId, channelId: ChannelId | null) {
    const all = yield* desk.channels(tenantId)
    const wanted = all.filter(({ id }) => channelId === null || id === channelId)
    const asked = yield* Effect.forEach(
      wanted,
      Effect.fnUntraced(function* ({ id, name, kind, state }) {
        const chats =
          state._tag === "Open"
            ? yield* control.chats(tenantId, id).pipe(
                Effect.timeout(patience),
                Effect.orElseSucceed(() => null)
              )
            : null
        if (chats === null) return [{ id, name }]
        // An empty list may be a failed one: nothing is taken for gone by it.
        yield* kind === "whatsapp" && chats.length > 0
          ? destinations.learnAllGroups({ tenantId, channelId: id }, chats)
          : destinations.learn({ tenantId, channelId: id }, chats)
        return []
      }),
      { concurrency }
    )
    return asked.flat()
  })
})
