import { Effect, Layer } from "effect"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { type SealedPlace, Vault } from "../../ports/Vault.ts"
import { Fenced, type KeyRow, WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { TenantSql } from "./Database.ts"

/** A WhatsApp session's credentials and Signal keys in PostgreSQL, sealed at rest (CH-04). */
export const layer = Layer.effect(
  WhatsAppKeys,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const vault = yield* Vault

    /** The holder's lock: a new holder waits for our transaction, and we write nothing after it. */
    const fence = Effect.fnUntraced(function* (channel: ChannelHandle) {
      const held = yield* sql`
        select 1 from channel where id = ${channel.channelId} and generation = ${channel.generation} for share`
      if (held.length === 0) return yield* new Fenced()
    })

    const fenced = <A, E>(channel: ChannelHandle, write: Effect.Effect<A, E>) =>
      within(channel.tenantId, Effect.andThen(fence(channel), write)).pipe(
        Effect.catchTag("SqlError", Effect.die),
        Effect.asVoid
      )

    const loadCreds = Effect.fn("WhatsAppKeys.loadCreds")(function* (channel: ChannelHandle) {
      const [row] = yield* within(
        channel.tenantId,
        sql<{ value: Uint8Array }>`select value from whatsapp_creds where channel_id = ${channel.channelId}`
      )
      return row === undefined ? null : yield* vault.open(credsPlace(channel), row.value)
    }, Effect.orDie)

    const saveCreds = Effect.fn("WhatsAppKeys.saveCreds")(function* (
      channel: ChannelHandle,
      value: Uint8Array
    ) {
      const sealed = yield* vault.seal(credsPlace(channel), value)
      yield* fenced(
        channel,
        sql`
          insert into whatsapp_creds (channel_id, tenant_id, value)
          values (${channel.channelId}, ${channel.tenantId}, ${sealed})
          on conflict (channel_id) do update set value = excluded.value`
      )
    })

    const open = Effect.fnUntraced(function* (
      channel: ChannelHandle,
      type: string,
      rows: ReadonlyArray<{ id: string; value: Uint8Array }>
    ) {
      const opened = new Map<string, Uint8Array>()
      for (const { id, value } of rows) {
        opened.set(id, yield* vault.open(keyPlace(channel, type, id), value))
      }
      return opened
    })

    const get = Effect.fn("WhatsAppKeys.get")(function* (
      channel: ChannelHandle,
      type: string,
      ids: ReadonlyArray<string>
    ) {
      if (ids.length === 0) return new Map<string, Uint8Array>()
      const rows = yield* within(
        channel.tenantId,
        sql<{ id: string; value: Uint8Array }>`
          select id, value from whatsapp_key
          where channel_id = ${channel.channelId} and type = ${type} and ${sql.in("id", ids)}`
      )
      return yield* open(channel, type, rows)
    }, Effect.orDie)

    const all = Effect.fn("WhatsAppKeys.all")(function* (channel: ChannelHandle, type: string) {
      const rows = yield* within(
        channel.tenantId,
        sql<{ id: string; value: Uint8Array }>`
          select id, value from whatsapp_key where channel_id = ${channel.channelId} and type = ${type}`
      )
      return yield* open(channel, type, rows)
    }, Effect.orDie)

    const set = Effect.fn("WhatsAppKeys.set")(function* (
      channel: ChannelHandle,
      rows: ReadonlyArray<KeyRow>
    ) {
      const { tenantId, channelId, generation } = channel
      const sealed: Array<{ type: string; id: string; value: string | null }> = []
      for (const { type, id, value } of rows) {
        const bytes = value === null ? null : yield* vault.seal(keyPlace(channel, type, id), value)
        sealed.push({ type, id, value: bytes === null ? null : Buffer.from(bytes).toString("base64") })
      }
      const [row] = yield* sql<{ isHeld: boolean }>`
        select set_whatsapp_keys(${tenantId}, ${channelId}, ${generation}, ${JSON.stringify(sealed)}::jsonb) as "isHeld"`.pipe(
        Effect.orDie
      )
      if (row?.isHeld !== true) return yield* new Fenced()
    })

    const clear = Effect.fn("WhatsAppKeys.clear")(function* (channel: ChannelHandle) {
      yield* fenced(
        channel,
        Effect.andThen(
          sql`delete from whatsapp_key where channel_id = ${channel.channelId}`,
          sql`delete from whatsapp_creds where channel_id = ${channel.channelId}`
        )
      )
    })

    const sentText = Effect.fn("WhatsAppKeys.sentText")(function* (
      channel: ChannelHandle,
      networkId: string
    ) {
      const [row] = yield* within(
        channel.tenantId,
        sql<{ text: string }>`
          select text from message
          where channel_id = ${channel.channelId} and network_id = ${networkId} and direction = 'out'
            and kind = 'text'`
      )
      return row?.text ?? null
    }, Effect.orDie)

    return WhatsAppKeys.of({ loadCreds, saveCreds, get, all, set, clear, sentText })
  })
)

/** Where a session's credentials are sealed. */
export const credsPlace = (channel: Pick<ChannelHandle, "tenantId" | "channelId">): SealedPlace => ({
  tenantId: channel.tenantId,
  table: "whatsapp_creds",
  column: "value",
  row: channel.channelId
})

const keyPlace = (channel: ChannelHandle, type: string, id: string): SealedPlace => ({
  tenantId: channel.tenantId,
  table: "whatsapp_key",
  column: "value",
  row: `${channel.channelId}/${type}/${id}`
})
