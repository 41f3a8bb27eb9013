import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import { type RouteFor, type RoutePlace, RouteRefused } from "../../../ports/Routes.ts"
import { type ChatRow, chatRows } from "./ChatRows.ts"

/** More than anybody needs; all of them are read for every request. */
const maxRoutes = 1_000

/** Whether a route may be as it was asked for; each answers within the caller's transaction. */
export const routeChecks = (sql: SqlClient.SqlClient) => ({
  room: Effect.gen(function* () {
    const [row] = yield* sql<{ count: number }>`select count(*)::int as count from route`
    if ((row?.count ?? 0) >= maxRoutes) {
      return yield* refuse("TooMany", `There are ${maxRoutes} routes already. Remove some that are not used.`)
    }
  }),

  target: Effect.fnUntraced(function* (what: RouteFor) {
    if (what.kind === "provider") {
      const rows = yield* sql`select 1 from provider where id = ${what.providerId}`
      if (rows.length === 0) {
        return yield* refuse("UnknownProvider", "There is no such provider. Choose one of yours.")
      }
    }
    const panelId = what.kind === "service" || what.kind === "manual" ? what.panelId : null
    if (panelId !== null) {
      const rows = yield* sql`select 1 from panel where id = ${panelId} and disconnected_at is null`
      if (rows.length === 0)
        return yield* refuse("UnknownPanel", "There is no such panel. Choose one of yours.")
    }
  }),

  /** Gives the chat's title; a provider's chat must never be one in which customers are served. */
  place: Effect.fnUntraced(function* ({ channelId, chatId, isTyped }: RoutePlace) {
    const channels = yield* sql<{ name: string }>`select name from channel where id = ${channelId}`
    const [channel] = channels
    if (channel === undefined) {
      return yield* refuse("UnknownChannel", "There is no such channel. Choose one of yours.")
    }
    const [chat] =
      yield* sql<ChatRow>`${chatRows(sql, { channelId, chatId, kind: null })} select * from shown limit 1`
    if (chat === undefined) {
      if (isTyped) return chatId.split("@")[0] ?? chatId
      return yield* refuse(
        "UnknownChat",
        `This chat is none of those that “${channel.name}” has. Choose one from the list.`
      )
    }
    if (chat.isGone && !isTyped) {
      return yield* refuse(
        "UnknownChat",
        `“${channel.name}” is no longer in “${chat.title}”. Add it there again, or choose another chat.`
      )
    }
    if (chat.isSupport) {
      return yield* refuse(
        "CustomersChat",
        `“${chat.title}” is a group in which customers are served. A provider's messages must not be read there: choose another chat, or switch its customer support off first.`
      )
    }
    if (chat.customer !== null) {
      return yield* refuse(
        "CustomersChat",
        `“${chat.title}” belongs to the customer ${chat.customer}, who would no longer be answered there. Choose another chat, or take it off the customer first.`
      )
    }
    return chat.title
  })
})

const refuse = (reason: RouteRefused["reason"], safeText: string) => new RouteRefused({ reason, safeText })
