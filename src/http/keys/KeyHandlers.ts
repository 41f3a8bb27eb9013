import { Effect, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { ApiKeys } from "../../ports/ApiKeys.ts"
import { asker } from "../answers/Asker.ts"
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
