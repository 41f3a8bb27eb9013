import { Effect, Layer, Option, Schema } from "effect"
import { BadCursor } from "../../../ports/Desk.ts"
import { type Destination, Destinations } from "../../../ports/Destinations.ts"
import { page } from "../Cursor.ts"
import { anywhere } from "../customers/Search.ts"
import { TenantSql } from "../Database.ts"
import { type ChatRow, chatRows, chatUses, isUsed } from "./ChatRows.ts"

/** The chats that channels can write to, in PostgreSQL. */
export const layer = Layer.effect(
  Destinations,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql

    const list: Destinations["Service"]["list"] = Effect.fn("Destinations.list")(function* (tenantId, query) {
      const { before, channelId, kind, limit, search, use } = query
      const after = yield* readCursor(before)
      const text = search === null ? null : anywhere(search)
      // People type numbers with "+", spaces and dashes.
      const digits = (search ?? "").replaceAll(/\D/g, "")
      const number = digits.length < 3 ? null : anywhere(digits)
      const rows = yield* within(
        tenantId,
        sql<ChatRow>`
          ${chatRows(sql, { channelId, chatId: null, kind })}
          select shown.*, ${chatUses(sql)} from shown
          where ${isUsed(sql, use)} and (${text}::text is null or title ilike ${text} or customer ilike ${text} or number like ${number})
            and (${after === null} or (rank, sorting, "chatId", "channelId")
              > (${after?.[0] ?? null}::int, ${after?.[1] ?? null}::text collate "C", ${after?.[2] ?? null}::text,
                ${after?.[3] ?? null}::uuid))
          order by rank, sorting, "chatId", "channelId" limit ${limit + 1}`
      ).pipe(Effect.orDie)
      const { items, next } = page(rows, limit, cursorOf)
      return { items: items.map(destinationOf), next }
    })

    const learnIn = ({ channelId, tenantId }: Where, chats: Parameters<Learn>[1]) => sql`
      insert into known_chat as k (channel_id, chat_id, tenant_id, kind, title, members, hears_all)
      select c.id, g."chatId", ${tenantId}::uuid, g.kind, g.title, g.members, g."hearsAll"
      from jsonb_to_recordset(${JSON.stringify(chats)}::jsonb)
          as g("chatId" text, kind text, title text, members int, "hearsAll" boolean)
        join channel c on c.id = ${channelId}
      order by g."chatId"
      on conflict (channel_id, chat_id) do update set title = excluded.title, is_gone = false,
        members = coalesce(excluded.members, k.members), hears_all = coalesce(excluded.hears_all, k.hears_all)
      where (k.title, k.members, k.hears_all, k.is_gone) is distinct from
        (excluded.title, coalesce(excluded.members, k.members),
          coalesce(excluded.hears_all, k.hears_all), false)`

    const learn: Learn = Effect.fn("Destinations.learn")(function* (channel, chats) {
      if (chats.length > 0) yield* Effect.orDie(within(channel.tenantId, learnIn(channel, once(chats))))
    })

    const learnAllGroups: Learn = Effect.fn("Destinations.learnAllGroups")(function* (channel, groups) {
      const ids = groups.map(({ chatId }) => chatId)
      yield* within(
        channel.tenantId,
        Effect.gen(function* () {
          yield* learnIn(channel, once(groups))
          yield* sql`
            update known_chat set is_gone = true
            where channel_id = ${channel.channelId} and kind = 'group' and not is_gone
              and chat_id <> all(${ids}::text[])`
        })
      ).pipe(Effect.orDie)
    })

    const forget: Destinations["Service"]["forget"] = Effect.fn("Destinations.forget")(
      function* (channel, chatIds) {
        yield* within(
          channel.tenantId,
          Effect.gen(function* () {
            // Who only wrote so far is told of from now on, and the topics of a group go with it.
            yield* sql`
              insert into known_chat as k (channel_id, chat_id, tenant_id, kind, title, is_gone)
              select c.channel_id, c.chat_id, c.tenant_id, c.kind, coalesce(c.title, ct.name, c.chat_id), true
              from conversation c left join contact ct on ct.id = c.contact_id
              where c.channel_id = ${channel.channelId} and c.chat_id = any(${[...chatIds]}::text[])
              on conflict (channel_id, chat_id) do nothing`
            yield* sql`
              update known_chat set is_gone = true, hears_all = null
              where channel_id = ${channel.channelId} and not is_gone
                and (chat_id = any(${[...chatIds]}::text[]) or split_part(chat_id, '/', 1) = any(${[...chatIds]}::text[]))`
          })
        ).pipe(Effect.orDie)
      }
    )

    return Destinations.of({ list, learn, learnAllGroups, forget })
  })
)

type Learn = Destinations["Service"]["learn"]
type Where = Parameters<Learn>[0]

const once = (chats: Parameters<Learn>[1]) => [...new Map(chats.map((chat) => [chat.chatId, chat])).values()]

const destinationOf = ({ sorting: _, rank: __, other_id: ___, ...chat }: ChatRow): Destination => chat

const Cursor = Schema.fromJsonString(
  Schema.Tuple([
    Schema.Literals([0, 1]),
    Schema.String,
    Schema.String,
    Schema.String.check(Schema.isPattern(/^[0-9a-f-]{36}$/))
  ])
)
const decode = Schema.decodeUnknownOption(Cursor)

const cursorOf = ({ rank, sorting, chatId, channelId }: ChatRow): string =>
  Buffer.from(JSON.stringify([rank, sorting, chatId, channelId])).toString("base64url")

const readCursor = (cursor: string | null): Effect.Effect<typeof Cursor.Type | null, BadCursor> =>
  cursor === null
    ? Effect.succeed(null)
    : Option.match(decode(Buffer.from(cursor, "base64url").toString()), {
        onNone: () => Effect.fail(new BadCursor()),
        onSome: (place) => Effect.succeed(place)
      })
