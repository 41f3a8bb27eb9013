import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeRoutes } from "./FakeRoutes.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown, timeout = 5000) =>
  expect.poll(check, { timeout, interval: 30 }).toEqual(expected)
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const routes = () => client.gateway.routes.routes
const labels = () => routes().map(({ label }) => label)
/** What a refused request leaves on the console is Chromium's, not a fault of ours. */
const ownComplaints = () =>
  complaints.filter((line) => !/Failed to load resource: .* status of [45]/.test(line))

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.routes = new FakeRoutes()
  client.gateway.routes.isAlone = true
})
afterEach(async () => {
  expect(ownComplaints()).toEqual([])
  await page.context().close()
})

describe("the routes", () => {
  it("PR-06: stand under their levels, most specific first, with what is wrong with them", async () => {
    await open("/routes")
    const table = page.getByRole("table", { name: "Routes" })
    await table.getByText("Service 1204").waitFor()
    expect(await table.getByRole("rowgroup").evaluateAll((all) => all.map((one) => one.ariaLabel))).toEqual([
      null,
      "One service",
      "Manual services",
      "A provider’s one command",
      "A provider’s default",
      "Everything else"
    ])
    await table.getByText("The channel “Main” is switched off").waitFor()
  })

  it("PR-06: are switched one by one and several at once", async () => {
    await open("/routes")
    const cancels = page.getByRole("switch", { name: "On: FastLikes, cancels → Night shift" })
    await cancels.click()
    await eventually(() => routes().every(({ isOn }) => isOn), true)
    await eventually(() => cancels.evaluate((one) => one === document.activeElement), true)
    await page.getByRole("checkbox", { name: "Select GoldPanel → Gold support desk" }).check()
    await page.getByRole("checkbox", { name: "Select Everything else → Owner’s desk" }).check()
    await page.getByText("2 selected").waitFor()
    await button("Switch off").click()
    await eventually(
      () => routes().flatMap(({ isOn, label }) => (isOn ? [] : [label])),
      ["Gold support desk", "Owner’s desk"]
    )
    await button("Clear the selection").click()
    await eventually(() => page.getByText("2 selected").count(), 0)
  })

  it("PR-06: those for the same requests are told in the order that the owner gives them", async () => {
    await open("/routes")
    const down = button("Tell later: FastLikes → FastLikes / Main panel Support")
    await down.click()
    await eventually(() => labels().slice(0, 2), ["Night shift", "FastLikes / Main panel Support"])
    // The focus goes with the row, so that keys alone bring it back.
    await eventually(() => down.evaluate((one) => one === document.activeElement), true)
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await eventually(() => labels().slice(0, 2), ["FastLikes / Main panel Support", "Night shift"])
  })

  it("one that is removed comes back to its place on a press", async () => {
    await open("/routes")
    const before = labels()
    await button("Remove FastLikes → Night shift").click()
    await eventually(() => routes().length, before.length - 1)
    await button("Undo").click()
    await eventually(labels, before)
  })

  it("PR-05: a new one goes to a chat that is picked; what the gateway refuses is said in its words", async () => {
    await open("/routes")
    await button("Add a route").click()
    const drawer = page.getByRole("dialog", { name: "Add a route" })
    await drawer.getByRole("button", { name: "Add route" }).click()
    await drawer.getByText("Choose a provider.").waitFor()
    await drawer.getByText("Choose the chat that gets them.").waitFor()
    await drawer.getByLabel("Provider", { exact: true }).selectOption({ label: "GoldPanel" })
    await drawer.getByLabel("Which requests").selectOption({ label: "Cancels" })
    const search = drawer.getByRole("searchbox")
    await search.fill("nepal")
    await drawer.getByRole("radio", { name: /Night shift/ }).waitFor({ state: "hidden" })
    await drawer.getByRole("radio", { name: /SMM Nepal help 412 members/ }).check()
    await page.keyboard.press("Enter")
    await drawer.getByText("is a group in which customers are served").waitFor()
    await search.fill("night")
    await drawer.getByRole("radio", { name: /SMM Nepal help/ }).waitFor({ state: "hidden" })
    await drawer.getByRole("radio", { name: /Night shift.*used for FastLikes/ }).check()
    await drawer.getByRole("button", { name: "Add route" }).click()
    await eventually(() => page.getByRole("dialog").count(), 0)
    await page.getByRole("switch", { name: "On: GoldPanel, cancels → Night shift" }).waitFor()
    expect(JSON.stringify(client.gateway.routes.asked.at(-1))).not.toContain("number")
  })

  it("PR-05: a number may be typed for a channel of WhatsApp, with its country code", async () => {
    await open("/routes?add=yes")
    const drawer = page.getByRole("dialog")
    await drawer.getByText("One service").click()
    await drawer.getByLabel("Panel", { exact: true }).selectOption({ label: "Main panel" })
    await drawer.getByLabel("Service id").fill("77")
    await drawer.getByRole("button", { name: "Type a phone number instead" }).click()
    await drawer.getByLabel("WhatsApp number").fill("0980")
    await page.keyboard.press("Enter")
    await drawer.getByText("has no country code").waitFor()
    await drawer.getByLabel("WhatsApp number").fill("+9779800000100")
    await page.keyboard.press("Enter")
    await page.getByRole("switch", { name: "On: Service 77 → +9779800000100" }).waitFor()
  })

  it("is edited in a drawer; the place stays unless another is picked", async () => {
    await open("/routes")
    await page.getByRole("button", { name: "GoldPanel", exact: true }).waitFor()
    for (let step = 0; step < 6; step += 1) await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    const drawer = page.getByRole("dialog", { name: "GoldPanel" })
    await drawer.getByLabel("Name of the place").fill("Gold, day")
    await page.keyboard.press("Enter")
    await eventually(() => routes().some(({ label }) => label === "Gold, day"), true)
    expect(client.gateway.routes.asked.at(-1)).not.toHaveProperty("place")
    await button("GoldPanel").click()
    await drawer.getByRole("button", { name: "Change" }).click()
    await drawer.getByRole("radio", { name: /^FastLikes \/ Main panel Support/ }).check()
    await drawer.getByRole("button", { name: "Save" }).click()
    await page.getByRole("switch", { name: "On: GoldPanel → FastLikes / Main panel Support" }).waitFor()
  })

  it("teaches when there is none, and says what is wrong when they cannot be read", async () => {
    client.gateway.routes.routes = []
    await open("/routes")
    await page.getByText("No route yet").waitFor()
    client.gateway.broken.add("/api/routes")
    await page.goto(`${client.address}/routes`)
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await button("Try again").click()
    await button("Add the first route").click()
    await page.getByRole("dialog", { name: "Add a route" }).waitFor()
  })
})

