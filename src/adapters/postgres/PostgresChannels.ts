import { randomBytes } from "node:crypto"
import { Clock, Effect, Layer, Option, Redacted, Result } from "effect"
import type { ChannelKind, ChannelState } from "../../domain/Channel.ts"
import { ChannelId, type TenantId } from "../../domain/Ids.ts"
import type { ChannelCredentials, NewChannel } from "../../ports/ChannelControl.ts"
import { Channels } from "../../ports/Channels.ts"
import { secretText } from "../../ports/ChannelSecrets.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import { LiveFeed } from "../../ports/LiveFeed.ts"
import { type SealedPlace, Vault, type VaultError } from "../../ports/Vault.ts"
import { channelColumns, type ChannelRow, channelView } from "./ChannelViews.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import { makeBotClaims } from "./BotClaims.ts"
import { newId } from "./NewId.ts"
import { credsPlace } from "./PostgresWhatsAppKeys.ts"

/** The send-health needs no more precision than this, and a write per message would. */
const acknowledgedEveryMillis = 2_000

/** The tenant's channels in PostgreSQL. */
export const layer = Layer.effect(
  Channels,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const vault = yield* Vault
    const feed = yield* LiveFeed
    const claims = yield* makeBotClaims
    const acknowledgedAt = new Map<ChannelId, number>()

    const publish = Effect.fnUntraced(function* (tenantId: TenantId, rows: ReadonlyArray<ChannelRow>) {
      const now = yield* Clock.currentTimeMillis
      yield* feed.publish(
        tenantId,
        rows.map((row) => ({ _tag: "ChannelChanged", channel: channelView(row, now) }))
      )
    })

    /** The history of what was `saved`. A code that links a phone is a login: it is shown, never kept. */
    const keepingState = (at: Date) => sql`
      insert into channel_state_change (tenant_id, channel_id, state, at)
      select tenant_id, id, state - '{qr,code}'::text[], ${at} from saved`

    const seal = (tenantId: TenantId, id: ChannelId, credentials: ChannelCredentials) =>
      vault.seal(tokenPlace(tenantId, id), Buffer.from(secretText(credentials)))

    const renew = Effect.fn("Channels.renew")(function* (
      tenantId: TenantId,
      id: ChannelId,
      credentials: ChannelCredentials
    ) {
      const secret = yield* seal(tenantId, id, credentials)
      const rows = yield* within(
        tenantId,
        sql`
          update channel set secret = ${secret}, holds_bot = false
          where id = ${id} and kind = ${credentials.kind} returning id`
      ).pipe(Effect.orDie)
      return rows.length > 0
    })

    const create = Effect.fn("Channels.create")(function* (tenantId: TenantId, channel: NewChannel) {
      const id = ChannelId.make(newId())
      const secret = channel.kind === "whatsapp" ? null : yield* seal(tenantId, id, channel)
      const hookToken = channel.kind === "whatsapp" ? null : randomBytes(24).toString("base64url")
      const rows = yield* within(
        tenantId,
        sql<ChannelRow>`
          insert into channel (id, tenant_id, kind, name, secret, hook_token)
          values (${id}, ${tenantId}, ${channel.kind}, ${channel.name}, ${secret}, ${hookToken})
          returning ${channelColumns(sql)}`
      ).pipe(Effect.orDie)
      yield* publish(tenantId, rows)
      return channelView(rows[0]!, yield* Clock.currentTimeMillis)
    })

    const exists = Effect.fn("Channels.exists")(function* (
      tenantId: TenantId,
      id: ChannelId,
      kind?: ChannelKind
    ) {
      const [row] = yield* within(
        tenantId,
        sql<{ kind: ChannelKind }>`select kind from channel where id = ${id}`
      ).pipe(Effect.orDie)
      return row !== undefined && (kind === undefined || row.kind === kind)
    })

    const enabled = Effect.fn("Channels.enabled")(function* (tenantId: TenantId) {
      const rows = yield* within(
        tenantId,
        sql<{ id: ChannelId }>`select id from channel where is_enabled`
      ).pipe(Effect.orDie)
      return rows.map(({ id }) => id)
    })

    const allEnabled = platform<{ tenantId: TenantId; channelId: ChannelId }>`
      select tenant_id as "tenantId", id as "channelId" from channel c
      where is_enabled and exists (select 1 from tenant t where t.id = c.tenant_id and t.status = 'active')`.pipe(
      Effect.orDie
    )

    /** What a channel needs to connect cannot be opened: said on its page, and once in the log. */
    const refuseUnreadable = Effect.fnUntraced(function* (
      tenantId: TenantId,
      id: ChannelId,
      { message }: VaultError
    ) {
      const state = JSON.stringify({ _tag: "Misconfigured", reason: message } satisfies ChannelState)
      const rows = yield* within(
        tenantId,
        sql<ChannelRow>`
          with saved as (
            update channel set state = ${state}::jsonb, version = version + 1, state_since = now()
            where id = ${id} and state <> ${state}::jsonb returning *
          ), kept as (${keepingState(new Date())})
          select ${channelColumns(sql)} from saved as channel`
      ).pipe(Effect.orDie)
      if (rows.length > 0) yield* Effect.logError(`A channel cannot be connected: ${message}`)
      yield* publish(tenantId, rows)
    })

    const hold = Effect.fn("Channels.hold")(function* (tenantId: TenantId, id: ChannelId) {
      const [row] = yield* within(
        tenantId,
        sql<{
          kind: ChannelKind
          name: string
          was: ChannelState
          generation: bigint
          secret: Uint8Array | null
          hookToken: string | null
        }>`
          update channel set generation = generation + 1 where id = ${id} and is_enabled and exists (select 1 from tenant where status = 'active')
          returning kind, name, state as was, generation, secret, hook_token as "hookToken"`
      ).pipe(Effect.orDie)
      if (row === undefined) return Option.none<ChannelHandle>()
      const [creds] = yield* within(
        tenantId,
        sql<{ value: Uint8Array }>`select value from whatsapp_creds where channel_id = ${id}`
      ).pipe(Effect.orDie)
      const opened = yield* Effect.gen(function* () {
        // Only to see whether they can be opened: a session that loses its keys while it runs is worse than none.
        if (creds !== undefined) yield* vault.open(credsPlace({ tenantId, channelId: id }), creds.value)
        return row.secret === null ? null : yield* vault.open(tokenPlace(tenantId, id), row.secret)
      }).pipe(Effect.result)
      if (Result.isFailure(opened)) {
        yield* refuseUnreadable(tenantId, id, opened.failure)
        return Option.none<ChannelHandle>()
      }
      const token = opened.success === null ? null : Redacted.make(Buffer.from(opened.success).toString())
      return Option.some<ChannelHandle>({
        tenantId,
        channelId: id,
        kind: row.kind,
        name: row.name,
        was: row.was,
        generation: row.generation,
        token,
        ...(row.hookToken === null ? {} : { hookToken: row.hookToken })
      })
    })

    const saveState = Effect.fn("Channels.saveState")(function* (
      channel: ChannelHandle,
      state: ChannelState,
      now: number
    ) {
      const json = JSON.stringify(state)
      const at = new Date(now)
      const rows = yield* within(
        channel.tenantId,
        sql<ChannelRow>`
          with saved as (
            update channel set state = ${json}::jsonb, version = version + 1,
              state_since = case when state->>'_tag' = ${state._tag} then state_since else ${at} end
            where id = ${channel.channelId} and generation = ${channel.generation}
            returning *
          ), kept as (
            ${keepingState(at)}
          )
          select ${channelColumns(sql)} from saved as channel`
      ).pipe(Effect.orDie)
      yield* publish(channel.tenantId, rows)
      return rows.length > 0
    })

    const saveAddress = Effect.fn("Channels.saveAddress")(function* (
      channel: ChannelHandle,
      address: string
    ) {
      const rows = yield* within(
        channel.tenantId,
        sql<ChannelRow>`
          update channel set address = ${address}, version = version + 1
          where id = ${channel.channelId} and generation = ${channel.generation} and address is distinct from ${address}
          returning ${channelColumns(sql)}`
      ).pipe(Effect.orDie)
      yield* publish(channel.tenantId, rows)
    })

    const acknowledged = Effect.fn("Channels.acknowledged")(function* (channel: ChannelHandle, now: number) {
      if (now - (acknowledgedAt.get(channel.channelId) ?? 0) < acknowledgedEveryMillis) return
      acknowledgedAt.set(channel.channelId, now)
      const rows = yield* within(
        channel.tenantId,
        sql<ChannelRow>`
          update channel set last_acknowledged_at = ${new Date(now)}, version = version + 1
          where id = ${channel.channelId} and generation = ${channel.generation} returning ${channelColumns(sql)}`
      ).pipe(Effect.orDie)
      yield* publish(channel.tenantId, rows)
    })

    const setEnabled = Effect.fn("Channels.setEnabled")(function* (
      tenantId: TenantId,
      id: ChannelId,
      isEnabled: boolean,
      now: number
    ) {
      acknowledgedAt.delete(id)
      const state: ChannelState = isEnabled ? { _tag: "Connecting" } : { _tag: "Disabled" }
      const rows = yield* within(
        tenantId,
        sql<ChannelRow>`
          with saved as (
            update channel set is_enabled = ${isEnabled}, state = ${JSON.stringify(state)}::jsonb,
              state_since = ${new Date(now)}, generation = generation + 1, version = version + 1
            where id = ${id} and is_enabled <> ${isEnabled} returning *
          ), kept as (${keepingState(new Date(now))})
          select ${channelColumns(sql)} from saved as channel`
      ).pipe(Effect.orDie)
      yield* publish(tenantId, rows)
    })

    return Channels.of({
      create,
      renew,
      exists,
      enabled,
      allEnabled,
      hold,
      saveState,
      ...claims,
      saveAddress,
      acknowledged,
      setEnabled
    })
  })
)

/** Where a channel's credentials are sealed. */
export const tokenPlace = (tenantId: TenantId, row: ChannelId): SealedPlace => ({
  tenantId,
  table: "channel",
  column: "secret",
  row
})
