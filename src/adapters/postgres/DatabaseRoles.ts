import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Redacted, Schema } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto"

/** The database cannot be used as it is; one line that says what to change. */
export class DatabaseRefused extends Schema.TaggedError<DatabaseRefused>()("DatabaseRefused", {
  message: Schema.String
}) {}

/** Made by the first migration. */
export const tenantRole = "relaydesk_app"

/** Older servers lack what the migrations use. */
const oldestServer = 15

/** Connects for the first time, so that a wrong address or password is one clear line at the start. */
export const requireServer = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const rows = yield* sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`.pipe(
    Effect.catch((error) => new DatabaseRefused({ message: `cannot use the database: ${explain(error)}` }))
  )
  const { version, encoding } = rows[0] ?? { version: 0, encoding: "" }
  if (version < oldestServer) {
    return yield* new DatabaseRefused({
      message: `PostgreSQL ${version} is too old; use ${oldestServer} or newer`
    })
  }
  if (encoding !== "UTF8") {
    return yield* new DatabaseRefused({
      message: `the database's encoding is ${encoding}; create it with UTF8`
    })
  }
})

/**
 * The tenant role's password, with which it can log in. It follows from the owner's, so that all
 * processes agree; the owner sets it only when it does not work yet.
 */
export const admitTenantRole = Effect.fn("Database.admitTenantRole")(function* (
  url: Redacted.Redacted,
  owner: SqlClient.SqlClient
) {
  const password = yield* derivePassword(url)
  const login = Effect.scoped(PgConnection.make({ url, username: tenantRole, password }))
  yield* login.pipe(
    Effect.catchReason("SqlError", "AuthenticationError", () =>
      Effect.andThen(setPassword(owner, Redacted.value(password)), login)
    ),
    Effect.catchTag(
      "SqlError",
      (error) => new DatabaseRefused({ message: `role ${tenantRole} cannot log in: ${explain(error)}` })
    )
  )
  yield* refusePowers(owner)
  return password
})

const derivePassword = Effect.fnUntraced(function* (url: Redacted.Redacted) {
  const secret = decodeURIComponent(new URL(Redacted.value(url)).password)
  if (secret !== "") {
    return Redacted.make(createHmac("sha256", secret).update(`relaydesk ${tenantRole}`).digest("base64url"))
  }
  return yield* new DatabaseRefused({
    message: "DATABASE_URL needs a password: the tenants' role derives its own from it"
  })
})

/** Sends the verifier, not the password, because servers may log such statements. Two processes may do it at once. */
const setPassword = (owner: SqlClient.SqlClient, password: string): Effect.Effect<void, DatabaseRefused> =>
  owner.unsafe(`alter role ${tenantRole} login password '${scramVerifier(password)}'`).pipe(
    Effect.catchIf(
      (error) => explain(error).includes("concurrently updated"),
      () => Effect.void
    ),
    Effect.catch(
      (error) =>
        new DatabaseRefused({
          message: `cannot set the password of ${tenantRole} (${explain(error)}); the owner needs CREATEROLE`
        })
    ),
    Effect.asVoid
  )

/** RFC 5803, as PostgreSQL stores it. */
const scramVerifier = (password: string): string => {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, 4096, 32, "sha256")
  const keyed = (text: string) => createHmac("sha256", salted).update(text).digest()
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64")
  return `SCRAM-SHA-256$4096:${salt.toString("base64")}$${stored}:${keyed("Server Key").toString("base64")}`
}

/** Somebody may have made the role by hand, and made it too strong. */
const refusePowers = Effect.fnUntraced(function* (owner: SqlClient.SqlClient) {
  const rows = yield* owner<{ strong: boolean }>`
    select rolsuper or rolbypassrls or rolcreaterole or pg_has_role(oid, current_user, 'member') as strong
    from pg_roles where rolname = ${tenantRole}`.pipe(Effect.orDie)
  if (rows[0]?.strong === false) return
  const message = `role ${tenantRole} could get around row-level security; alter role ${tenantRole} nosuperuser nobypassrls nocreaterole`
  return yield* new DatabaseRefused({ message })
})

/** The server's own words in one line. */
const explain = (error: SqlError.SqlError): string => {
  const { cause, message } = error.reason
  const text = cause instanceof Error && cause.message !== "" ? cause.message : (message ?? error.reason._tag)
  return text.split("\n").join(" ")
}
