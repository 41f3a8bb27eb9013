import { Context, Effect, Layer, Option, Redacted } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresAccounts from "../../adapters/postgres/logins/PostgresAccounts.ts"
import * as PostgresSecondFactors from "../../adapters/postgres/logins/PostgresSecondFactors.ts"
import * as PostgresLogins from "../../adapters/postgres/PostgresLogins.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import { testSettings } from "../../adapters/TestSettings.ts"
import * as AesVault from "../../adapters/vault/AesVault.ts"
import { Accounts } from "../../ports/Accounts.ts"
import { Mail } from "../../ports/Mail.ts"
import { SecondFactors } from "../../ports/SecondFactors.ts"
import { Settings } from "../../Settings.ts"
import { LoginRows, tenants } from "./MemoryLogins.ts"

/** The mails that the gateway sent. */
export class SentMails extends Context.Service<
  SentMails,
  Array<{ readonly to: string; readonly subject: string; readonly text: string }>
>()("relaydesk/http/testing/SentMails") {
  static readonly layer = Layer.sync(SentMails, () => [])
}

const mail = Layer.effect(
  Mail,
  Effect.map(SentMails, (sent) => ({
    isConfigured: true,
    send: (one: (typeof sent)[number]) => Effect.sync(() => void sent.push(one))
  }))
)

/** The tenants and logins of MemoryLogins; each has an address of his own. */
const seed = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const { logins } = yield* LoginRows
  for (const [name, id] of Object.entries(tenants))
    yield* sql`insert into tenant (id, name) values (${id}, ${name})`
  for (const { id, tenantId, username, role, status, passwordHash } of logins.values()) {
    yield* sql`
      insert into login (id, tenant_id, username, role, status, password_hash, email)
      values (${id}, ${tenantId}, ${username}, ${role}, ${status}, ${Redacted.value(passwordHash)},
        ${`${username}@example.com`})`
  }
})

const settings = Layer.effect(
  Settings,
  Effect.map(Settings, (plain) => ({
    ...plain,
    masterKey: Option.some(Redacted.make(Buffer.alloc(32, 7).toString("base64")))
  }))
).pipe(Layer.provide(testSettings()))

/** Logins, accounts and second factors in a database of their own, and a mail server that keeps what it is given. */
export const storedAccounts = Layer.effectDiscard(seed).pipe(
  Layer.provideMerge(
    Layer.mergeAll(PostgresLogins.layer, PostgresAccounts.layer, PostgresSecondFactors.layer, mail)
  ),
  Layer.provideMerge(TestDatabase.layer),
  Layer.provideMerge(SentMails.layer),
  Layer.provideMerge(LoginRows.layer),
  Layer.provide(AesVault.layer),
  Layer.provide(settings),
  Layer.orDie
)

/** For tests that ask for none of it: nobody has a second factor, and nothing is mailed. */
export const noAccounts = Layer.mergeAll(
  Layer.mock(Accounts)({ knownAddresses: () => Effect.succeed([]), rehash: () => Effect.void }),
  Layer.mock(SecondFactors)({
    state: () => Effect.succeed({ isOn: false, codesLeft: 0 }),
    policy: Effect.succeed([])
  }),
  Layer.mock(Mail)({ isConfigured: false })
)
