import { AxeBuilder } from "@axe-core/playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

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
}, 60_000)
afterAll(() => client.close())

for (const colorScheme of ["light", "dark"] as const) {
  describe(`in the ${colorScheme} theme`, () => {
    for (const [name, path, shows] of pages) {
      it(`${name} breaks no rule of accessibility and none of the content policy`, async () => {
        for (const width of [360, 1440]) {
          const { page, complaints } = await client.open(path(), {
            colorScheme,
            viewport: { width, height: 800 },
            reducedMotion: "reduce"
          })
          await page.locator(shows).first().waitFor()
          const { violations } = await new AxeBuilder({ page })
            .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
            .analyze()
          expect(
            violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`)
          ).toEqual([])
          expect(complaints).toEqual([])
          await page.context().close()
        }
      }, 60_000)
    }
  })
}

it("nothing is wider than a screen of 320 px", async () => {
  for (const [name, path, shows] of pages) {
    const { page } = await client.open(path(), { viewport: { width: 320, height: 640 } })
    await page.locator(shows).first().waitFor()
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    )
    expect(`${name}: ${excess}`).toBe(`${name}: 0`)
    await page.context().close()
  }
}, 60_000)

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
