import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeServices } from "./FakeServices.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const button = (name: string) => page.getByRole("button", { name, exact: true })

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.services = new FakeServices()
})
afterEach(async () => {
  expect(complaints.filter((line) => !/Failed to load resource: .* status of [45]/.test(line))).toEqual([])
  await page.context().close()
})

describe("the services page", () => {
  it("OR-08: shows disagreements first, filters and searches, and opens the reasoning of a service", async () => {
    await open("/services")
    await page.getByText("panel disagrees").first().waitFor()
    await button("Unclear 23").click()
    await page.getByText("Telegram Members").first().waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("104")
    await eventually(() => page.getByRole("row").count(), 2)
    expect(new URL(page.url()).search).toBe("?filter=unclear&search=104")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    // The keys walk the whole list, once it has come back.
    await expect.poll(() => page.getByRole("row").count(), { timeout: 15_000 }).toBeGreaterThan(2)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    const drawer = page.getByRole("dialog")
    await drawer.getByText("decides").waitFor()
    await drawer.getByText("Your rule for this id").waitFor()
    await drawer.getByRole("button", { name: "Try other words" }).click()
    await eventually(
      () => page.getByRole("textbox", { name: "Service name" }).inputValue(),
      expect.stringContaining("Telegram Members")
    )
    await page.getByRole("textbox", { name: "Service name" }).fill("Followers 45 Days Refill, instant")
    await page.getByText("“45 Days Refill”: 45 days").waitFor()
    await page.getByText("At once").waitFor()
  })

  it("OR-08: a panel's list is read again, with what changed; a panel that is down is said so", async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    client.gateway.services.isRead = promise
    await open("/services")
    const press = button("Read again: Main panel")
    await page.getByText("12 new, 3 changed").waitFor()
    await press.click()
    await page.getByText("is being read…").waitFor()
    resolve()
    await page.getByText("140 services: 2 new, 1 changed").waitFor()
    client.gateway.services.isPanelDown = true
    await press.click()
    await page.getByText("The panel does not answer.").waitFor()
    expect(await button("Read again: Second").isDisabled()).toBe(true)
  })

  it("teaches when nothing is known, and says what is wrong when it cannot be read", async () => {
    client.gateway.services.services = []
    await open("/services")
    await page.getByText("No service is known yet.").waitFor()
    client.gateway.broken.add("/api/services")
    await page.reload()
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await button("Try again").click()
    await page.getByText("No service is known yet.").waitFor()
  })
})

it.each([
  ["the table", "/services?filter=disagree&search=10", async () => {}],
  ["a service", "/services?filter=disagree&search=10", () => page.getByRole("row").nth(1).click()],
  ["the test box", "/services?filter=disagree&search=10&try=yes&name=Views 30 Days Refill", async () => {}]
] as const)(
  "%s breaks no rule of accessibility at any width, light or dark",
  async (name, path, act) => {
    await open(path)
    await page.getByText("panel disagrees").first().waitFor()
    await act()
    if (name !== "the table") await page.getByText("decides").waitFor()
    await expectAccessible(page)
  },
  60_000
)
