import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakePanels, keptName } from "./FakePanels.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const fake = () => client.gateway.panels
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const dialog = (name?: string) => page.getByRole("dialog", name === undefined ? {} : { name })
const pick = (name: string) => fake().providers.find(({ alias }) => alias === name)
const first = () => fake().panels[0]!

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.panels = new FakePanels()
  client.gateway.isPlatformLogin = false
})
afterEach(async () => {
  expect(complaints.filter((line) => !/Failed to load resource: .* status of [45]/.test(line))).toEqual([])
  await page.context().close()
})

describe("the panels page", () => {
  it("PR-01: a panel is detected from its address and key, named, added, and its providers imported", async () => {
    fake().panels = []
    fake().looks = []
    await open("/panels")
    await button("Add your panel").click()
    await page.keyboard.type("shop.example")
    await page.keyboard.press("Tab")
    await page.keyboard.type("0123456789abcdef")
    await page.keyboard.press("Enter")
    const form = dialog("Add panel")
    await form.getByText("It works: this is a Perfect Panel").waitFor()
    await form.getByText("Cancels can be requested on it; refills go to the provider.").waitFor()
    expect(await form.getByLabel("Name").inputValue()).toBe("shop")
    await form.getByLabel("Name").fill("Main")
    await form.getByRole("button", { name: "Add panel" }).click()
    await dialog("Main").getByRole("button", { name: "Import providers" }).click()
    await dialog("Main").getByText("1 new provider: Provider 5.").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("cell", { name: "••••cdef" }).waitFor()
    expect(fake().sent.at(-1)).toEqual({
      name: "Main",
      kind: "perfect_admin_v2",
      url: "https://shop.example",
      key: "0123456789abcdef"
    })
    expect(await page.content()).not.toContain("0123456789")
  })

  it("PR-01: what cannot be detected is said plainly, and an API is described and tried on a sample", async () => {
    fake().isPanelDown = true
    await open("/panels?add=yes")
    const form = dialog("Add panel")
    await form.getByLabel("Address", { exact: true }).fill("own.example")
    await form.getByLabel("Admin API key").fill("a-key-of-mine")
    await form.getByRole("button", { name: "Detect" }).click()
    await form.getByText("Nobody answers under this address.").waitFor()
    await form.getByLabel("Choose the kind yourself").selectOption("generic")
    await form.getByLabel("Under the name").fill("X-Key")
    await form.getByLabel("Path", { exact: true }).fill("/v1/orders")
    await form.getByLabel("Fields in the address").fill("ids={ids}")
    const sample = { data: [{ id: 492007588, user: "rahim", status: "Done" }] }
    await form.getByLabel(/^Test it/).fill(JSON.stringify(sample))
    const test = page.getByRole("region", { name: "Test with a sample" })
    await test.getByText("Usable: 1 order read").waitFor()
    await test.getByText("it cannot be proven that an order belongs to a customer").waitFor()
    await form.getByLabel("Username").fill("$.user")
    await test.getByText("rahim").waitFor()
    await form.getByText("More fields of an order").click()
    await form.getByLabel("The panel’s own words for a status").fill("Done=completed")
    await test.getByText("All 3 fields were found.").waitFor()
    await form.getByRole("button", { name: "Add panel" }).click()
    await dialog("own").waitFor()
    expect(fake().sent.at(-1)).toMatchObject({
      kind: "generic",
      settings: {
        description: {
          auth: { place: "header", name: "X-Key" },
          orders: {
            action: { method: "GET", path: "/v1/orders", query: { ids: "{ids}" } },
            list: "$.data",
            fields: { id: "$.id", status: "$.status", username: "$.user" }
          },
          statuses: { Done: "completed" }
        }
      }
    })
  })

  it("PR-01: only what was changed is sent, an empty key stays, and the user key is taken away", async () => {
    await open(`/panels?open=${first().id}`)
    const drawer = dialog("Nepal SMM")
    await drawer.getByLabel("Name", { exact: true }).fill("Nepal")
    await drawer.getByLabel("Take the user key away").check()
    await drawer.getByRole("button", { name: "Save" }).click()
    await dialog("Nepal").waitFor()
    expect(fake().sent).toEqual([{ name: "Nepal", userKey: null }])
    await dialog("Nepal").getByLabel("Address", { exact: true }).fill("https://elsewhere.example")
    await dialog("Nepal").getByText("enter them again below").waitFor()
    await dialog("Nepal").getByRole("button", { name: "Save" }).click()
    await dialog("Nepal").getByText("Enter the keys again with the new address.").waitFor()
    await page.keyboard.press("Escape")
    await page.getByText("Close without saving?").waitFor()
    await button("Discard").click()
    await eventually(() => dialog().count(), 0)
  })

  it("PR-02: a test and an import speak plainly in the row, by keyboard too", async () => {
    await open("/panels")
    await page.getByText("The panel does not answer.").waitFor()
    await button("Test Nepal SMM").click()
    await page.getByText("It works: this is a Perfect Panel").waitFor()
    await button("Import providers of Nepal SMM").click()
    await page
      .getByText(
        "1 new provider: Provider 5. 3 were known. 12 orders are delivered by hand, which is no provider."
      )
      .waitFor()
    fake().isPanelDown = true
    await button("Test Nepal SMM").click()
    await page.getByText("Nothing that can be used was found").waitFor()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await dialog("Boost Rental").waitFor()
    await page.keyboard.press("Escape")
    await eventually(() => page.evaluate(() => document.activeElement?.textContent), "Boost Rental")
  })

  it("PR-04: disconnecting says what goes and what stays before it is done", async () => {
    await open(`/panels?open=${first().id}`)
    await button("Disconnect panel").click()
    const question = dialog("Disconnect Nepal SMM?")
    await question.getByText("Removing a panel deletes at once its keys, address and settings").waitFor()
    await question.getByText("its copy is kept for 90 days more").waitFor()
    await question.getByText("those for Nepal SMM stay as history").waitFor()
    await question.getByRole("button", { name: "Disconnect" }).click()
    await eventually(() => dialog().count(), 0)
    await eventually(() => fake().panels.map(({ name }) => name), ["Boost Rental"])
    await eventually(() => page.getByRole("table").getByRole("button", { name: "Nepal SMM" }).count(), 0)
  })
})

