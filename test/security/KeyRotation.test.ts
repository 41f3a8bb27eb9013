import { Deferred, Effect, Fiber, Option, Redacted, Result } from "effect"
import { randomBytes, randomUUID } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { retireKeys, rotateKeys } from "../../src/adapters/vault/KeyRotation.ts"
import { parseKeyRing } from "../../src/adapters/vault/KeyRing.ts"
import { reseal } from "../../src/adapters/vault/Reseal.ts"
import { plainColumns, sealedColumns } from "../../src/adapters/vault/SealedColumns.ts"
import type { ChannelHandle } from "../../src/ports/ChannelTransport.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { PanelAccounts } from "../../src/ports/PanelAccounts.ts"
import { PanelBook } from "../../src/ports/PanelBook.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Vault } from "../../src/ports/Vault.ts"
import { WhatsAppKeys } from "../../src/ports/WhatsAppKeys.ts"
import { smallTenant, type SmallTenant } from "../contracts/TestStorage.ts"
import { openRotation, type RotationStage } from "./RotationStage.ts"

const keyCount = 600

describe("SE-02: the keys that secrets are sealed with", () => {
  let rotation: RotationStage
  let tenant: SmallTenant
  let channel: ChannelHandle
  const told: Array<string> = []
  const tell = (line: string) => Effect.sync(() => void told.push(line))

  beforeAll(async () => {
    rotation = await openRotation()
    const { gateway } = rotation
    tenant = await gateway.runPromise(smallTenant())
    channel = {
      tenantId: tenant.tenantId,
      channelId: tenant.whatsapp,
      kind: "whatsapp",
      generation: 0n,
      token: null
    }
    await gateway.runPromise(
      Effect.gen(function* () {
        const keys = yield* WhatsAppKeys
        const setup = yield* TenantSetup
        yield* keys.saveCreds(channel, Buffer.from("creds 0"))
        yield* keys.set(
          channel,
          Array.from({ length: keyCount }, (_, n) => ({
            type: "session",
            id: `${n}`,
            value: Buffer.from(`key ${n} 0`)
          }))
        )
        for (let n = 0; n < 20; n++) {
          yield* setup.addProvider({
            tenantId: tenant.tenantId,
            panelId: tenant.panelId,
            alias: `P${n}`,
            name: Redacted.make(`provider${n}.example`)
          })
        }
      })
    )
  })
  afterAll(() => rotation.close())

  it("every column of bytes is known: sealed, and sealed again when keys change, or no secret", async () => {
    const columns = await rotation.query<{ name: string; key: ReadonlyArray<string> }>(`
      select c.relname || '.' || a.attname as name, array(
        select k.attname::text from pg_index i join unnest(i.indkey) with ordinality as u(num, at) on true
        join pg_attribute k on k.attrelid = c.oid and k.attnum = u.num
        where i.indrelid = c.oid and i.indisprimary order by u.at) as key
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.atttypid = 'bytea'::regtype
        and not starts_with(c.relname, 'cluster_')
      order by 1`)
    const known = sealedColumns.map(({ table, column, key }) => ({ name: `${table}.${column}`, key }))
    const rest = columns.filter(({ name }) => plainColumns[name] === undefined)
    expect(rest).toEqual(known.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    console.log(`columns of bytes: ${columns.length}, all known`)
  })

  it("change while the gateway reads and writes: no read fails, and no write is lost", async () => {
    const before = readFileSync(rotation.keyFile, "utf8").trim()
    const end = { isOver: false }
    let reads = 0
    let writes = 0
    const written = new Map<string, string>()
    const failures: Array<unknown> = []
    const readAndWrite = (seed: number) =>
      Effect.gen(function* () {
        const keys = yield* WhatsAppKeys
        const accounts = yield* PanelAccounts
        const book = yield* PanelBook
        const channels = yield* Channels
        for (let n = seed; !end.isOver; n += 4) {
          const id = `${(n * 7) % keyCount}`
          if (n % 3 === 0) {
            const value = `key ${id} ${n}`
            written.set(id, value)
            yield* keys.set(channel, [{ type: "session", id, value: Buffer.from(value) }])
            writes++
          }
          const [found, creds, account, entries] = yield* Effect.all([
            keys.get(channel, "session", [`${(n * 11) % keyCount}`, `${(n * 13) % keyCount}`]),
            keys.loadCreds(channel),
            accounts.find(tenant.tenantId, tenant.panelId),
            book.list(tenant.tenantId)
          ])
          const isRight =
            [...found].every(([id, value]) => Buffer.from(value).toString().startsWith(`key ${id} `)) &&
            found.size > 0 &&
            Buffer.from(creds!).toString().startsWith("creds") &&
            Redacted.value(Option.getOrThrow(account).key) === "the-panel-key" &&
            entries.length === 1
          if (!isRight) failures.push({ id, found, creds })
          reads += 4
          if (n % 50 === seed) {
            const bot = yield* channels.hold(tenant.tenantId, tenant.telegram)
            if (Option.isNone(bot)) failures.push("the bot's token")
            reads++
          }
        }
      }).pipe(Effect.catchCause((cause) => Effect.sync(() => void failures.push(cause))))
    // Each writes keys of its own, so that the last value of each is known.
    const load = rotation.gateway.runPromise(
      Effect.forEach([0, 1, 2, 3], readAndWrite, { concurrency: "unbounded" })
    )
    const done = await rotation.command.runPromise(rotateKeys(tell))
    end.isOver = true
    await load
    console.log(
      `rotation under load: ${done.resealed} values sealed again, ${done.overtaken} overtaken by writes, ` +
        `${reads} reads and ${writes} writes meanwhile, ${failures.length} failed`
    )
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(200)
    expect(done).toMatchObject({ unreadable: 0, old: 0 })
    expect(readFileSync(rotation.keyFile, "utf8").trim().split("\n")).toEqual([expect.any(String), before])
    expect(told.some((line) => line.includes("whatsapp_key.value"))).toBe(true)
    const stored = await rotation.gateway.runPromise(
      Effect.flatMap(WhatsAppKeys, (keys) => keys.all(channel, "session"))
    )
    for (const [id, value] of written) expect(Buffer.from(stored.get(id)!).toString()).toBe(value)
    expect(stored.size).toBe(keyCount)
  })

  it("never write over what somebody else wrote between reading and sealing again", async () => {
    const { command, query } = rotation
    const ring = Result.getOrThrow(
      parseKeyRing(`${randomBytes(32).toString("base64")}\n${readFileSync(rotation.keyFile, "utf8")}`, "test")
    )
    const column = sealedColumns.find(({ table }) => table === "whatsapp_creds")!
    const [held] = await query<{ value: Buffer }>("select value from whatsapp_creds")
    const newer = Buffer.concat([held!.value, Buffer.from("newer")])
    const done = await command.runPromise(
      Effect.gen(function* () {
        const sql = yield* PlatformSql
        const isLocked = yield* Deferred.make<void>()
        const mayEnd = yield* Deferred.make<void>()
        const writer = yield* Effect.forkChild(
          sql.withTransaction(
            Effect.gen(function* () {
              yield* sql`update whatsapp_creds set value = ${newer}`
              yield* Deferred.succeed(isLocked, undefined)
              yield* Deferred.await(mayEnd)
            })
          )
        )
        yield* Deferred.await(isLocked)
        const resealing = yield* Effect.forkChild(reseal(sql, ring, column, () => Effect.void))
        // It has read the old value and waits for the row.
        yield* Effect.promise(() =>
          expect
            .poll(() => query("select 1 from pg_locks where not granted").then((rows) => rows.length))
            .toBeGreaterThan(0)
        )
        yield* Deferred.succeed(mayEnd, undefined)
        yield* Fiber.join(writer)
        return yield* Fiber.join(resealing)
      })
    )
    expect(done).toEqual({ resealed: 0, overtaken: 1, unreadable: 0 })
    const [after] = await query<{ value: Buffer }>("select value from whatsapp_creds")
    expect(Buffer.from(after!.value)).toEqual(newer)
    await query("update whatsapp_creds set value = $1", [held!.value])
  })

  it("a rotation that was stopped goes on with the key it made", async () => {
    const lines = readFileSync(rotation.keyFile, "utf8").trim().split("\n")
    const fresh = randomBytes(32).toString("base64")
    writeFileSync(rotation.keyFile, `${[fresh, ...lines].join("\n")}\n`)
    const done = await rotation.command.runPromise(rotateKeys(tell))
    expect(done).toMatchObject({ unreadable: 0, old: 0 })
    expect(done.resealed).toBeGreaterThan(keyCount)
    expect(readFileSync(rotation.keyFile, "utf8").trim().split("\n")).toEqual([fresh, ...lines])
    expect(told.at(-1)).toBeDefined()
    expect(told.join("\n")).toContain("An earlier rotation is not finished")
  })

  it("are retired only when no value needs them, and marks stay what they were", async () => {
    const mark = () => rotation.gateway.runPromise(Effect.map(Vault, (vault) => vault.mark("t", "x")))
    const first = await mark()
    const text = readFileSync(rotation.keyFile, "utf8")
    writeFileSync(rotation.keyFile, `${randomBytes(32).toString("base64")}\n${text}`)
    const refused = await rotation.command.runPromise(Effect.flip(retireKeys(tell)))
    expect(String(refused)).toMatch(/600 of whatsapp_key\.value \(key [0-9a-f]{8}\)/)
    expect(readFileSync(rotation.keyFile, "utf8")).toContain(text)
    writeFileSync(rotation.keyFile, text)
    await rotation.command.runPromise(retireKeys(tell))
    expect(readFileSync(rotation.keyFile, "utf8")).toMatch(/^[\w+/]{43}=\nmark:[\w+/]{43}=\n$/)
    const opened = await rotation.gateway.runPromise(
      Effect.flatMap(WhatsAppKeys, (keys) => keys.loadCreds(channel))
    )
    expect(Buffer.from(opened!).toString()).toBe("creds 0")
    // The gateway reads the file again within a second.
    await rotation.gateway.runPromise(Effect.sleep("1100 millis"))
    expect(await mark()).toBe(first)
  })

  it("lost, they are named with what they sealed, and everything else goes on", async () => {
    const kept = readFileSync(rotation.keyFile, "utf8")
    const [lost] = await rotation.query<{ id: string }>(
      "select encode(substring(secret from 2 for 4), 'hex') as id from panel"
    )
    writeFileSync(rotation.keyFile, `${randomBytes(32).toString("base64")}\n`)
    const second = rotation.open()
    const found = await second.runPromise(
      Effect.gen(function* () {
        const book = yield* PanelBook
        const setup = yield* TenantSetup
        const id = yield* setup.addPanel({
          tenantId: tenant.tenantId,
          name: "New",
          baseUrl: "https://new.example",
          key: Redacted.make("another-key-of-a-panel")
        })
        const accounts = yield* PanelAccounts
        const channels = yield* Channels
        return {
          entries: yield* book.list(tenant.tenantId),
          unreadable: yield* accounts.find(tenant.tenantId, tenant.panelId),
          readable: yield* accounts.find(tenant.tenantId, id),
          bot: yield* channels.hold(tenant.tenantId, tenant.telegram),
          number: yield* channels.hold(tenant.tenantId, tenant.whatsapp)
        }
      })
    )
    expect(found.entries.map(({ key }) => key)).toEqual(["unreadable: enter it again", "••••anel"])
    expect(Option.isNone(found.unreadable)).toBe(true)
    expect(Redacted.value(Option.getOrThrow(found.readable).key)).toBe("another-key-of-a-panel")
    expect([found.bot, found.number].every(Option.isNone)).toBe(true)
    const states = await rotation.query<{ tag: string; reason: string }>(
      "select state->>'_tag' as tag, state->>'reason' as reason from channel order by kind"
    )
    expect(states.map(({ tag }) => tag)).toEqual(["Misconfigured", "Misconfigured"])
    expect(states[0]!.reason).toContain(lost!.id)
    await expect
      .poll(() =>
        rotation.logs.filter((line) => line.includes(lost!.id) && line.includes("unreadable")).join("\n")
      )
      .toContain("600 rows of whatsapp_key.value are unreadable")
    await second.dispose()
    writeFileSync(rotation.keyFile, kept)
    // A stranger's row is not sealed again, and not taken for done either.
    await rotation.query("update panel set secret = $1 where id = $2", [
      Buffer.from(randomUUID()),
      tenant.panelId
    ])
    expect(await rotation.command.runPromise(rotateKeys(tell))).toMatchObject({ unreadable: 2, old: 2 })
  })
})
