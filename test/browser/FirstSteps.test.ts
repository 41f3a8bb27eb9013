import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ database: testDatabase, env: { REGISTRATION: "open" } })
}, 1_200_000)
afterAll(() => stage?.close())

const done = (page: Page, count: number) => page.getByText(`${count} of 5 done`).waitFor({ timeout: 30_000 })
/** Back to the list by the line above every page that it leads to. */
const steps = async (page: Page) => {
  await page.getByRole("region", { name: "First steps" }).getByRole("link").click()
  await page.getByRole("heading", { name: "First steps" }).waitFor()
}
const step = (page: Page, name: RegExp) =>
  page.getByRole("list", { name: "First steps" }).getByRole("listitem").filter({ hasText: name })

describe("a new owner", () => {
  it("gets from the registration to the bot's first reply by five steps", async () => {
    const order = 700_000_001
    stage.panel.addOrder({
      id: order,
      user: "rahim_smm",
      provider: "fastlikes.example",
      status: "in_progress",
      serviceName: "Instagram Likes | Instant",
      externalId: "9001"
    })
    const began = Date.now()
    const { page, complaints, close } = await stage.open("/register")
    await page.getByLabel("Username", { exact: true }).fill("maya_smm")
    await page.getByLabel("Password", { exact: true }).fill("boats under the bridge")
    await page.getByLabel("Password again").fill("boats under the bridge")
    await page.getByLabel("E-mail").fill("maya@example.com")
    await page.getByLabel("WhatsApp number").fill("+977 980-0000100")
    await page.getByLabel("Telegram username").fill("@maya_smm")
    await page.getByRole("button", { name: "Register" }).click()
    const goOn = page.getByRole("button", { name: "Go on" })
    const offer = page.getByRole("region", { name: "First steps" })
    await goOn.or(offer).first().waitFor()
    if (await goOn.isVisible()) await goOn.click()
    await offer.getByText("0 of 5 done").waitFor()
    await offer.getByRole("link", { name: "First steps" }).click()

    await step(page, /Connect your panel/)
      .getByRole("link")
      .click()
    await page.getByLabel("Address").fill(stage.panel.url)
    await page.getByLabel("Admin API key").fill(stage.panel.adminKey)
    await page.getByRole("button", { name: "Detect" }).click()
    await page.getByLabel("Name", { exact: true }).fill("Maya panel")
    await page.getByRole("dialog").getByRole("button", { name: "Add panel" }).click()
    await page.getByRole("dialog", { name: "Maya panel" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await steps(page)
    await done(page, 1)

    await step(page, /Link a WhatsApp/)
      .getByRole("link")
      .click()
    await page.getByLabel("Name").fill("Maya's number")
    await page.getByRole("button", { name: "Show the QR code" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("img", { name: "QR code to scan with WhatsApp" }).waitFor()
    const [row] = await stage.query<{ qr: string }>(
      "select state->>'qr' as qr from channel where name = $1",
      ["Maya's number"]
    )
    await stage.phone.scan(row!.qr)
    await dialog.getByText("Connected", { exact: true }).first().waitFor()
    await dialog.getByRole("button", { name: "Done" }).click()
    await steps(page)
    await done(page, 2)

    await step(page, /Say where/)
      .getByRole("link", { name: "Import providers" })
      .click()
    await page.getByRole("button", { name: "Import from Maya panel" }).click()
    await page
      .getByText(/providers? (?:was|were)|new provider|Imported|\d+ new/i)
      .first()
      .waitFor()
    await steps(page)
    await step(page, /Say where/)
      .getByRole("link", { name: "Add a route" })
      .click()
    await dialog.getByText("Everything else").click()
    await dialog.getByText("Manual orders").click()
    await dialog.getByRole("button", { name: "Add route" }).click()
    await dialog.waitFor({ state: "detached" })
    await steps(page)
    await done(page, 3)

    await step(page, /Try an order/)
      .getByLabel("Order id")
      .fill(String(order))
    await step(page, /Try an order/)
      .getByRole("button", { name: "Try it" })
      .click()
    await page.getByText("Nothing was sent or stored.").waitFor()
    await steps(page)
    await done(page, 4)

    await page.getByText("Waiting for the first reply").waitFor()
    await stage.rahim.send(gatewayNumber, `${order} status`)
    await page.getByText("Everything is set up.").waitFor({ timeout: 30_000 })
    console.info(
      `first steps: ${((Date.now() - began) / 1_000).toFixed(1)} s from the registration to the first reply`
    )
    expect(complaints.filter((line) => !/Failed to load resource: .* status of 4\d\d/.test(line))).toEqual([])
    await close()
  }, 1_200_000)
})