describe("the providers page", () => {
  it("PR-02, PR-04: teaches to import, and says at its foot what is stored", async () => {
    fake().providers = []
    await open("/providers")
    await page.getByText("Import the providers of your panel.").waitFor()
    await button("Import from Nepal SMM").click()
    await button("Provider 1").waitFor()
    await page.getByRole("region", { name: "Privacy" }).getByText("by his alias alone").waitFor()
    client.gateway.broken.add("/api/providers")
    await page.reload()
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await button("Try again").click()
    await button("Provider 1").waitFor()
  })

  it("PR-08: the switches of a row work at once; a command’s rests while the whole is off", async () => {
    await open("/providers")
    const row = page.getByRole("row").filter({ has: button("FastLikes") })
    await row.getByText("1 204").waitFor()
    await row.getByRole("switch", { name: "FastLikes: forwarding of cancel" }).click()
    await eventually(() => pick("FastLikes")?.offForward, ["cancel"])
    await row.getByRole("switch", { name: "FastLikes: panel request", exact: true }).click()
    await eventually(() => pick("FastLikes")?.isPanelAsked, false)
    const refill = row.getByRole("switch", { name: "FastLikes: panel request of refill" })
    await eventually(() => refill.isDisabled(), true)
    expect(page.url()).not.toContain("open=")
  })

  it("PR-07: words and message are written with a live preview, and an unknown variable is warned of", async () => {
    await open("/providers")
    await button("FastLikes").waitFor()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    const drawer = dialog("FastLikes")
    const preview = drawer.getByRole("region", { name: "Preview" })
    await preview.getByText("8847283, 8847284 cancel").waitFor()
    await drawer.getByLabel("{cancel}").fill("stop")
    await preview.getByText("8847283, 8847284 stop").waitFor()
    await preview.getByLabel("For orders in the status").selectOption("processing")
    await preview.getByText("8847283, 8847284 speed").first().waitFor()
    await drawer.getByLabel("Message", { exact: true }).selectOption("own")
    await drawer.getByLabel("Text", { exact: true }).fill("{external_ids} {comand}")
    await preview.getByText("There is no variable {comand}.").waitFor()
    await drawer.getByLabel("Text", { exact: true }).fill("{command}: ")
    await drawer.getByRole("button", { name: "{order_ids}" }).click()
    await preview.getByText("refill: 492007588, 492007589").waitFor()
    await drawer.getByRole("button", { name: "Add a word for a status" }).click()
    const added = drawer.getByRole("group", { name: "Word 2" })
    await added.getByLabel("Command").selectOption("refill")
    await added.getByLabel("Status").selectOption("partial")
    await added.getByLabel("Word", { exact: true }).fill("redo")
    await drawer.getByLabel("Alias").fill("TopViews")
    await drawer.getByRole("button", { name: "Save" }).click()
    await drawer.getByText("Another provider has this alias.").waitFor()
    await drawer.getByLabel("Alias").fill("Fast")
    await drawer.getByRole("button", { name: "Save" }).click()
    await dialog("Fast").getByText("Fast / Nepal SMM Support").waitFor()
    expect(pick("Fast")).toMatchObject({
      words: { cancel: "stop", "cancel@processing": "speed", "refill@partial": "redo" },
      format: "{command}: {order_ids}"
    })
  })

  it("PR-09: his own API is saved once, tested, never shown, and deleted at the second press", async () => {
    await open(`/providers?open=${pick("Rush")?.id ?? ""}`)
    await button("Enter address and key").click()
    const form = page.getByRole("form", { name: "Access to his API" })
    await form.getByLabel("Address of his panel").fill("https://rush.example")
    await form.getByLabel("Your API key there").fill("secret-of-rush")
    await form.getByRole("switch", { name: "Open a ticket there" }).click()
    await form.getByLabel("Under the name").fill("key")
    await form.getByLabel("Path", { exact: true }).fill("/api/tickets")
    await form.getByLabel("Fields in the body").fill("id={external_id}\ntext={message}")
    await form.getByRole("button", { name: "Save the access" }).click()
    await page.getByText("Refills and cancels are asked for there, tickets are opened there.").waitFor()
    expect(fake().sent.at(-1)).toMatchObject({
      ticket: { action: { path: "/api/tickets", body: { id: "{external_id}", text: "{message}" } } }
    })
    expect(await page.content()).not.toMatch(/rush\.example|secret-of-rush/)
    await button("Test the API of Rush").click()
    await page.getByText("Its balance is 42.10.").waitFor()
    await button("Delete").click()
    await button("Delete the access").click()
    await page.getByText("No key is saved.").waitFor()
  })

  it("PR-02: a provider is removed after a question that says that he may come back", async () => {
    await open(`/providers?open=${pick("Rush")?.id ?? ""}`)
    await button("Remove provider").click()
    await dialog("Remove Rush?").getByText("he comes back under a new alias").waitFor()
    await dialog("Remove Rush?").getByRole("button", { name: "Remove" }).click()
    await eventually(() => dialog().count(), 0)
    await eventually(() => button("Rush").count(), 0)
  })
})

