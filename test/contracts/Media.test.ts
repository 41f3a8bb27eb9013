import { Effect, Option, Stream } from "effect"
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { MediaStore } from "../../src/ports/MediaStore.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("LD-03: kept files, on the database alone", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const read = (sha256: string, from: number, to: number) =>
    storage.run(
      Effect.flatMap(MediaStore, (store) =>
        Stream.runCollect(store.read(tenant.tenantId, sha256, from, to))
      ).pipe(Effect.map((pieces) => Buffer.concat(pieces)))
    )

  it("the same content brought 20 times at once is kept once, whole", async () => {
    const bytes = randomBytes(1_300_000)
    const kept = await storage.race(20, () =>
      Effect.flatMap(MediaStore, (store) => store.keep(tenant.tenantId, bytes))
    )
    const { sha256 } = kept[0]!
    expect(new Set(kept.map((one) => one.sha256)).size).toBe(1)
    expect(
      await storage.query("select 1 from media_blob where sha256 = decode($1, 'hex')", [sha256])
    ).toHaveLength(1)
    expect((await read(sha256, 0, bytes.length)).equals(bytes)).toBe(true)
    for (const [from, to] of [
      [0, 1],
      [524_287, 524_289],
      [1_048_576, 1_300_000]
    ] as const) {
      expect((await read(sha256, from, to)).equals(bytes.subarray(from, to))).toBe(true)
    }
  })

  it("SE-01: another workspace does not have it, even by its name", async () => {
    const bytes = randomBytes(1000)
    const other = await storage.run(smallTenant())
    const { sha256 } = await storage.run(
      Effect.flatMap(MediaStore, (store) => store.keep(tenant.tenantId, bytes))
    )
    const looked = await storage.run(
      Effect.flatMap(MediaStore, (store) => store.look(other.tenantId, sha256))
    )
    expect(Option.isNone(looked)).toBe(true)
  })

  it("is forgotten when nobody has opened it for the time, with its pieces; what was opened stays", async () => {
    const [old, fresh] = await storage.run(
      Effect.flatMap(MediaStore, (store) =>
        Effect.all([
          store.keep(tenant.tenantId, randomBytes(600_000)),
          store.keep(tenant.tenantId, randomBytes(10))
        ])
      )
    )
    const long = new Date(Date.now() - 40 * 86_400_000)
    await storage.query("update media_blob set opened_at = $1", [long])
    await storage.run(
      Effect.flatMap(MediaStore, (store) => store.opened(tenant.tenantId, fresh.sha256, Date.now()))
    )
    const before = Date.now() - 30 * 86_400_000
    expect(await storage.run(Effect.flatMap(MediaStore, (store) => store.purge(before)))).toBeGreaterThan(0)
    const left = await storage.query<{ name: string }>("select encode(sha256, 'hex') as name from media_blob")
    expect(left).toEqual([{ name: fresh.sha256 }])
    expect(
      await storage.query("select 1 from media_piece where sha256 = decode($1, 'hex')", [old.sha256])
    ).toEqual([])
  })
})
