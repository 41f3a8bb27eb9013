import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { violationsOf } from "./violations.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const rows = () => [...client.gateway.world.conversations.values()]
const open = async (path: string, options = {}) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce", ...options }))
}
const field = () => page.getByRole("combobox", { name: /^Search chats/ })
const options = () => page.getByRole("option")
const call = async (key = "Control+k") => {
  await page.keyboard.press(key)
  await field().waitFor()
}
const path = () => new URL(page.url()).pathname

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(() => page.context().close())

describe("LD-06: the palette", () => {
  it("opens on every page by Ctrl K or ⌘K, also out of a field, and gives the focus back", async () => {
    await open("/requests")
    const search = page.getByRole("searchbox")
    await search.waitFor()
    await search.focus()
    for (const key of ["Control+k", "Meta+k"]) {
      await call(key)
      await page.keyboard.press("Escape")
      await eventually(() => page.getByRole("dialog").count(), 0)
      await eventually(() => search.evaluate((one) => one === document.activeElement), true)
    }
    await page.getByRole("button", { name: "Search and actions" }).click()
    await field().waitFor()
    expect(complaints).toEqual([])
  })

  it("walks with the arrows and opens with Enter; offers only pages that the login may open", async () => {
    await open("/desk")
    await page.getByRole("list", { name: "Conversations" }).waitFor()
    await call()
    await page.keyboard.type("chann")
    await eventually(() => options().first().textContent(), "Channels")
    await page.keyboard.press("Enter")
    await eventually(path, "/channels")
    await page.route("**/api/me", async (route) => {
      const answer = await route.fetch()
      const { login } = (await answer.json()) as { login: object }
      await route.fulfill({ json: { login: { ...login, role: "staff", permissions: ["inbox.view"] } } })
    })
    await page.goto(new URL("/desk", page.url()).href)
    await page.getByRole("list", { name: "Conversations" }).waitFor()
    expect(complaints).toEqual([])
    await call()
    const offered = await options().allTextContents()
    expect(offered).toContain("Desk")
    expect(offered).not.toContain("Panels")
    expect(offered).not.toContain("Staff")
  })

  it("finds chats while one types: asks once the keys rest, and an old answer never replaces a newer one", async () => {
    await open("/desk")
    await page.getByRole("list", { name: "Conversations" }).waitFor()
    const held = Promise.withResolvers<void>()
    const asked: Array<string> = []
    await page.route(/api\/conversations\?.*search=/, async (route) => {
      const search = new URL(route.request().url()).searchParams.get("search") ?? ""
      asked.push(search)
      if (search === "rahim") await held.promise
      await route.continue().catch(() => {})
    })
    await call()
    // Key after key without a rest between them, however slow the machine is.
    await field().evaluate((element: HTMLInputElement) => {
      for (const length of [1, 2, 3, 4, 5]) {
        element.value = "rahim".slice(0, length)
        element.dispatchEvent(new InputEvent("input", { bubbles: true }))
      }
    })
    await eventually(() => asked, ["rahim"])
    await field().fill("SMM Nepal 10")
    const wanted = rows().find(({ title }) => title === "SMM Nepal 10")!
    await options().filter({ hasText: "SMM Nepal 10" }).first().waitFor()
    held.resolve()
    await page.waitForTimeout(200)
    expect(await options().filter({ hasText: "rahim_smm" }).count()).toBe(0)
    expect(asked).toEqual(["rahim", "SMM Nepal 10"])
    await options().filter({ hasText: "SMM Nepal 10" }).first().click()
    await eventually(path, `/desk/${wanted.id}`)
  })

  it("asks within 150 ms of the last key, and not at every key", async () => {
    await open("/desk")
    await page.getByRole("list", { name: "Conversations" }).waitFor()
    await call()
    const asked: Array<string> = []
    page.on("request", (request) => {
      if (request.url().includes("search=a")) asked.push(request.url())
    })
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 1_000)
    await field().fill("a")
    await page.clock.runFor(110)
    await field().fill("ab")
    await page.clock.runFor(110)
    expect(asked).toEqual([])
    await page.clock.runFor(40)
    await eventually(() => asked.length, 1)
  })

  it("does what the open page offers: takes over, writes a note, changes the look, shows the keys", async () => {
    const chat = rows()[0]!
    await open(`/desk/${chat.id}`)
    await page.getByRole("textbox", { name: "Reply" }).waitFor()
    await call()
    await page.keyboard.type("take over")
    await page.keyboard.press("Enter")
    await page.getByText("You answer").waitFor()
    await call()
    await page.keyboard.type("new note")
    await page.keyboard.press("Enter")
    const note = page.getByRole("textbox", { name: "Note for your team" })
    await eventually(() => note.evaluate((one) => one === document.activeElement), true)
    // Out of the field that is written in.
    await call()
    await page.keyboard.type("look: dark")
    await page.keyboard.press("Enter")
    await eventually(() => page.evaluate(() => document.documentElement.dataset["theme"]), "dark")
    await call()
    await page.keyboard.type("shortcuts")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
    expect(complaints).toEqual([])
  })

  it.each([360, 1440])("breaks no rule of accessibility at %d px, in light and dark", async (width) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await open("/desk", { colorScheme, viewport: { width, height: 800 } })
      await page.getByRole("list", { name: "Conversations" }).waitFor()
      await call()
      await page.keyboard.type("re")
      await options().first().waitFor()
      expect(await violationsOf(page, colorScheme)).toEqual([])
      if (colorScheme === "light") await page.context().close()
    }
  })

  it("WF-02: is not part of what the desk loads first, which stays within 150 KB", async () => {
    const loaded: Array<{ readonly name: string; readonly text: Promise<Buffer> }> = []
    await open("/login")
    page = await page.context().newPage()
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) loaded.push({ name: response.url(), text: response.body() })
    })
    await page.goto(`${client.address}/desk`)
    await page.getByRole("list", { name: "Conversations" }).waitFor()
    const sizes = await Promise.all(loaded.map(async ({ text }) => gzipSync(await text).length))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    console.log(`the desk's first JavaScript: ${(total / 1024).toFixed(1)} KB in ${loaded.length} files`)
    expect(total).toBeLessThan(150 * 1024)
    expect(loaded.map(({ name }) => name).filter((name) => /Palette|WhyDrawer|Timeline/.test(name))).toEqual(
      []
    )
  })
})
