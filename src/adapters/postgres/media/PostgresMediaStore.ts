import { Effect, Layer, Option } from "effect"
import { createHash } from "node:crypto"
import type { ChannelKind } from "../../../domain/Channel.ts"
import type { ChannelId, ConversationId, MessageId, TenantId } from "../../../domain/Ids.ts"
import { type MediaKind, sniffType } from "../../../domain/Media.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { type KeptFile, MediaStore } from "../../../ports/MediaStore.ts"
import { Vault } from "../../../ports/Vault.ts"
import { Settings } from "../../../Settings.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { messageChanged, type MessageRow } from "../Views.ts"
import { openSource } from "./MediaPlace.ts"
import { pieceBytes, readPieces } from "./ReadPieces.ts"

/** Files forgotten in one statement. */
const purgedAtOnce = 100

/** Files of messages in PostgreSQL. */
export const layer = Layer.effect(
  MediaStore,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const feed = yield* LiveFeed
    const vault = yield* Vault
    const { mediaDays, mediaMaxBytes } = yield* Settings

    const find = Effect.fn("MediaStore.find")(function* (tenantId: TenantId, id: MessageId) {
      const [row] = yield* within(
        tenantId,
        sql<FileRow>`
          select m.channel_id as "channelId", m.kind, m.network_id as "networkId", f.size::float8 as size, f.name,
            f.source, encode(b.sha256, 'hex') as sha256, b.mime as "keptMime", b.size::float8 as "keptSize"
          from message m join message_media f on f.message_id = m.id
            left join media_blob b on b.tenant_id = f.tenant_id and b.sha256 = f.sha256
          where m.id = ${id}`
      ).pipe(Effect.orDie)
      if (row === undefined) return Option.none()
      const { source, sha256, keptMime, keptSize, ...rest } = row
      return Option.some({
        ...rest,
        source: source === null ? null : yield* openSource(vault, tenantId, id, source),
        kept: sha256 === null ? null : { sha256, mime: keptMime!, size: keptSize! }
      })
    })

    const channelOf = Effect.fn("MediaStore.channelOf")(function* (tenantId: TenantId, id: ConversationId) {
      const [row] = yield* within(
        tenantId,
        sql<{ kind: ChannelKind }>`
          select h.kind from conversation c join channel h on h.id = c.channel_id where c.id = ${id}`
      ).pipe(Effect.orDie)
      return Option.map(Option.fromUndefinedOr(row), ({ kind }) => kind)
    })

    const keep = Effect.fn("MediaStore.keep")(function* (tenantId: TenantId, bytes: Uint8Array) {
      const hash = createHash("sha256").update(bytes).digest()
      const mime = sniffType(bytes)
      const size = bytes.length
      yield* within(
        tenantId,
        Effect.gen(function* () {
          const [blob] = yield* sql<{ isNew: boolean }>`
            insert into media_blob as b (tenant_id, sha256, size, mime) values (${tenantId}, ${hash}, ${size}, ${mime})
            on conflict (tenant_id, sha256) do update set opened_at = greatest(b.opened_at, now())
            returning xmax = 0 as "isNew"`
          if (blob?.isNew !== true) return
          for (let part = 0; part * pieceBytes < size; part++) {
            const piece = bytes.subarray(part * pieceBytes, (part + 1) * pieceBytes)
            yield* sql`
              insert into media_piece (tenant_id, sha256, part, bytes) values (${tenantId}, ${hash}, ${part}, ${piece})`
          }
        })
      ).pipe(Effect.orDie)
      return { sha256: hash.toString("hex"), mime, size } satisfies KeptFile
    })

    const look = Effect.fn("MediaStore.look")(function* (tenantId: TenantId, sha256: string) {
      const [row] = yield* within(
        tenantId,
        sql<KeptFile>`
          select encode(sha256, 'hex') as sha256, mime, size::float8 as size from media_blob
          where sha256 = ${Buffer.from(sha256, "hex")}`
      ).pipe(Effect.orDie)
      return Option.fromUndefinedOr(row)
    })

    const attach = Effect.fn("MediaStore.attach")(function* (
      tenantId: TenantId,
      id: MessageId,
      { mime, sha256, size }: KeptFile
    ) {
      const rows = yield* within(
        tenantId,
        Effect.andThen(
          sql`
            update message_media set sha256 = ${Buffer.from(sha256, "hex")}, mime = ${mime}, size = ${size}
            where message_id = ${id}`,
          sql<MessageRow>`
            update message m set version = m.version + 1 where m.id = ${id} returning message_view(m) as view`
        )
      ).pipe(Effect.orDie)
      yield* feed.publish(
        tenantId,
        rows.map(({ view }) => messageChanged(view))
      )
    })

    const opened = Effect.fn("MediaStore.opened")(function* (
      tenantId: TenantId,
      sha256: string,
      now: number
    ) {
      const hash = Buffer.from(sha256, "hex")
      // Once an hour is enough for something that is kept for days.
      yield* within(
        tenantId,
        sql`
          update media_blob set opened_at = ${new Date(now)}
          where sha256 = ${hash} and opened_at < ${new Date(now - 3_600_000)}`
      ).pipe(Effect.orDie)
    })

    const purge = Effect.fn("MediaStore.purge")(function* (before: number) {
      const [row] = yield* platform<{ gone: number }>`
        with old as (
          select b.tenant_id, b.sha256 from media_blob b
          where b.opened_at < ${new Date(before)} and not exists (
            select 1 from message_media f join message m on m.id = f.message_id
            where f.tenant_id = b.tenant_id and f.sha256 = b.sha256 and m.stage in ('queued', 'sending'))
          order by b.opened_at limit ${purgedAtOnce} for update of b skip locked
        ), gone as (
          delete from media_blob b using old o where b.tenant_id = o.tenant_id and b.sha256 = o.sha256 returning 1
        ), forgotten as (
          update message_media f set sha256 = null from old o
          where f.tenant_id = o.tenant_id and f.sha256 = o.sha256 returning 1
        )
        select (select count(*) from gone)::int as gone`.pipe(Effect.orDie)
      return row!.gone
    })

    return MediaStore.of({
      limits: { maxBytes: mediaMaxBytes, keptDays: mediaDays },
      find,
      channelOf,
      keep,
      look,
      attach,
      opened,
      read: (tenantId, sha256, from, to) => readPieces({ sql, within }, tenantId, sha256, from, to),
      purge
    })
  })
)

interface FileRow {
  readonly channelId: ChannelId
  readonly kind: MediaKind
  readonly networkId: string
  readonly size: number | null
  readonly name: string | null
  readonly source: Uint8Array | null
  readonly sha256: string | null
  readonly keptMime: string | null
  readonly keptSize: number | null
}
