import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { makeLateViews } from "../../src/adapters/postgres/LateViews.ts"
import { LiveFeed } from "../../src/ports/LiveFeed.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { received } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("what happens while nobody watches", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  /** Somebody opens the live desk, and stays as long as the effect runs. */
  const watched = <A, E, R>(use: (frames: ReadonlyArray<string>, seq: number) => Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const feed = yield* LiveFeed
      const frames: Array<string> = []
      const send = (frame: string | Buffer) => frames.push(String(frame)) > 0
      const { seq } = yield* feed.attach(tenant.tenantId, { epoch: null, seq: 0 }, { send })
      return yield* use(frames, seq)
    }).pipe(Effect.scoped)
  const told = (frames: ReadonlyArray<string>, ...words: ReadonlyArray<string>) =>
    Effect.promise(() =>
      vi.waitFor(() => words.forEach((word) => expect(frames.join("\n")).toContain(word)), { timeout: 5_000 })
    )

  it("LD-02: is counted, so that who comes back knows that he has missed it", async () => {
    await storage.run(received(tenant))
    const seq = await storage.run(watched((_, seq) => Effect.succeed(seq)))
    expect(seq).toBeGreaterThan(0)
  })

  it("LD-02: is shown to who comes while it is written down, and from then on at once", async () => {
    const { tenantId, whatsapp: channelId } = tenant
    const { conversationId, messageId } = await storage.run(
      received(tenant, { text: "while nobody watched" })
    )
    await storage.run(
      watched((frames) =>
        Effect.gen(function* () {
          const tell = makeLateViews(yield* LiveFeed, yield* PlatformSql)
          yield* tell(tenantId, { messages: [messageId], conversations: [conversationId] })
          yield* told(frames, "while nobody watched", "ConversationChanged")
          const answer = { tenantId, channelId, conversationId, causeId: messageId, quotedId: null }
          yield* (yield* Outbox).reply({ ...answer, parts: ["seen at once"], at: Date.now() })
          yield* told(frames, "seen at once", `"stage":"done"`)
          yield* received(tenant, { text: "the next one" })
          yield* told(frames, "the next one")
        })
      )
    )
  })
})
