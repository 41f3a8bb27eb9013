import { Effect, Redacted } from "effect"
import type { LoginId } from "../../src/domain/Ids.ts"
import { Accounts } from "../../src/ports/Accounts.ts"
import { Logins } from "../../src/ports/Logins.ts"
import type { TestStorage } from "./TestStorage.ts"

/** A password's hash in the form of a real one. */
export const hash = (text: string) => Redacted.make(`$argon2id$v=19$m=19456,t=2,p=1$${text}`)

/** Owners who register, and what is known of their logins. */
export const ownerLogins = (storage: TestStorage) => {
  const register = (username: string) =>
    Effect.flatMap(Accounts, (accounts) =>
      accounts.register({
        username,
        passwordHash: hash("old"),
        email: `${username}@example.com`,
        whatsapp: "9779800000100",
        telegram: "some_body",
        timeZone: "Asia/Kathmandu",
        ip: "192.0.2.1",
        madeBy: null
      })
    )
  return {
    register,
    add: async (username: string) => (await storage.run(register(username))).loginId,
    /** Which of these sessions are live. */
    live: (...hashes: ReadonlyArray<string>) =>
      storage.run(
        Effect.flatMap(Logins, (logins) =>
          Effect.map(logins.findSessions(hashes, Date.now()), (found) => [...found.keys()].toSorted())
        )
      ),
    /** What the audit log says of a login, oldest first. */
    audited: async (loginId: LoginId) =>
      (
        await storage.query<{ action: string }>(
          "select action from audit_entry where subject_id = $1 order by id",
          [loginId]
        )
      ).map(({ action }) => action)
  }
}
