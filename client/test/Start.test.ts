import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

const empty = {
  panels: 0,
  channels: 0,
  linkedTo: null,
  providers: 0,
  routes: 0,
  orderId: null,
  hasReplied: false
}

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const offer = () => page.getByRole("region", { name: "First steps" })
const step = (name: RegExp) =>
  page.getByRole("list", { name: "First steps" }).getByRole("listitem").filter({ hasText: name })

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.start = empty
})
afterEach(() => page.context().close())

describe("the first steps", () => {
  it("are offered on the desk until somebody waves them away, and come back from the menu", async () => {
    await open("/")
    await offer().getByText("0 of 5 done").waitFor()
    await page.getByRole("button", { name: "Do not offer the first steps here" }).click()
    await offer().waitFor({ state: "detached" })
    await page.reload()
    await page.getByText("Live", { exact: true }).first().waitFor()
    expect(await offer().count()).toBe(0)
    await page.getByRole("button", { name: "Nepal SMM" }).click()
    await page.getByRole("menuitem", { name: "First steps" }).click()
    await page.getByRole("heading", { name: "First steps" }).waitFor()
    await page.getByRole("link", { name: "Open the desk" }).click()
    await offer().waitFor()
    expect(complaints).toEqual([])
  })

  it("tick themselves off as the rows appear, and lead to the page that each needs", async () => {
    await open("/start")
    expect(
      await step(/Connect your panel/)
        .getByRole("link")
        .getAttribute("href")
    ).toBe("/panels?add=yes")
    expect(
      await step(/Link a WhatsApp/)
        .getByRole("link")
        .getAttribute("href")
    ).toBe("/channels?add=yes")
    expect(
      await step(/Say where/)
        .getByRole("link")
        .getAttribute("href")
    ).toBe("/providers")
    client.gateway.start = { ...empty, panels: 1, channels: 1, linkedTo: "9779800000000", providers: 3 }
    await page.getByText("2 of 5 done").waitFor({ timeout: 10_000 })
    expect(
      await step(/Say where/)
        .getByRole("link")
        .getAttribute("href")
    ).toBe("/routes?add=yes")
    await step(/Try an order/)
      .getByLabel("Order id")
      .fill("492007588")
    await step(/Try an order/)
      .getByRole("button", { name: "Try it" })
      .click()
    await page.getByText("Nothing was sent or stored.").waitFor()
    client.gateway.start = { ...client.gateway.start, routes: 1, orderId: "492007588" }
    await page.goBack()
    await page.getByText("4 of 5 done").waitFor()
    await step(/Get the first reply/)
      .getByText("492007588 status")
      .waitFor()
    await page.getByText("Waiting for the first reply").waitFor()
    client.gateway.start = { ...client.gateway.start, hasReplied: true }
    await page.getByText("Everything is set up.").waitFor({ timeout: 10_000 })
    expect(complaints).toEqual([])
  })

  it("are clean for everybody, wide and on a phone", async () => {
    await open("/start")
    await page.getByText("0 of 5 done").waitFor()
    await expectAccessible(page)
    await page.goto(`${client.address}/desk`)
    await offer().waitFor()
    await expectAccessible(page)
  })
})
