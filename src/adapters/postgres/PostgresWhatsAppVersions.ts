import { Effect, Layer } from "effect"
import { type WebVersion, WhatsAppVersions } from "../../ports/WhatsAppVersions.ts"
import { PlatformSql } from "./Database.ts"

/** The working version of WhatsApp Web in PostgreSQL. */
export const layer = Layer.effect(
  WhatsAppVersions,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    return WhatsAppVersions.of({
      lastGood: sql<{ version: WebVersion }>`select version from whatsapp_version`.pipe(
        Effect.map(([row]) => row?.version ?? null),
        Effect.orDie
      ),
      keep: Effect.fn("WhatsAppVersions.keep")(function* (version, now) {
        // Arrays compare number by number.
        yield* sql`
          insert into whatsapp_version as v (version, opened_at)
          values (${JSON.stringify(version).replace("[", "{").replace("]", "}")}::int[], ${new Date(now)})
          on conflict (is_only) do update set version = excluded.version, opened_at = excluded.opened_at
            where v.version < excluded.version`.pipe(Effect.orDie)
      })
    })
  })
)
