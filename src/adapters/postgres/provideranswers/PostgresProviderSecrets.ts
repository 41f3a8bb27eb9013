import { Effect, Layer, Option, Redacted, Schema } from "effect"
import type { ProviderId, TenantId } from "../../../domain/Ids.ts"
import { TicketDescription } from "../../../domain/ProviderTicket.ts"
import {
  type ProviderApiState,
  type ProviderSecret,
  ProviderSecrets
} from "../../../ports/ProviderSecrets.ts"
import { Vault } from "../../../ports/Vault.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"

/** What is sealed: all of it, because the address is the provider's domain. */
const Kept = Schema.fromJsonString(
  Schema.Struct({
    baseUrl: Schema.String,
    key: Schema.String,
    ticket: Schema.NullOr(TicketDescription)
  })
)
const decode = Schema.decodeUnknownEffect(Kept)
const encode = Schema.encodeEffect(Kept)

/** The keys of providers' own APIs in PostgreSQL. */
export const layer = Layer.effect(
  ProviderSecrets,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const vault = yield* Vault
    const audit = auditWriter(sql)

    const place = (tenantId: TenantId, row: ProviderId) => ({
      tenantId,
      table: "provider",
      column: "api_secret",
      row
    })

    const open = (tenantId: TenantId, id: ProviderId, sealed: Uint8Array | null) =>
      sealed === null
        ? Effect.succeedNone
        : vault.open(place(tenantId, id), sealed).pipe(
            Effect.flatMap((plain) => decode(Buffer.from(plain).toString())),
            Effect.map(({ baseUrl, key, ticket }) =>
              Option.some<ProviderSecret>({
                baseUrl: Redacted.make(baseUrl),
                key: Redacted.make(key),
                ticket
              })
            ),
            // A key that is lost is a key that was never given, until the owner enters it again.
            Effect.catch(() =>
              Effect.as(Effect.logError("The key of a provider's API cannot be opened"), Option.none())
            )
          )

    const read = (tenantId: TenantId, id: ProviderId) =>
      Effect.map(
        within(
          tenantId,
          sql<{
            readonly secret: Uint8Array | null
            readonly alias: string
            readonly isUsed: boolean
            readonly isTicketUsed: boolean
          }>`
            select api_secret as secret, alias, is_api_used as "isUsed", is_ticket_used as "isTicketUsed"
            from provider where id = ${id}`
        ),
        ([row]) => Option.fromUndefinedOr(row)
      ).pipe(Effect.orDie)

    const find = Effect.fn("ProviderSecrets.find")(function* (tenantId: TenantId, id: ProviderId) {
      const row = Option.getOrUndefined(yield* read(tenantId, id))
      return yield* open(tenantId, id, row?.secret ?? null)
    })

    const state = Effect.fn("ProviderSecrets.state")(function* (tenantId: TenantId, id: ProviderId) {
      const row = Option.getOrUndefined(yield* read(tenantId, id))
      if (row === undefined) return Option.none<ProviderApiState>()
      const { secret, ...switches } = row
      const kept = Option.getOrUndefined(yield* open(tenantId, id, secret))
      return Option.some<ProviderApiState>({
        ...switches,
        isSaved: kept !== undefined,
        hasTicket: kept !== undefined && kept.ticket !== null
      })
    })

    /** Staff read the log: that it changed is enough. */
    const note = (tenantId: TenantId, id: ProviderId, subject: string, by: string, action: string) =>
      audit(tenantId, { actor: by, action, subjectKind: "provider", subjectId: id, subject })

    const save: ProviderSecrets["Service"]["save"] = Effect.fn("ProviderSecrets.save")(function* (
      tenantId,
      id,
      { baseUrl, key, ticket, isUsed, isTicketUsed },
      by
    ) {
      const plain = yield* encode({ baseUrl: Redacted.value(baseUrl), key: Redacted.value(key), ticket })
      const secret = yield* vault.seal(place(tenantId, id), Buffer.from(plain))
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ alias: string }>`
              update provider set api_secret = ${secret}, is_api_used = ${isUsed}, is_ticket_used = ${isTicketUsed}
              where id = ${id} returning alias`
          if (row !== undefined) yield* note(tenantId, id, row.alias, by, "provider.api.saved")
          return row !== undefined
        })
      )
    }, Effect.orDie)

    const remove: ProviderSecrets["Service"]["remove"] = Effect.fn("ProviderSecrets.remove")(function* (
      tenantId,
      id,
      by
    ) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [row] = yield* sql<{ alias: string; wasSaved: boolean }>`
              update provider p set api_secret = null, is_api_used = false, is_ticket_used = false
              from (select id, api_secret is not null as saved from provider where id = ${id} for update) o
              where p.id = o.id returning p.alias, o.saved as "wasSaved"`
          if (row?.wasSaved === true) yield* note(tenantId, id, row.alias, by, "provider.api.removed")
          return row !== undefined
        })
      )
    }, Effect.orDie)

    return ProviderSecrets.of({ find, state, save, remove })
  })
)
