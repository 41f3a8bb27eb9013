import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { violationsOf } from "../../client/test/violations.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>
let conversation = ""
let unpaired = ""

/** A small day's work: an accepted cancel, a refused refill, a message in a group, a number that is not paired. */
beforeAll(async () => {
  stage = await openStage({ database: testDatabase })
  await stage.link()
  storageState = await stage.logIn()
  const { panel, rahim, groups } = stage
  const order = { user: "rahim_smm", serviceName: "Instagram Likes | Instant", provider: "followhub.example" }
  panel.addOrder({ ...order, id: 492007588, status: "in_progress", externalId: "8847283" })
  panel.addOrder({ ...order, id: 492007589, status: "pending", externalId: "8847284" })
  for (const text of ["492007588 cancel", "492007589 refill"]) {
    const before = rahim.inbox.entries.length
    await rahim.send(gatewayNumber, text)
    await rahim.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > before, 15_000)
  }
  await stage.sita.sendToGroup(groups.support.jid, "hello, is anybody there?")
  const { page, close } = await stage.open("/channels?add=yes", { storageState })
  await page.getByLabel("Name").fill("Second")
  await page.getByRole("button", { name: "Show the QR code" }).click()
  await page.getByRole("img", { name: "QR code to scan with WhatsApp" }).waitFor()
  unpaired = new URL(page.url()).searchParams.get("scan") ?? ""
  await close()
  const [row] = await stage.query<{ id: string }>(
    "select conversation_id::text as id from request where order_id = '492007588'"
  )
  conversation = row?.id ?? ""
}, 360_000)
afterAll(() => stage?.close())

/** Every page with what shows that it is there. */
const pages: ReadonlyArray<readonly [name: string, path: () => string, shows: string]> = [
  // First, because WhatsApp waits for a scan only some minutes.
  ["the channels", () => "/channels", "text=Waiting for you to scan"],
  ["the QR code", () => `/channels?scan=${unpaired}`, "role=img[name*='QR']"],
  ["the log-in", () => "/login", "text=Password"],
  ["the set-up", () => stage.setupPath, "text=Password again"],
  ["the list", () => "/desk", "text=hello, is anybody there?"],
  ["the thread", () => `/desk/${conversation}`, "article:has-text('Cancel request added')"],
  ["the requests", () => "/requests", "text=492007588"],
  ["a request", () => "/requests?search=492007588", "text=492007588"],
  ["the log", () => "/log", "[aria-label=Log] >> text=Sent to the provider"]
]

describe("no rule of accessibility and none of the content policy is broken", () => {
  it.each(pages)(
    "by %s, light and dark, at 360, 768 and 1440 px",
    async (_name, path, shows) => {
      const { page, complaints, close } = await stage.open(path(), { storageState })
      await page.locator(shows).first().waitFor()
      if (path().startsWith("/requests?")) await page.getByText("492007588").first().click()
      for (const width of [1440, 768, 360]) {
        await page.setViewportSize({ width, height: 800 })
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme })
          if (!path().startsWith("/requests?")) await page.locator(shows).first().waitFor()
          expect(await violationsOf(page, colorScheme), `${width} px, ${colorScheme}`).toEqual([])
        }
      }
      expect(complaints).toEqual([])
      await close()
    },
    60_000
  )
})
