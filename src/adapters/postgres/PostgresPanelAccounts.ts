import { Cache, Effect, Layer, Option, Redacted, Result, Schema } from "effect"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import { PanelSettings } from "../../domain/PanelDescription.ts"
import { type PanelAccount, PanelAccounts } from "../../ports/PanelAccounts.ts"
import { Vault } from "../../ports/Vault.ts"
import { TenantSql } from "./Database.ts"

const decodeSettings = Schema.decodeUnknownOption(PanelSettings)

/** Where panels are, from PostgreSQL; the key stays sealed until it is used. */
export const layer = Layer.effect(
  PanelAccounts,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const vault = yield* Vault

    const read = Effect.fn("PanelAccounts.read")(function* (id: string) {
      const [tenantId, panelId] = id.split("/") as [TenantId, PanelId]
      const [row] = yield* within(
        tenantId,
        sql<
          Pick<PanelAccount, "kind" | "baseUrl" | "requestsPerSecond"> & {
            settings: unknown
            secret: Uint8Array
            userSecret: Uint8Array | null
          }
        >`
          select kind, settings, base_url as "baseUrl", secret, user_secret as "userSecret", requests_per_second as "requestsPerSecond"
          from panel where id = ${panelId} and disconnected_at is null`
      )
      if (row === undefined) return Option.none<PanelAccount>()
      const { secret, userSecret, settings, ...account } = row
      const open = (column: string, sealed: Uint8Array) =>
        Effect.map(vault.open({ tenantId, table: "panel", column, row: panelId }, sealed), (plain) =>
          Redacted.make(Buffer.from(plain).toString())
        )
      const keys = yield* Effect.all({
        key: open("secret", secret),
        userKey:
          userSecret === null ? Effect.succeedNone : Effect.map(open("user_secret", userSecret), Option.some)
      }).pipe(Effect.result)
      // Its key is lost: the panel is there for nobody until its owner enters the key again.
      if (Result.isFailure(keys)) {
        yield* Effect.logError(`A panel cannot be asked: ${keys.failure.message}`)
        return Option.none<PanelAccount>()
      }
      return Option.some<PanelAccount>({
        ...account,
        ...keys.success,
        // Settings of an older form are none: the panel then says that it is not set up.
        settings: Option.getOrElse(decodeSettings(settings), (): PanelSettings => ({})),
        tenantId,
        panelId
      })
    })

    const cache = yield* Cache.make({
      capacity: 10_000,
      timeToLive: "2 seconds",
      lookup: (id: string) => Effect.orDie(read(id))
    })

    return PanelAccounts.of({ find: (tenantId, panelId) => Cache.get(cache, `${tenantId}/${panelId}`) })
  })
)
