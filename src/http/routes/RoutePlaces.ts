import { Effect, Result } from "effect"
import { readWhatsApp } from "../../domain/AddressInput.ts"
import { isWhatsApp } from "../../domain/Channel.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { ChannelControl } from "../../ports/ChannelControl.ts"
import { Desk } from "../../ports/Desk.ts"
import { Destinations } from "../../ports/Destinations.ts"
import type { RoutePlace } from "../../ports/Routes.ts"
import { refuse } from "../answers/References.ts"
import { BadRequest } from "../api/Refusals.ts"
import type { RoutePlaceBody } from "../api/RouteBodies.ts"
import { makeChatNews } from "./ChatNews.ts"

/** Reads where a route shall go: a chat of the list as it is now, or a number that WhatsApp is asked about. */
export const makeRoutePlaces = Effect.gen(function* () {
  const desk = yield* Desk
  const control = yield* ChannelControl
  const destinations = yield* Destinations
  const chatNews = yield* makeChatNews

  const typed = Effect.fnUntraced(function* (tenantId: TenantId, channel: Channel, number: string) {
    if (!isWhatsApp(channel.kind)) {
      return yield* refuse(BadRequest, `“${channel.name}” has no phone numbers. Choose a chat from the list.`)
    }
    const address = Result.getOrElse(
      Result.map(readWhatsApp(number), ({ pn }) => pn),
      () => null
    )
    if (address === null) {
      const words = Result.match(readWhatsApp(number), {
        onSuccess: () => noLid,
        onFailure: (problem) => problem
      })
      return yield* refuse(BadRequest, words)
    }
    const { id: channelId } = channel
    const isThere = yield* Effect.orElseSucceed(control.knows(tenantId, channelId, address), () => null)
    if (isThere === false) return yield* refuse(BadRequest, `${number.trim()} is not on WhatsApp.`)
    const title = `+${address.split("@")[0]}`
    yield* destinations.learn({ tenantId, channelId }, [{ chatId: address, kind: "direct", title }])
    return { channelId, chatId: address, isTyped: true, isChecked: isThere === true } satisfies RoutePlace
  })

  return Effect.fn("RoutePlaces")(function* (tenantId: TenantId, body: RoutePlaceBody) {
    const { channelId } = body
    const channel = (yield* desk.channels(tenantId)).find(({ id }) => id === channelId)
    if (channel === undefined) {
      return yield* refuse(BadRequest, "There is no such channel. Choose one of yours.")
    }
    if ("number" in body) return yield* typed(tenantId, channel, body.number)
    // A group that the account was let into a moment ago is known by this.
    yield* chatNews(tenantId, channelId)
    // Telegram lists nothing, but says whether the bot may still write in a chat.
    const isThere =
      channel.kind === "telegram"
        ? yield* Effect.orElseSucceed(control.knows(tenantId, channelId, body.chatId), () => null)
        : null
    if (isThere === false) {
      return yield* refuse(BadRequest, `“${channel.name}” is not in this chat any more, or never was.`)
    }
    return { channelId, chatId: body.chatId, isTyped: false, isChecked: true } satisfies RoutePlace
  })
})

type Channel = Effect.Success<ReturnType<Desk["Service"]["channels"]>>[number]

const noLid = "Write the phone number with its country code, for example +9779800000100."
