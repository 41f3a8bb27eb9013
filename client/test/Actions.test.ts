import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.isLoggedIn = true
})
afterEach(() => page.context().close())

describe("what people do", () => {
  it("the QR code changes live, and pairing is said within a second", async () => {
    const channel = [...client.gateway.world.channels.values()].find(
      (row) => row.state._tag === "WaitingForScan"
    )
    const id = channel?.id ?? ""
    await open(`/channels?scan=${id}`)
    const path = page.locator("[role=dialog] svg[role=img] path")
    const first = await path.getAttribute("d")
    client.gateway.setChannel(id, { _tag: "WaitingForScan", qr: "2@another,code,altogether" })
    await eventually(async () => (await path.getAttribute("d")) !== first, true)
    const started = Date.now()
    client.gateway.setChannel(id, { _tag: "Open" }, { address: "+977 985 000 1111" })
    await page.getByRole("dialog").getByText("+977 985 000 1111").waitFor()
    expect(Date.now() - started).toBeLessThan(1000)
    expect(complaints).toEqual([])
  })

  it("a new WhatsApp channel goes straight to its QR code", async () => {
    await open("/channels")
    await page.getByRole("button", { name: "Add channel" }).click()
    await page.keyboard.type("Third")
    await page.getByRole("button", { name: "Show the QR code" }).click()
    await page.getByText("Getting a code").waitFor()
    const added = [...client.gateway.world.channels.values()].at(-1)
    client.gateway.setChannel(added?.id ?? "", { _tag: "WaitingForScan", qr: "2@fresh" })
    await page.getByRole("img", { name: "QR code to scan with WhatsApp" }).waitFor()
  })

  it("CH-09: a number of the Cloud API is added with its secrets, and its webhook's address is shown", async () => {
    await open("/channels")
    await page.getByRole("button", { name: "Add channel" }).click()
    await page.getByText("WhatsApp Cloud").click()
    await page.getByLabel("Name").fill("Official")
    await page.getByLabel("Phone number id").fill("106540352242922")
    for (const label of ["Access token", "App secret", "Verify token"]) {
      expect(await page.getByLabel(label).getAttribute("type")).toBe("password")
      await page.getByLabel(label).fill("a-long-and-secret-word")
    }
    await page.getByRole("button", { name: "Connect the number" }).click()
    const dialog = page.getByRole("dialog", { name: "Webhook of Official" })
    const added = [...client.gateway.world.channels.values()].at(-1)
    await dialog.getByText(`/hooks/whatsapp_cloud/${added?.id ?? ""}`).waitFor()
    await dialog.getByRole("button", { name: "Done" }).click()
    expect(added?.kind).toBe("whatsapp_cloud")
    await eventually(() => page.getByRole("dialog").count(), 0)
    expect(complaints).toEqual([])
  })

  it("a failed dispatch is sent again from the drawer", async () => {
    const request = [...client.gateway.world.requests.values()].findLast((row) => row.status === "failed")
    await open(`/requests?open=${request?.id ?? ""}`)
    await page.getByRole("button", { name: "Retry" }).click()
    await eventually(() => client.gateway.world.requests.get(request?.id ?? "")?.status, "done")
    await eventually(() => page.getByRole("button", { name: "Retry" }).count(), 0)
  })

  it("OR-12: a request is closed by hand, and shows how it ended", async () => {
    const request = [...client.gateway.world.requests.values()].findLast((row) => row.status === "waiting")
    await open(`/requests?open=${request?.id ?? ""}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByLabel("Close by hand").selectOption("rejected")
    await drawer.getByRole("button", { name: "Close request" }).click()
    await drawer.getByText("The customer is told.").waitFor()
    await drawer.getByText("Rejected", { exact: true }).waitFor()
    expect(client.gateway.world.requests.get(request?.id ?? "")).toMatchObject({ result: "rejected" })
    await eventually(() => drawer.getByRole("button", { name: "Close request" }).count(), 0)
    expect(complaints).toEqual([])
  })

  it("OR-11: stale requests have a filter with their count", async () => {
    const stale = [...client.gateway.world.requests.values()].filter((row) => row.result === "stale")
    await open("/requests")
    await page.getByRole("button", { name: `Stale ${stale.length}`, exact: true }).click()
    await page.getByRole("button", { name: stale.at(-1)?.orderId ?? "" }).waitFor()
    const shown = () => page.locator("[role=row] > div > [role=cell]:nth-child(7)").allTextContents()
    await eventually(async () => new Set(await shown()), new Set(["Stale"]))
  })

  it("the log goes on at the top, holds still while paused, and then shows what came", async () => {
    await open("/log")
    const top = page.locator("[aria-label=Log] [aria-posinset='1']")
    await top.waitFor()
    client.gateway.log("first of all")
    await eventually(() => top.textContent(), expect.stringContaining("first of all"))
    await page.getByRole("button", { name: "Pause" }).click()
    client.gateway.log("waits")
    await page.getByRole("button", { name: "Go on (1 new)" }).click()
    await eventually(() => top.textContent(), expect.stringContaining("waits"))
  })

  it("an ended login leads to the log-in page and back to where one was", async () => {
    await open("/requests")
    await page.getByText("492007767").first().waitFor()
    client.gateway.isLoggedIn = false
    await page.getByRole("button", { name: /^Failed/ }).click()
    await page.getByLabel("Username").fill("manoj")
    await page.getByLabel("Password").fill("wrong")
    await page.getByRole("button", { name: "Log in" }).click()
    await page.getByText("Name and password do not fit.").waitFor()
    await page.getByLabel("Password").fill("correct horse battery")
    await page.getByRole("button", { name: "Log in" }).click()
    await eventually(() => page.url(), expect.stringContaining("/requests?status=failed"))
  })

  it("the platform's own people are told that they have no workspace", async () => {
    client.gateway.isPlatformLogin = true
    await open("/desk")
    await page.getByText("has no workspace").waitFor()
    client.gateway.isPlatformLogin = false
    expect(complaints).toEqual([])
  })

  it("the theme is kept, and the account menu opens with the keyboard", async () => {
    await open("/desk")
    await page.getByRole("button", { name: "Nepal SMM" }).focus()
    await page.keyboard.press("Enter")
    await page.getByRole("menuitemradio", { name: "Dark" }).click()
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark")
    await page.reload()
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe("dark")
    expect(complaints).toEqual([])
  })

  it("typing on a demo phone shows the answer", async () => {
    await open("/phones.html")
    await page.getByLabel("Message from Anna’s phone").fill("492007588 status")
    await page.keyboard.press("Enter")
    await page.getByText("Got it: 492007588 status").waitFor()
    await page.getByRole("button", { name: "Scan QR" }).click()
    await page.getByRole("button", { name: "Scan", exact: true }).click()
    await page.getByText("Scanned").first().waitFor()
    expect(client.gateway.phones.scans).toEqual([{}])
  })
})
