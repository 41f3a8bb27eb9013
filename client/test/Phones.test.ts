import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page

const open = async (path: string, width = 360) => {
  ;({ page } = await client.open(path, { viewport: { width, height: 780 }, reducedMotion: "reduce" }))
}

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(async () => {
  client.gateway.isPlatformLogin = false
  await page.context().close()
})

describe("on a phone", () => {
  it("OR-12: requests are selected by finger and by key, and the bar for several works there", async () => {
    await open("/requests")
    const tiles = page.getByRole("list", { name: "Requests" })
    const ticks = tiles.getByRole("checkbox")
    await ticks.first().waitFor()
    const target = await ticks.first().locator("xpath=..").boundingBox()
    expect(Math.min(target!.width, target!.height)).toBeGreaterThanOrEqual(24)
    await ticks.first().click()
    const bar = page.getByRole("region", { name: "Selected" })
    await bar.getByText("1 selected").waitFor()
    expect(new URL(page.url()).search).toBe("")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press(" ")
    await bar.getByText("2 selected").waitFor()
    await expectAccessible(page)
    await bar.getByRole("button", { name: "Clear the selection" }).click()
    expect(await bar.count()).toBe(0)
    await tiles.getByRole("button").first().click()
    await page.getByRole("dialog").waitFor()
  })

  it("who may not act on requests has nothing to tick", async () => {
    await page?.context().close()
    await open("/requests")
    await page.route("**/api/me", async (route) => {
      const answer = await route.fetch()
      const { login } = (await answer.json()) as { login: object }
      await route.fulfill({
        json: { login: { ...login, role: "staff", permissions: ["inbox.view"], isViewing: false } }
      })
    })
    await page.reload()
    await page.getByRole("list", { name: "Requests" }).getByRole("button").first().waitFor()
    expect(await page.getByRole("checkbox").count()).toBe(0)
  })

  it.each([320, 360])(
    "LD-06: the platform's bar fits into %d px; what is not there is under More",
    async (width) => {
      client.gateway.isPlatformLogin = true
      await open("/account", width)
      const bar = page.getByRole("navigation", { name: "Pages" })
      await bar.getByRole("link", { name: "Users" }).waitFor()
      expect(await bar.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
      expect(await bar.getByRole("link").count()).toBe(4)
      await bar.getByRole("button", { name: "More" }).click()
      await page.getByRole("menuitem", { name: "What staff did" }).waitFor()
      await page.getByRole("menuitem", { name: "Recovery" }).click()
      await page.waitForURL("**/admin/recovery")
    }
  )
})
