import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import { ApiKeyId } from "../domain/Ids.ts"
import type { TenantId } from "../domain/Ids.ts"
import { permissions } from "../domain/Permissions.ts"

/** What a key may do: some of what staff may be allowed. */
export const Scope = Schema.Literals(permissions)

/** A key as its owner sees it; times in Unix milliseconds. `prefix` is how it begins, the rest is shown once and never kept. */
export const ApiKeyView = Schema.Struct({
  id: ApiKeyId,
  name: Schema.String,
  prefix: Schema.String,
  scopes: Schema.Array(Scope),
  createdBy: Schema.String,
  createdAt: Schema.Number,
  lastUsedAt: Schema.NullOr(Schema.Number),
  revokedAt: Schema.NullOr(Schema.Number)
})
export type ApiKeyView = typeof ApiKeyView.Type

/** A live key of an active workspace, with what is needed to check it. */
export interface StoredKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly scopes: ReadonlyArray<typeof Scope.Type>
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly timeZone: string
  /** Lower-case hex SHA-256 of the whole key. */
  readonly hash: string
  readonly lastUsedAt: number | null
}

/** Keys of the public HTTP API (AC-07). A failure of the database is a defect. Implemented by `adapters/postgres`. */
export class ApiKeys extends Context.Service<
  ApiKeys,
  {
    /** Newest first, revoked ones too. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ApiKeyView>>
    readonly create: (
      tenantId: TenantId,
      by: string,
      key: {
        readonly name: string
        readonly prefix: string
        readonly hash: string
        readonly scopes: ReadonlyArray<typeof Scope.Type>
      }
    ) => Effect.Effect<ApiKeyView>
    /** From now on nobody gets in with it. False = no live key of this id. */
    readonly revoke: (tenantId: TenantId, by: string, id: ApiKeyId) => Effect.Effect<boolean>
    readonly find: (prefix: string) => Effect.Effect<Option.Option<StoredKey>>
    readonly used: (id: ApiKeyId, at: number) => Effect.Effect<void>
  }
>()("relaydesk/ports/ApiKeys") {}