describe("who gets what", () => {
  it("PR-06: is asked with Enter and says each act, its reason and the provider's text", async () => {
    await open("/routes")
    await page.getByLabel("Order id").waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("492007588")
    await page.keyboard.press("Enter")
    const box = page.getByRole("region", { name: "Who gets what" })
    await box.getByText("2 get it").waitFor()
    await box.getByText("In progress").waitFor()
    await box.getByRole("list", { name: "Who gets it" }).getByText("cancels only").waitFor()
    await box.getByRole("list", { name: "Who does not" }).getByText("is less specific").waitFor()
    await box.getByText("8837261 cancel").waitFor()
    await eventually(() => new URL(page.url()).search, "?order=492007588&command=cancel")
    await button("Close the answer").click()
    await eventually(() => new URL(page.url()).search, "")
  })

  it("PR-06: an order on several panels is asked about by its panel; nonsense is refused in words", async () => {
    await open("/routes?order=77&command=refill")
    await button("Second").click()
    await page.getByText("What the provider reads").waitFor()
    await page.getByLabel("Order id").fill("abc")
    await page.keyboard.press("Enter")
    await page.getByText("an order's number, such as 492007588").waitFor()
    await page.getByLabel("Order id").fill("404")
    await page.keyboard.press("Enter")
    await page.getByText("No panel knows an order 404.").waitFor()
  })
})

const routeId = () => routes()[0]?.id ?? ""
/** Every screen with what shows that it is there. */
const screens: ReadonlyArray<readonly [name: string, path: () => string, shows: string]> = [
  ["the routes with an answer", () => "/routes?order=492007588", "text=What the provider reads"],
  ["a route", () => `/routes?open=${routeId()}`, "role=dialog"],
  ["adding a route", () => "/routes?add=yes", "text=SMM Nepal help"]
]
it.each(screens)(
  "%s breaks no rule of accessibility at any width, light or dark",
  async (_name, path, shows) => {
    await open(path())
    await page.locator(shows).first().waitFor()
    await expectAccessible(page)
  },
  60_000
)
