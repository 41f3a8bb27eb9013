import { Effect, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { permissionWords } from "../../domain/Permissions.ts"
import { ApiKeys, type ApiKeyView } from "../../ports/ApiKeys.ts"
import { asker } from "../answers/Asker.ts"
import { type Column, csvFile, onePage } from "../answers/CsvFile.ts"
import { notFound } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { hashOf, newKey } from "./KeyText.ts"

/** The owner's keys for programs. */
export const layer = HttpApiBuilder.group(
  Api,
  "keys",
  Effect.fn(function* (handlers) {
    const keys = yield* ApiKeys
    return handlers.handleAll({
      keys: Effect.fn("ApiKeyApi.keys")(function* () {
        return { items: yield* keys.list(yield* CurrentTenant) }
      }),
      keyFile: Effect.fn("ApiKeyApi.keyFile")(function* () {
        const items = yield* keys.list(yield* CurrentTenant)
        return yield* csvFile({ name: "api-keys", columns: keyColumns, page: onePage(items) })
      }),
      create: Effect.fn("ApiKeyApi.create")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { key, prefix } = newKey()
        const item = yield* keys.create(tenantId, by, {
          name: payload.name,
          prefix,
          hash: hashOf(key),
          scopes: [...new Set(payload.scopes)]
        })
        return { item, key: Redacted.value(key) }
      }),
      revoke: Effect.fn("ApiKeyApi.revoke")(function* ({ params }) {
        const { tenantId, by } = yield* asker
        if (!(yield* keys.revoke(tenantId, by, params.id))) return yield* notFound
      })
    })
  })
)

/** A key as a line of a file; of the key itself its beginning alone. */
const keyColumns: ReadonlyArray<Column<typeof ApiKeyView.Type>> = [
  { name: "Name", text: ({ name }) => name },
  { name: "Begins with", text: ({ prefix }) => prefix },
  { name: "May", text: ({ scopes }) => scopes.map((scope) => permissionWords[scope]).join("; ") },
  { name: "Created", at: ({ createdAt }) => createdAt },
  { name: "Last used", at: ({ lastUsedAt }) => lastUsedAt },
  { name: "Revoked", at: ({ revokedAt }) => revokedAt }
]