it("MA-03: the list of copies shows no name; opening them asks for a reason first", async () => {
  client.gateway.isPlatformLogin = true
  await open("/admin/recovery")
  await page.getByText("9 providers").waitFor()
  await page.getByText("A removed workspace").waitFor()
  expect(await page.content()).not.toContain(keptName)
  await button("Open the copies of Nepal SMM").first().click()
  await page.keyboard.type("Too short")
  expect(await button("Open the copies").isDisabled()).toBe(true)
  await page.keyboard.type(", they lost their database")
  await button("Open the copies").click()
  await dialog().getByText(keptName).waitFor()
  expect(fake().reasons).toEqual(["Too short, they lost their database"])
  await button("Close").last().click()
  await eventually(() => page.getByText(keptName).count(), 0)
})

/** Every screen, what shows that it is there, and what is pressed first. */
const screens: ReadonlyArray<readonly [name: string, path: () => string, shows: string, press: string]> = [
  ["the panels", () => "/panels", "text=The panel does not answer.", ""],
  ["a panel", () => `/panels?open=${first().id}`, "text=Disconnect panel", ""],
  ["adding a panel", () => "/panels?add=yes", "role=dialog", "text=Describe its API yourself"],
  ["disconnecting", () => `/panels?open=${first().id}`, "text=Disconnect panel", "text=Disconnect panel"],
  ["the providers", () => "/providers", "text=What is stored", ""],
  [
    "a provider",
    () => `/providers?open=${pick("FastLikes")?.id ?? ""}`,
    "text=Remove provider",
    "text=Enter address and key"
  ],
  ["the copies", () => "/admin/recovery", "text=9 providers", ""],
  ["opening copies", () => "/admin/recovery", "text=9 providers", "role=button[name=/^Open the copies/]"]
]
it.each(screens)(
  "%s breaks no rule of accessibility at any width, light or dark",
  async (_name, path, shows, press) => {
    client.gateway.isPlatformLogin = path().startsWith("/admin")
    await open(path())
    await page.locator(shows).first().waitFor()
    if (press !== "") await page.locator(press).first().click()
    await expectAccessible(page)
  },
  60_000
)
