import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page

beforeAll(async () => {
  client = await openClientBrowser()
  client.gateway.isLoggedIn = true
}, 180_000)
afterAll(() => client.close())
afterEach(() => page.context().close())

const channelId = () =>
  [...client.gateway.world.channels.values()].find(({ kind }) => kind === "whatsapp")?.id ?? ""

it.each([
  [1440, 900],
  [360, 740]
])("CH-01: a phone is linked by a code, asked for and shown at a width of %i", async (width, height) => {
  const id = channelId()
  client.gateway.setChannel(id, { _tag: "WaitingForScan", qr: "2@a,code" })
  const opened = await client.open(`/channels?scan=${id}`, {
    reducedMotion: "reduce",
    viewport: { width, height },
    permissions: ["clipboard-read", "clipboard-write"]
  })
  page = opened.page
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("img", { name: "QR code to scan" }).waitFor()
  await dialog.getByRole("tab", { name: "Code", exact: true }).click()
  await dialog.getByLabel("Phone number").fill("0980 0000100")
  await dialog.getByRole("button", { name: "Get a code" }).click()
  await dialog.getByText("no country code").waitFor()
  await dialog.getByLabel("Phone number").fill("+977 980-0000100")
  await dialog.getByRole("button", { name: "Get a code" }).click()
  const code = dialog.getByLabel("Pairing code")
  await code.waitFor()
  expect(await code.textContent()).toBe("K7QM-2XHB")
  if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/pair-${width}.png` })
  await dialog.getByRole("button", { name: "Copy" }).click()
  await dialog.getByRole("button", { name: "Copied" }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("K7QM2XHB")
  await dialog.getByRole("button", { name: "Another number" }).click()
  await dialog.getByRole("button", { name: "Get a code" }).click()
  await code.waitFor()
  client.gateway.setChannel(id, { _tag: "QrExpired" })
  await dialog.getByText("was not used in time").first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  const started = Date.now()
  client.gateway.setChannel(id, { _tag: "Paired" })
  await dialog.getByText("Paired, connecting").first().waitFor()
  expect(Date.now() - started).toBeLessThan(1_000)
  client.gateway.setChannel(id, { _tag: "Open" }, { address: "+977 980 0000100" })
  await dialog.getByText("+977 980 0000100").waitFor()
  // The refused number is answered with 400, which a browser's console names.
  expect(opened.complaints.filter((line) => !line.includes("400"))).toEqual([])
})
