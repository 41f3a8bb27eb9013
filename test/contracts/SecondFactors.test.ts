import { Effect, Option, Redacted } from "effect"
import { Secret, TOTP } from "otpauth"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { LoginId } from "../../src/domain/Ids.ts"
import { Accounts } from "../../src/ports/Accounts.ts"
import { Logins } from "../../src/ports/Logins.ts"
import { SecondFactors } from "../../src/ports/SecondFactors.ts"
import { openStorage, type TestStorage } from "./TestStorage.ts"

/** A fixed time in the middle of a half minute. */
const now = Date.UTC(2026, 4, 5, 12, 0, 15)
const step = 30_000

describe("second factors, in PostgreSQL", () => {
  let storage: TestStorage
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  const owner = async (username: string) => {
    const { loginId } = await storage.run(
      Effect.flatMap(Accounts, (accounts) =>
        accounts.register({
          username,
          passwordHash: Redacted.make("hash"),
          email: null,
          whatsapp: null,
          telegram: null,
          timeZone: "UTC",
          ip: "192.0.2.1",
          madeBy: null
        })
      )
    )
    return loginId
  }
  const ask = <A>(work: (factors: SecondFactors["Service"]) => Effect.Effect<A>) =>
    storage.run(Effect.flatMap(SecondFactors, work))
  const begin = async (loginId: LoginId, username = "app") => {
    const begun = Option.getOrThrow(await ask((factors) => factors.begin(loginId, username)))
    const app = new TOTP({ secret: Secret.fromBase32(Redacted.value(begun.secret)) })
    return { ...begun, code: (at = now) => app.generate({ timestamp: at }) }
  }
  const enrolled = async (username: string) => {
    const loginId = await owner(username)
    const app = await begin(loginId, username)
    const answer = await ask((factors) => factors.confirm(loginId, app.code(now - step), now - step))
    if (answer.outcome !== "right") throw new Error(answer.outcome)
    return { loginId, app, recoveryCodes: answer.recoveryCodes }
  }
  const use = (loginId: LoginId, code: string, at = now) => ask((factors) => factors.use(loginId, code, at))

  it("AC-04: counts from the first right code on, and gives ten recovery codes that are kept as hashes", async () => {
    const loginId = await owner("newcomer")
    const first = await begin(loginId)
    expect(Redacted.value(first.uri)).toMatch(
      /^otpauth:\/\/totp\/Relaydesk:app\?issuer=Relaydesk&secret=[A-Z2-7]{32}&/
    )
    expect(await ask((factors) => factors.state(loginId))).toEqual({ isOn: false, codesLeft: 0 })
    expect(await use(loginId, first.code())).toBe("off")
    // Begun anew: the first secret is worth nothing any more.
    const second = await begin(loginId)
    expect((await ask((factors) => factors.confirm(loginId, first.code(), now))).outcome).toBe("wrong")
    const answer = await ask((factors) => factors.confirm(loginId, second.code(), now))
    expect(answer).toMatchObject({ outcome: "right", recoveryCodes: expect.any(Array) })
    const codes = answer.outcome === "right" ? answer.recoveryCodes : []
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}$/)
    expect(await ask((factors) => factors.state(loginId))).toEqual({ isOn: true, codesLeft: 10 })
    expect(Option.isNone(await ask((factors) => factors.begin(loginId, "again")))).toBe(true)
    const stored = JSON.stringify(
      await storage.query(
        "select f.secret, c.code_hash from login_factor f join login_recovery_code c using (login_id)"
      )
    )
    for (const code of codes) expect(stored).not.toContain(code)
    const [{ secret }] = (await storage.query<{ secret: Buffer }>(
      "select secret from login_factor where login_id = $1",
      [loginId]
    )) as [{ secret: Buffer }]
    expect(
      Buffer.from(secret).includes(Buffer.from(Secret.fromBase32(Redacted.value(second.secret)).bytes))
    ).toBe(false)
  })

  it("AC-04: a code that is sent many times at once opens once, and no earlier one opens afterwards", async () => {
    const { loginId, app } = await enrolled("raced")
    const outcomes = await storage.race(6, () =>
      Effect.flatMap(SecondFactors, (factors) => factors.use(loginId, app.code(), now))
    )
    expect(outcomes.filter((outcome) => outcome === "right")).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === "spent")).toHaveLength(5)
    expect(await use(loginId, app.code(now - step))).toBe("spent")
    expect(await use(loginId, `${app.code(now + step).slice(0, 3)} ${app.code(now + step).slice(3)}`)).toBe(
      "right"
    )
    expect(await use(loginId, app.code(now + 3 * step))).toBe("wrong")
  })

  it("AC-04: a recovery code that is sent many times at once opens once, as people write it", async () => {
    const { loginId, recoveryCodes } = await enrolled("recovering")
    const typed = ` ${recoveryCodes[3]!.toLowerCase().replaceAll("-", " ")} `
    const outcomes = await storage.race(8, () =>
      Effect.flatMap(SecondFactors, (factors) => factors.use(loginId, typed, now))
    )
    expect(outcomes.toSorted()).toEqual(["right", ...Array<string>(7).fill("spent")])
    expect(await ask((factors) => factors.state(loginId))).toEqual({ isOn: true, codesLeft: 9 })
    const other = await enrolled("stranger")
    expect(await use(other.loginId, recoveryCodes[4]!)).toBe("wrong")
    const renewed = await ask((factors) => factors.renewCodes(loginId))
    expect(await use(loginId, recoveryCodes[4]!)).toBe("wrong")
    expect(await use(loginId, renewed[0]!)).toBe("right")
  })

  it("SE-05: eight wrong codes in a quarter of an hour, from all processes together, and no more are checked; recovery codes are", async () => {
    const { loginId, app, recoveryCodes } = await enrolled("guessed")
    const wrong = app.code(now + 100 * step)
    const outcomes = await storage.race(20, () =>
      Effect.flatMap(SecondFactors, (factors) => factors.use(loginId, wrong, now))
    )
    expect(outcomes.filter((outcome) => outcome === "wrong")).toHaveLength(8)
    expect(await use(loginId, app.code())).toBe("tooMany")
    expect(await use(loginId, recoveryCodes[0]!)).toBe("right")
    const later = now + 16 * 60_000
    expect(await use(loginId, app.code(later), later)).toBe("right")
  })

  it("AC-04: a role that needs one lets its logins do nothing else without", async () => {
    const { loginId } = await enrolled("with")
    const without = await owner("without")
    const must = async (id: LoginId) => {
      const tokenHash = `must ${id}`
      return storage.run(
        Effect.gen(function* () {
          const logins = yield* Logins
          const session = { tokenHash, loginId: id, expiresAt: Date.now() + 60_000, ip: "", userAgent: "" }
          yield* logins.createSession(session)
          const found = yield* logins.findSession(tokenHash, Date.now())
          yield* logins.endSession(tokenHash)
          return Option.getOrThrow(found).mustEnrol
        })
      )
    }
    expect(await must(without)).toBe(false)
    await ask((factors) => factors.setPolicy(["owner", "admin"], "boss", now))
    expect(await ask((factors) => factors.policy)).toEqual(["admin", "owner"])
    expect([await must(without), await must(loginId)]).toEqual([true, false])
    await ask((factors) => factors.remove(loginId))
    expect(await must(loginId)).toBe(true)
    await ask((factors) => factors.setPolicy([], "boss", now))
    expect(await must(without)).toBe(false)
    const told = await storage.query(
      "select actor, before, after from platform_audit_entry where action = 'login.policyChanged' order by id"
    )
    expect(told).toEqual([
      { actor: "boss", before: { roles: [] }, after: { roles: ["admin", "owner"] } },
      { actor: "boss", before: { roles: ["admin", "owner"] }, after: { roles: [] } }
    ])
  })

  it("SE-01: a workspace's connection reads no second factor and no link", async () => {
    for (const table of ["login_factor", "login_recovery_code", "login_reset"]) {
      const [row] = await storage.query<{ may: boolean }>(
        "select has_table_privilege('relaydesk_app', $1, 'select') as may",
        [table]
      )
      expect(row?.may).toBe(false)
    }
  })
})
