import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(() => page.context().close())

describe("LD-01: from chat to chat", () => {
  it("each click shows the newest message of its chat, also of one that is remembered and has got more meanwhile", async () => {
    const chats = [...client.gateway.world.conversations.values()].slice(0, 5)
    for (const { id } of chats) for (let n = 0; n < 70; n++) client.gateway.receive(id, `earlier ${n}`)
    ;({ page } = await client.open("/desk", { reducedMotion: "reduce" }))
    const row = (id: string) => page.locator(`[role=listitem] a[href^="/desk/${id}"]`)
    for (let turn = 0; turn < 6; turn++) {
      for (const { id } of chats) {
        await row(id).evaluate((link) => (link as unknown as { click: () => void }).click())
        const newest = client.gateway.world.messages.get(id)?.at(-1)?.id
        await page.locator(`[data-message="${newest}"]`).waitFor()
        expect(await page.getByRole("log").locator("article").last().textContent()).not.toBe("")
        // Another chat gets a message while it is not open.
        client.gateway.receive(chats[(turn + 2) % chats.length]!.id, `meanwhile ${turn}`)
      }
    }
  })
})
