import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ChannelId, TenantId } from "../../src/domain/Ids.ts"
import type { Inbound } from "../../src/domain/Inbound.ts"
import { Channels } from "../../src/ports/Channels.ts"
import type { ChannelHandle } from "../../src/ports/ChannelTransport.ts"
import { Destinations } from "../../src/ports/Destinations.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("CH-07: which channel reads a bot's messages", () => {
  let storage: TestStorage
  let anna: SmallTenant
  let boris: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(2)
    anna = await storage.run(smallTenant())
    boris = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const channels = <A, E>(use: (service: Channels["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Channels, use))
  const add = async (tenantId: TenantId) =>
    (
      await channels((all) =>
        all.create(tenantId, { kind: "telegram", name: "Bot", token: Redacted.make("77:AAtoken") })
      )
    ).id
  const hold = async (tenantId: TenantId, id: ChannelId) =>
    Option.getOrThrow(await channels((all) => all.hold(tenantId, id)))
  const claim = async (channel: ChannelHandle, id: string, hasPrivacy = false) =>
    (await channels((all) => all.claimBot(channel, { id, hasPrivacy }))).claim

  it("of ten channels of two workspaces that claim it at once, one has it", async () => {
    const owners = Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? anna : boris).tenantId)
    const handles = await Promise.all(owners.map(async (owner) => hold(owner, await add(owner))))
    const claims = await storage.race(10, (n) =>
      Effect.flatMap(Channels, (all) => all.claimBot(handles[n]!, { id: "77", hasPrivacy: false }))
    )
    const said = claims.map(({ claim }) => claim)
    expect(said.filter((word) => word === "Held")).toHaveLength(1)
    expect(said.filter((word) => word === "Taken")).toHaveLength(9)
    const winner = handles[said.indexOf("Held")]!
    expect(await claim(winner, "77")).toBe("Held")
  })

  it("is free again when its channel is switched off, its token revoked, renewed or its workspace suspended", async () => {
    const first = await add(anna.tenantId)
    const second = await hold(boris.tenantId, await add(boris.tenantId))
    const again = async () => {
      const channel = await hold(anna.tenantId, first)
      expect(await claim(channel, "88")).toBe("Held")
      expect(await claim(second, "88")).toBe("Taken")
      return channel
    }
    const passesOn = async () => {
      expect(await claim(second, "88")).toBe("Held")
      await storage.query("update channel set holds_bot = false where id = $1", [second.channelId])
    }
    await again()
    await channels((all) => all.setEnabled(anna.tenantId, first, false, Date.now()))
    await passesOn()
    await channels((all) => all.setEnabled(anna.tenantId, first, true, Date.now()))
    const channel = await again()
    await channels((all) => all.saveState(channel, { _tag: "TokenRevoked" }, Date.now()))
    await passesOn()
    await channels((all) => all.saveState(channel, { _tag: "Connecting" }, Date.now()))
    await again()
    await channels((all) =>
      all.renew(anna.tenantId, first, { kind: "telegram", token: Redacted.make("88:AAnew") })
    )
    await passesOn()
    await again()
    await storage.query("update tenant set status = 'suspended' where id = $1", [anna.tenantId])
    await passesOn()
    await storage.query("update tenant set status = 'active' where id = $1", [anna.tenantId])
  })

  it("is not claimed by a holder of before", async () => {
    const id = await add(anna.tenantId)
    const old = await hold(anna.tenantId, id)
    const current = await hold(anna.tenantId, id)
    expect(await claim(old, "99")).toBe("Lost")
    expect(await channels((all) => all.isHeld(old))).toBe(false)
    expect(await claim(current, "99")).toBe("Held")
    expect(await channels((all) => all.isHeld(current))).toBe(true)
  })

  it("a bot with privacy mode is deaf only where a group that matters has not made it an administrator", async () => {
    const channel = await hold(anna.tenantId, await add(anna.tenantId))
    const isDeaf = async () =>
      (await channels((all) => all.claimBot(channel, { id: "66", hasPrivacy: true }))).isDeaf
    expect(await isDeaf()).toBe(false)
    const group: Partial<Inbound> = { chatId: "-10066", chatPn: null, chatKind: "group", chatTitle: "Desk" }
    await storage.run(Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound(group))))
    expect(await isDeaf()).toBe(false)
    await storage.query("update conversation set is_support = true where chat_id = '-10066'")
    expect(await isDeaf()).toBe(true)
    const seen = { chatId: "-10066", kind: "group", title: "Desk", hearsAll: true } as const
    await storage.run(Effect.flatMap(Destinations, (all) => all.learn(channel, [seen])))
    expect(await isDeaf()).toBe(false)
  })
})
