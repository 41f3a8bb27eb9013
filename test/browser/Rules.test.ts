import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber, providers } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>

beforeAll(async () => {
  stage = await openStage({ database: testDatabase, panelLatencyMs: 50 })
  await stage.link()
  storageState = await stage.logIn()
  for (const id of [492007601, 492007602]) {
    stage.panel.addOrder({
      id,
      user: "rahim_smm",
      provider: providers[2].name,
      status: "in_progress",
      serviceName: "Instagram Likes | Instant",
      externalId: String(id % 10_000_000)
    })
  }
}, 360_000)
afterAll(() => stage?.close())

/** Opens a page as the owner. */
const visit = (path: string) => stage.open(path, { storageState })

/** What the customer's phone gets for a message. */
const answerTo = async (text: string): Promise<string> => {
  const { rahim } = stage
  const before = rahim.inbox.entries.length
  await rahim.send(gatewayNumber, text)
  const answer = await rahim.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > before, 15_000)
  return answer.text
}

const tryIt = async (page: Page, text: string): Promise<string> => {
  await page.goto(`${stage.address}/test?text=${encodeURIComponent(text)}&user=rahim_smm`)
  await page.getByText("Nothing was sent or stored.").waitFor()
  return (await page.locator("[data-reply]").allTextContents()).join("\n")
}

/** A change is in force within a second (ports/Tenants.ts); trying the message shows when. */
const inForce = (page: Page, text: string, answer: string) =>
  expect.poll(() => tryIt(page, text), { timeout: 10_000, interval: 100 }).toBe(answer)

const requestCount = async () =>
  (await stage.query<{ count: number }>("select count(*)::int as count from request"))[0]?.count

describe("the rule book", () => {
  it("RU-01: a rule that is switched off counts for the next message, and when it is taken back no more", async () => {
    const { page, complaints, close } = await visit("/rules")
    const refused = "Cancel requests are not available at the moment."
    const taken = "Cancel request added for order 492007601"
    const cancel = page.getByRole("switch", { name: "Cancel and refund" })
    // A busy machine may be slow to confirm; the answer is then the one of "recorded".
    const wait = page.getByLabel("Wait for the confirmation, milliseconds")
    await wait.fill("10000")
    await wait.press("Enter")
    await page.getByText("Wait for the confirmation: 10000 milliseconds").waitFor()
    await cancel.click()
    await page.getByText("Cancel and refund: off").waitFor()
    await inForce(page, "492007601 cancel", refused)
    expect(await answerTo("492007601 cancel")).toBe(refused)
    await page.goto(`${stage.address}/rules`)
    await cancel.click()
    await page.getByText("Cancel and refund: on").waitFor()
    await inForce(page, "492007601 cancel", taken)
    expect(await answerTo("492007601 cancel")).toBe(taken)
    expect(complaints).toEqual([])
    await close()
  })

  it("WF-01, OR-13: a text of the owner's own is what a dry run shows and what the phone gets", async () => {
    const { page, complaints, close } = await visit("/templates?key=cancel.added")
    await page
      .getByRole("textbox", { name: "Text", exact: true })
      .fill("Okay, we ask for {order_id} to be stopped.")
    await page.getByText("Okay, we ask for 492007601 to be stopped.").waitFor()
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await page.getByText("Customers read it from now on.").waitFor()

    const before = await requestCount()
    const shown = "Okay, we ask for 492007602 to be stopped."
    await inForce(page, "492007602 cancel", shown)
    await page
      .getByRole("article", { name: "Order 492007602" })
      .getByText("Panel API", { exact: true })
      .waitFor()
    expect(await requestCount()).toBe(before)
    expect(await answerTo("492007602 cancel")).toBe(shown)

    // The second time it is refused, and the page says why before anybody asks.
    const again = await tryIt(page, "492007602 cancel")
    await page
      .getByRole("article", { name: "Order 492007602" })
      .getByText("Refused", { exact: true })
      .waitFor()
    expect(await answerTo("492007602 cancel")).toBe(again)
    expect(complaints).toEqual([])
    await close()
  })

  it("WF-03, BU-06: a word of the owner's own is read, and a message for several orders leaves a record", async () => {
    const { page, complaints, close } = await visit("/words")
    await page.getByLabel("Word or phrase").fill("storno")
    await page.getByLabel("What it means").selectOption("status")
    await page.getByRole("button", { name: "Add word" }).click()
    await page.getByText("“storno” means status.").waitFor()
    await page.getByRole("textbox", { name: /you see what is read/ }).fill("492007601 storno")
    await page.getByText("order 492007601").waitFor()
    await page.goto(`${stage.address}/requests?view=bulk`)
    await page.getByText("No bulk message yet.").waitFor()
    expect(await answerTo("492007601 492007602 storno")).toContain("492007601")
    await page.getByRole("button", { name: "rahim_smm" }).click()
    await page.getByRole("dialog").getByText("2 taken, 0 skipped").waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
