import { mkdirSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import type { BrowserContextOptions, Page } from "playwright-core"
import { addDemoOrders, easyOrdersOf, strangers } from "../../simulators/demo/DemoOrders.ts"
import { startReaders } from "../../simulators/demo/People.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { openStage } from "./Stage.ts"

// Takes the README's pictures of a lively desk: node test/browser/screens.ts

quietLibsignal()

const folder = "docs/screens"
mkdirSync(folder, { recursive: true })
const stage = await openStage({ ...strangers(5), panelLatencyMs: 60 })
const { customers, aarav, bot, groups, panel, rahim, sita, bikash, providerStaff } = stage
const priya = customers[3]!.person
const usernames = [...customers.map(({ username }) => username), stage.aaravUsername]
addDemoOrders(panel, usernames)
/** Order `number` (1–12) of a customer's easy ones. */
const order = (customer: number, number: number): number => easyOrdersOf(customer)[number - 1]!.id

await stage.link()
const storageState = await stage.logIn()
const stopReading = startReaders(stage.scene)

const moment = () => pause(900)
const say = async (work: unknown) => {
  await work
  await moment()
}
const tell = (person: typeof rahim, text: string) => say(person.send(gatewayNumber, text))

// Without emoji: the machine that takes the pictures need not have a font for them.
await tell(priya, "good morning, price of insta followers?")
await tell(bikash, [1, 2, 3, 4, 8].map((n) => order(2, n)).join(" ") + " cancel")
await say(sita.sendToGroup(groups.support.jid, `bhai ${order(1, 4)} cancel karo`))
await say(priya.sendToGroup(groups.support.jid, `${order(3, 5)} refill please, dropped a lot`))
await say(aarav.write(bot, `${order(4, 1)} ${order(4, 2)} cancel`))
await tell(bikash, `${order(2, 5)} refill`)
await tell(rahim, `${order(0, 3)} ${order(0, 4)} ${order(0, 10)} status`)
await tell(rahim, `${order(0, 5)} refill`)
await tell(rahim, `${order(0, 6)} refill`)
await tell(rahim, `${order(0, 8)} cancel`)
await moment()
const sent = groups.fastLikes.log.entries.findLast(({ isFromGateway }) => isFromGateway)
await say(
  providerStaff.sendToGroup(groups.fastLikes.jid, "done", sent === undefined ? {} : { quote: sent.id })
)
await tell(priya, `${order(0, 4)} cancel`)
await tell(sita, `${order(1, 9)} refill`)
await tell(rahim, `${order(0, 8)} cancel, still running??`)
await say(aarav.write(bot, `speed up ${order(4, 3)}`))
await pause(4_000)

/** Opens a page, waits for what shows that it is whole, and takes its picture. */
const shoot = async (
  name: string,
  path: string,
  ready: (page: Page) => Promise<unknown>,
  options: BrowserContextOptions = {}
) => {
  const { page, close } = await stage.open(path, { storageState, ...options })
  await page.getByText("Live", { exact: true }).first().waitFor({ state: "attached" })
  await ready(page)
  await page.evaluate("document.fonts.ready")
  await pause(600)
  await page.screenshot({ path: `${folder}/${name}.png` })
  await close()
}
const openRahim = async (page: Page) => {
  await page.getByRole("list", { name: "Conversations" }).getByText("rahim_smm").click()
  await page.getByRole("log").locator("article").first().waitFor()
}
await shoot("inbox", "/desk", openRahim)
await shoot("inbox-dark", "/desk", openRahim, { colorScheme: "dark" })
await shoot("phone", "/desk", openRahim, {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true
})
await shoot("requests", "/requests", (page) => page.getByRole("cell").first().waitFor())
await shoot(
  "log",
  "/log",
  (page) => page.getByRole("list", { name: "Log" }).getByRole("listitem").first().waitFor(),
  { viewport: { width: 1440, height: 720 } }
)
await shoot("channels-qr", "/channels?add=yes", async (page) => {
  await page.getByLabel("Name").fill("Night shift")
  await page.getByRole("button", { name: "Show the QR code" }).click()
  await page.getByRole("img", { name: "QR code to scan with WhatsApp" }).waitFor()
})
stopReading()
await stage.close()
