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
    await page.locator("[role=listitem] a").first().waitFor()
    for (let turn = 0; turn < 6; turn++) {
      for (const { id } of chats) {
        // In one turn of the page: the list moves as messages come.
        await page.evaluate(`document.querySelector('[role=listitem] a[href^="/desk/${id}"]').click()`)
        const newest = client.gateway.world.messages.get(id)?.at(-1)?.id
        await page.locator(`[data-message="${newest}"]`).waitFor()
        expect(await page.getByRole("log").locator("article").last().textContent()).not.toBe("")
        // Another chat gets a message while it is not open.
        client.gateway.receive(chats[(turn + 2) % chats.length]!.id, `meanwhile ${turn}`)
      }
    }
  })

  it("a press opens the chat that it began on, though the list moves before it ends", async () => {
    ;({ page } = await client.open("/desk", { reducedMotion: "reduce" }))
    await page.getByText("Live", { exact: true }).first().waitFor()
    const [first, second] = [0, 1].map((at) => page.locator("[role=listitem] a").nth(at))
    const wanted = await first!.getAttribute("href")
    const box = (await first!.boundingBox())!
    await page.mouse.move(box.x + 20, box.y + 20)
    await page.mouse.down()
    const last = [...client.gateway.world.conversations.values()].find(({ id }) => !wanted!.includes(id))!
    client.gateway.receive(last.id, "I write now")
    await expect.poll(() => second!.getAttribute("href"), { timeout: 15_000 }).toBe(wanted)
    await page.mouse.up()
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 15_000 }).toBe(wanted)
  })
})
