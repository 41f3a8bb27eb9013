import { Effect } from "effect"
import type { ChannelId, TenantId } from "../../domain/Ids.ts"
import type { Channels } from "../../ports/Channels.ts"
import { TenantSql } from "./Database.ts"

type Claims = Pick<Channels["Service"], "isHeld" | "claimBot" | "bots">

/** Which channel reads which bot's messages: one in the deployment, by the index `channel_bot_once`. */
export const makeBotClaims = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql

  const isHeld: Claims["isHeld"] = Effect.fn("Channels.isHeld")(function* (channel) {
    const rows = yield* within(
      channel.tenantId,
      sql`select 1 from channel where id = ${channel.channelId} and generation = ${channel.generation}`
    ).pipe(Effect.orDie)
    return rows.length > 0
  })

  const claimBot: Claims["claimBot"] = Effect.fn("Channels.claimBot")(function* (channel, bot) {
    const rows = yield* within(
      channel.tenantId,
      sql<{ isDeaf: boolean }>`
        update channel set bot_id = ${bot.id}, holds_bot = true, has_privacy = ${bot.hasPrivacy}
        where id = ${channel.channelId} and generation = ${channel.generation} and is_enabled
        returning has_privacy and misses_messages(id) as "isDeaf"`
    ).pipe(
      Effect.catchReason("SqlError", "UniqueViolation", () => Effect.succeed(null)),
      Effect.orDie
    )
    if (rows === null) return { claim: "Taken", isDeaf: false }
    const [row] = rows
    return { claim: row === undefined ? "Lost" : "Held", isDeaf: row?.isDeaf ?? false }
  })

  const bots: Claims["bots"] = Effect.fn("Channels.bots")((tenantId: TenantId) =>
    within(
      tenantId,
      sql<{ channelId: ChannelId; botId: string; name: string; isClaimed: boolean }>`
        select id as "channelId", bot_id as "botId", name, holds_bot as "isClaimed" from channel
        where bot_id is not null`
    ).pipe(Effect.orDie)
  )

  return { isHeld, claimBot, bots } satisfies Claims
})
