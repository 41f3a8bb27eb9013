import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { ChannelState } from "../domain/Channel.ts"
import { TenantId } from "../domain/Ids.ts"
import type { LiveEvent } from "../domain/LiveEvent.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import { gatewayLayer, Gateway } from "./testing/Gateway.ts"
import { connect, event, join } from "./testing/LiveClient.ts"
import { conversation, rows } from "./testing/MemoryDesk.ts"
import { LoginRows, tenants } from "./testing/MemoryLogins.ts"

const sita = TenantId.make(tenants.sita)
const hari = TenantId.make(tenants.hari)

const channelChanged = (state: ChannelState): LiveEvent => ({
  _tag: "ChannelChanged",
  channel: {
    id: rows.channel,
    kind: "whatsapp",
    name: "Main",
    address: "9779800000000",
    isEnabled: true,
    state,
    sentence: "",
    since: 0,
    lastAcknowledgedAt: null,
    version: 1
  }
})

layer(gatewayLayer(), { excludeTestServices: true })("the live socket of the platform's people", (it) => {
  it.effect("LD-05: tells the platform's people of all logs, with whose they are, and of no chat", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const feed = yield* LiveFeed
      const client = yield* join({ port, cookie: yield* logIn("boss") })
      yield* feed.publish(sita, [
        { _tag: "ConversationChanged", conversation: conversation() },
        channelChanged({ _tag: "WaitingForScan", qr: "a-code-that-links-a-phone" }),
        channelChanged({ _tag: "Open" }),
        event(1)
      ])
      yield* feed.publish(hari, [event(2)])
      const seen: Array<LiveEvent> = []
      while (seen.length < 3) {
        const frame = yield* client.next
        if (frame._tag === "Events") seen.push(...frame.events)
      }
      assert.deepStrictEqual(
        seen.map((one) => [one._tag, "tenantId" in one ? one.tenantId : undefined]),
        [
          ["ChannelChanged", sita],
          ["LogAdded", sita],
          ["LogAdded", hari]
        ]
      )
      assert.notInclude(JSON.stringify(seen), "a-code-that-links-a-phone")
      assert.notInclude(JSON.stringify(seen), "9779800000000", "no channel's number")
    })
  )

  it.effect("LD-05, AC-03: closes to platform staff who may not see monitoring", () =>
    Effect.gen(function* () {
      const { port, logIn } = yield* Gateway
      const { logins } = yield* LoginRows
      const boss = logins.get("boss")!
      const become = (permissions: typeof boss.permissions) =>
        logins.set("boss", { ...boss, role: "adminStaff", permissions })
      become(["users.view"])
      const cookie = yield* logIn("boss")
      assert.strictEqual(yield* Effect.flip(connect({ port, cookie })), 403)
      become(["monitoring.view"])
      yield* join({ port, cookie })
      logins.set("boss", boss)
    })
  )
})
