import { Clock, Effect } from "effect"
import type { Alerts } from "../../ports/Alerts.ts"
import type { ChannelHandle, ConnectionEvents } from "../../ports/ChannelTransport.ts"
import type { Journal } from "../../ports/Journal.ts"

/** One lost message is bad luck; so many within an hour are a session whose keys are out of step. */
const many = 5
const withinMillis = 3_600_000

/** Tells staff of messages that stayed unreadable, as nobody will answer them, and the owner when they are many. */
export const tellUnreadable = (
  channel: ChannelHandle,
  { journal, alerts }: { readonly journal: Journal["Service"]; readonly alerts: Alerts["Service"] }
): NonNullable<ConnectionEvents["unreadable"]> => {
  let lost: ReadonlyArray<number> = []
  return Effect.fnUntraced(function* ({ chatId, name, count }) {
    const now = yield* Clock.currentTimeMillis
    lost = [...lost.filter((at) => now - at < withinMillis), ...Array.from({ length: count }, () => now)]
    const who = name ?? (chatId.endsWith("@g.us") ? "a group" : `…${chatId.split("@")[0]?.slice(-4)}`)
    const what = count === 1 ? "A message" : `${count} messages`
    yield* journal.write(channel.tenantId, {
      level: "warn",
      area: "channel",
      text: `${what} from ${who} could not be decrypted and did not come again. Ask to have it sent once more.`
    })
    if (lost.length < many) return
    const text = `${channel.name ?? "A channel"}: ${lost.length} messages of the last hour could not be decrypted. If that goes on, unlink the number and link it anew.`
    yield* alerts.raise(channel.tenantId, `unreadable/${channel.channelId}`, text)
  })
}
