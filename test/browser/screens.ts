import { mkdirSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import type { BrowserContextOptions, Page } from "playwright-core"
import { addDemoOrders, easyOrdersOf, strangers } from "../../simulators/demo/DemoOrders.ts"
import { startReaders } from "../../simulators/demo/People.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { openStage } from "./Stage.ts"

// Takes a picture of every page, with a lively desk: node test/browser/screens.ts [name …]

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

const told = process.argv.slice(2)

/** Opens a page, waits until it is whole, and takes its picture. */
const shoot = async (
  name: string,
  path: string,
  ready: (page: Page) => Promise<unknown> = async () => {},
  options: BrowserContextOptions = {}
) => {
  if (told.length > 0 && !told.includes(name)) return
  const { page, close } = await stage.open(path, { storageState, ...options })
  try {
    await page.locator("h1").first().waitFor()
    await ready(page)
    await page.locator("[aria-label=Loading]").first().waitFor({ state: "detached" })
    await page.evaluate("document.fonts.ready")
    await pause(600)
    await page.screenshot({ path: `${folder}/${name}.png` })
  } catch (error) {
    console.error(`${name}: ${String(error)}`)
    process.exitCode = 1
  }
  await close()
}
const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true
}
const dark: BrowserContextOptions = { colorScheme: "dark" }
const openRahim = async (page: Page) => {
  await page.getByText("Live", { exact: true }).first().waitFor({ state: "attached" })
  await page.getByRole("list", { name: "Conversations" }).getByText("rahim_smm").click()
  await page.getByRole("log").locator("article").first().waitFor()
}
const cells = (page: Page) => page.getByRole("cell").first().waitFor()

/** What the owner sets up by hand, through the pages' own endpoints. */
const post = async (path: string, data: unknown) => {
  const { page, close } = await stage.open("/account", { storageState })
  const answer = await page.request.post(new URL(`/api${path}`, page.url()).href, {
    data,
    headers: { origin: new URL(page.url()).origin }
  })
  if (!answer.ok()) console.error(`${path}: ${await answer.text()}`)
  await close()
}
await post("/staff", { username: "sita_support", permissions: ["inbox.view", "inbox.answer"] })
await post("/staff", { username: "bikram_night", permissions: ["inbox.view", "orders.manage"] })
await post("/keys", { name: "n8n", scopes: ["orders.manage"] })

await shoot("inbox", "/desk", openRahim)
await shoot("inbox-dark", "/desk", openRahim, dark)
await shoot("phone", "/desk", openRahim, phone)
await shoot("requests", "/requests", cells)
await shoot("requests-dark", "/requests", cells, dark)
await shoot("requests-phone", "/requests", undefined, phone)
await shoot("bulk", "/requests?view=bulk")
await shoot("customers", "/customers", cells)
await shoot("customers-phone", "/customers", undefined, phone)
await shoot("channels", "/channels")
await shoot("channels-phone", "/channels", undefined, phone)
await shoot("panels", "/panels")
await shoot("providers", "/providers")
await shoot("routes", "/routes")
await shoot("dispatches", "/dispatches")
await shoot("rules", "/rules")
await shoot("rules-dark", "/rules", undefined, dark)
await shoot("rules-phone", "/rules", undefined, phone)
await shoot("templates", "/templates")
await shoot("words", "/words")
await shoot("services", "/services")
await shoot("try", "/test?text=492007588%20cancel")
await shoot("start", "/start")
await shoot("audit", "/audit")
await shoot("webhooks", "/channels/webhooks")
await shoot("actors", "/actors")
await shoot("log", "/log", (page) =>
  page.getByRole("list", { name: "Log" }).getByRole("listitem").first().waitFor()
)
await shoot("staff", "/staff")
await shoot("keys", "/keys")
await shoot("account", "/account")
await shoot("login", "/login", undefined, { storageState: { cookies: [], origins: [] } })
await shoot("channels-qr", "/channels?add=yes", async (page) => {
  await page.getByLabel("Name").fill("Night shift")
  await page.getByRole("button", { name: "Show the QR code" }).click()
  await page.getByRole("img", { name: "QR code to scan with WhatsApp" }).waitFor()
})

// The platform's side: its admin is made by the link of the first start.
const setup = await stage.open(stage.setupPath)
await setup.page.getByLabel("Username").fill("platform_admin")
await setup.page.getByLabel("Password", { exact: true }).fill("a-platform-of-many-desks")
await setup.page.getByLabel("Password again").fill("a-platform-of-many-desks")
await setup.page.getByRole("button", { name: /Create/ }).click()
await setup.page.waitForURL(/\/admin/)
const admin = { storageState: await setup.page.context().storageState() }
await setup.close()
await shoot("admin-users", "/admin/users", undefined, admin)
await shoot("admin-staff", "/admin/staff", undefined, admin)
await shoot("admin-log", "/admin/log", undefined, admin)
await shoot("admin-runtime", "/admin/runtime", undefined, admin)
await shoot("admin-logs", "/admin/logs", undefined, admin)
await shoot("admin-recovery", "/admin/recovery", undefined, admin)
stopReading()
await stage.close()
