import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber, providers } from "../../simulators/Scene.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>
beforeAll(async () => {
  stage = await openStage({ database: testDatabase })
  await stage.link()
  storageState = await stage.logIn()
}, 360_000)
afterAll(() => stage?.close())

/** Writes to the gateway's number and gives the text of the next answer. */
const ask = async (person: Person, text: string): Promise<string> => {
  const before = person.inbox.entries.length
  await person.send(gatewayNumber, text)
  const isReply = ({ isFromGateway, seq }: { isFromGateway: boolean; seq: number }) =>
    isFromGateway && seq > before
  return (await person.waitFor(isReply, 15_000)).text
}
const row = (page: Page, text: string) => page.getByRole("listitem").filter({ hasText: text })

describe("the customers page", () => {
  it("CU-03, CU-05: a stranger asks on WhatsApp, the owner approves him, he is told, and his command works", async () => {
    stage.panel.setUser("hari.media")
    const hari = stage.whatsapp.person({ pn: "9779812121212", name: "Hari" })
    const { page, complaints, close } = await stage.open("/customers?part=waiting", { storageState })
    await page.getByText("Nobody waits.").waitFor()
    expect(await ask(hari, "hello")).toContain("enter your panel username")
    expect(await ask(hari, "hari.media")).toBe(
      "Thank you. Your request to link hari.media is waiting for approval."
    )
    const asked = Date.now()
    await row(page, "hari.media").getByText("Hari", { exact: true }).waitFor()
    await page.getByRole("link", { name: "Customers 1 waiting" }).waitFor()
    console.log(`CU-05: under Waiting ${Date.now() - asked} ms after the stranger was answered`)

    const notice = hari.waitFor(({ text }) => text.startsWith("Your number is now linked"), 15_000)
    await page.getByRole("button", { name: "Approve hari.media" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click()
    expect((await notice).text).toBe("Your number is now linked to hari.media. You can send your commands.")
    await page.getByText("Nobody waits.").waitFor()

    const order = { user: "hari.media", provider: providers[0].name, serviceName: "Likes | Instant" }
    stage.panel.addOrder({ ...order, id: 530000001, status: "in_progress", externalId: "8530000001" })
    expect(await ask(hari, "530000001 cancel")).toBe("Cancel request added for order 530000001")

    await page.getByRole("button", { name: /^Customers \d/ }).click()
    await page.getByRole("button", { name: "hari.media" }).click()
    const drawer = page.getByRole("dialog", { name: "hari.media" })
    await drawer.getByText("Hari · approved").waitFor()
    await drawer.getByText("Number linked").waitFor()
    expect(complaints).toEqual([])
    await close()
  }, 180_000)

  it("CU-02: a list is imported, a customer edited, and the change stands in his history", async () => {
    const { page, complaints, close } = await stage.open("/customers?import=yes", { storageState })
    const csv = "username,whatsapp,memo\nimported.one,+977 981-4000001,from a list\nimported.two,0981,\n"
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(csv) })
    await page.getByText("1 will be added").waitFor()
    await page.getByText("Line 3").waitFor()
    await page.getByText(/^"0981" (?:is no|has no)/).waitFor()
    await page.getByRole("button", { name: "Import 1" }).click()
    await page.getByRole("button", { name: "Done" }).click()
    await page.getByRole("searchbox").fill("imported")
    await page.getByRole("button", { name: "imported.one" }).click()
    const drawer = page.getByRole("dialog", { name: "imported.one" })
    await drawer.getByText("+9779814000001").waitFor()
    await drawer.getByLabel("E-mail").fill("nobody")
    await drawer.getByRole("button", { name: "Save" }).click()
    await drawer.getByText("Write an address such as name@example.com.").waitFor()
    await drawer.getByLabel("E-mail").fill("one@example.com")
    await drawer.getByRole("button", { name: "Save" }).click()
    await drawer.getByText("e-mail: nothing → one@example.com").waitFor()
    // Chromium tells of the refusal; the page itself complains of nothing.
    expect(complaints.filter((line) => !line.includes("status of 400"))).toEqual([])
    await close()
  }, 180_000)

  it("CU-02: the export is a file of what the search lists", async () => {
    const { page, close } = await stage.open("/customers?search=imported.one", { storageState })
    await page.getByRole("button", { name: "imported.one" }).waitFor()
    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "Export" }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^customers-\d{4}-\d\d-\d\d\.csv$/)
    const [head, ...lines] = (await readFile(await file.path(), "utf8")).trim().split("\r\n")
    expect(head).toContain("username")
    expect(lines.map((line) => line.split(",")[0])).toEqual(["imported.one"])
    await close()
  })
})

it("OR-08: a service name that is pasted is read with every step, by the tenant's own rules", async () => {
  const { page, complaints, close } = await stage.open("/services?try=yes", { storageState })
  await page.getByRole("textbox", { name: "Service name" }).fill("Instagram Likes | R30 ♻️ | 0-1 Hour")
  await page.getByRole("definition").getByText("30 days", { exact: true }).waitFor()
  await page.getByText("decides").waitFor()
  expect(complaints).toEqual([])
  await close()
})
