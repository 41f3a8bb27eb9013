import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { violationsOf } from "./violations.ts"

let client: ClientBrowser
const ids = () => {
  const { world } = client.gateway
  const conversation = [...world.conversations.keys()][0] ?? ""
  const channel = [...world.channels.values()].find((row) => row.state._tag === "WaitingForScan")?.id ?? ""
  const request = [...world.requests.values()].findLast((row) => row.status === "failed")?.id ?? ""
  return { conversation, channel, request }
}

/** Every page with what shows that it is there. */
const pages: ReadonlyArray<readonly [name: string, path: () => string, shows: string]> = [
  ["the list", () => "/desk", "text=Unread"],
  ["a conversation", () => `/desk/${ids().conversation}`, "text=hello?"],
  ["the requests", () => "/requests", "text=492007767"],
  ["a request", () => `/requests?open=${ids().request}`, "role=dialog"],
  ["the log", () => "/log", "text=Commands"],
  ["the channels", () => "/channels", "text=Support bot"],
  ["the QR code", () => `/channels?scan=${ids().channel}`, "role=img[name*='QR']"],
  ["adding a channel", () => "/channels?add=yes", "text=Show the QR code"],
  ["a wrong address", () => "/nowhere", "text=no page"],
  ["the log-in", () => "/login", "text=Password"],
  ["the setup", () => "/setup?token=one-time", "text=Password again"],
  ["the demo phones", () => "/phones.html", "text=Rahim’s phone"]
]

beforeAll(async () => {
  client = await openClientBrowser()
  client.gateway.isSetupNeeded = true
}, 180_000)
afterAll(() => client.close())

describe("breaks no rule of accessibility and none of the content policy, and nothing is too wide", () => {
  const show = async (path: string, shows: string, width: number) => {
    const opened = await client.open(path, { viewport: { width, height: 800 }, reducedMotion: "reduce" })
    await opened.page.locator(shows).first().waitFor()
    return opened
  }
  const excess = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  for (const [name, path, shows] of pages) {
    it(`${name}, light and dark, from 320 to 1440 px`, async () => {
      // Opened wide and narrow, and made a little narrower: what is drawn first differs.
      for (const widths of [
        [1440, 768],
        [360, 320]
      ] as const) {
        const { page, complaints } = await show(path(), shows, widths[0])
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 })
          for (const colorScheme of ["light", "dark"] as const) {
            if (width === 320) continue
            await page.emulateMedia({ colorScheme })
            expect(await violationsOf(page, colorScheme), `${width} px, ${colorScheme}`).toEqual([])
          }
          await expect.poll(() => excess(page), { message: `at ${width} px` }).toBe(0)
        }
        expect(complaints).toEqual([])
        await page.context().close()
      }
    }, 180_000)
  }
})

it("the first visit loads at most 150 KB of script", async () => {
  const { page } = await client.open("/desk")
  await page.locator("text=Unread").first().waitFor()
  const bytes = await page.evaluate(async () => {
    const scripts = performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith(".js"))
    const sizes = await Promise.all(
      scripts.map(async (entry) => {
        const body = await (await fetch(entry.name)).blob()
        return (await new Response(body.stream().pipeThrough(new CompressionStream("gzip"))).blob()).size
      })
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  })
  console.log(`script on the first visit of the desk: ${(bytes / 1000).toFixed(1)} KB gzip`)
  expect(bytes).toBeLessThan(150_000)
  await page.context().close()
})
