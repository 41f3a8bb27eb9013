import { expect, it } from "vitest"
import { ChannelId } from "../../domain/Ids.ts"
import { makeHeldCaches } from "./HeldCaches.ts"

const channelId = ChannelId.make("0190a000-0000-7000-8000-000000000001")

it("RT-04, CH-04: what a session remembers stays from connection to connection, and goes when another process held it", () => {
  const caches = makeHeldCaches()
  const first = caches.of({ channelId, generation: 4n })
  expect(caches.of({ channelId, generation: 4n })).toBe(first)
  // Held again after a press of Connect.
  expect(caches.of({ channelId, generation: 5n })).toBe(first)
  // The sixth was another process's.
  const back = caches.of({ channelId, generation: 7n })
  expect(back).not.toBe(first)
  expect(caches.of({ channelId, generation: 7n })).toBe(back)
  caches.forget(channelId)
  expect(caches.of({ channelId, generation: 7n })).not.toBe(back)
})
