import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type WebVersion, WhatsAppVersions } from "../../src/ports/WhatsAppVersions.ts"
import { openStorage, type TestStorage } from "./TestStorage.ts"

describe("the version of WhatsApp Web that works", () => {
  let storage: TestStorage
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  const keep = (version: WebVersion) =>
    storage.run(Effect.flatMap(WhatsAppVersions, (versions) => versions.keep(version, Date.now())))
  const lastGood = () => storage.run(Effect.flatMap(WhatsAppVersions, (versions) => versions.lastGood))

  it("is not known at first, then the newest that was kept, whoever keeps an older one after it", async () => {
    expect(await lastGood()).toBeNull()
    await keep([2, 3000, 1_043_857_760])
    expect(await lastGood()).toEqual([2, 3000, 1_043_857_760])
    await keep([2, 3000, 999_999_999])
    await keep([2, 2413, 2_000_000_000])
    expect(await lastGood()).toEqual([2, 3000, 1_043_857_760])
    await Promise.all(
      [1_043_857_763, 1_043_857_765, 1_043_857_764].map((revision) => keep([2, 3000, revision]))
    )
    expect(await lastGood()).toEqual([2, 3000, 1_043_857_765])
  })

  it("is the platform's: a workspace's statements see nothing of it", async () => {
    const [row] = await storage.query<{ mayRead: boolean }>(
      `select has_table_privilege('relaydesk_app', 'whatsapp_version', 'select, insert, update, delete') as "mayRead"`,
      []
    )
    expect(row).toEqual({ mayRead: false })
  })
})
