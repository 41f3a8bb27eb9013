import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeCustomers } from "./FakeCustomers.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown, timeout = 5000) =>
  expect.poll(check, { timeout, interval: 30 }).toEqual(expected)
const known = (username: string) =>
  [...client.gateway.customers.customers.values()].find((row) => row.username === username)
const idOf = (username: string) => known(username)?.id ?? ""
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
/** What a refused request leaves on the console is Chromium's, not a fault of ours. */
const ownComplaints = () =>
  complaints.filter((line) => !/Failed to load resource: .* status of [45]/.test(line))

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.customers = new FakeCustomers()
})
afterEach(async () => {
  expect(ownComplaints()).toEqual([])
  await page.context().close()
})

describe("the table of customers", () => {
  it("CU-01, CU-02: is searched, filtered and loaded page by page, with the term in the address", async () => {
    await open("/customers")
    await page.getByRole("cell", { name: "ali_panel", exact: true }).waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("vip")
    await eventually(() => new URL(page.url()).search, "?search=vip")
    await button("All 26").waitFor()
    await page.goto(`${client.address}/customers?status=suspended`)
    await eventually(() => page.getByRole("row").count(), 8)
    await button("All 130").click()
    const last = page.getByRole("cell", { name: "sita99", exact: true })
    await eventually(async () => {
      await page.locator("[role=rowgroup][tabindex='0']").evaluate((box) => box.scrollTo(0, box.scrollHeight))
      return last.count()
    }, 1)
  })

  it("CU-02: are taken as a file with the filters and the search of the list", async () => {
    await open("/customers?status=active&search=vip")
    const asked: Array<string> = []
    await page.route("**/api/customers/export*", (route) => {
      asked.push(new URL(route.request().url()).search)
      return route.fulfill({
        contentType: "text/csv; charset=utf-8",
        headers: { "content-disposition": 'attachment; filename="customers-2026-11-21.csv"' },
        body: "\uFEFFusername\r\nvip\r\n"
      })
    })
    await page.getByRole("table", { name: "Customers" }).waitFor()
    const download = page.waitForEvent("download")
    await button("Export").click()
    expect((await download).suggestedFilename()).toBe("customers-2026-11-21.csv")
    expect(asked).toEqual(["?status=active&search=vip"])
  })

  it("CU-01: the switches of a row work at once, and the counts follow", async () => {
    await open("/customers?search=boostnepal")
    const row = page
      .getByRole("row")
      .filter({ has: page.getByRole("button", { name: "boostnepal", exact: true }) })
    await row.getByRole("switch", { name: "The bot answers boostnepal" }).click()
    await row.getByText("Disabled").waitFor()
    await eventually(() => known("boostnepal")?.status, "disabled")
    await row.getByRole("switch", { name: "boostnepal may be suspended by the gateway" }).click()
    await eventually(() => known("boostnepal")?.isAutoSuspended, true)
    expect(page.url()).not.toContain("open=")
  })

  it("LD-06: is walked with J, K and arrows; Enter opens, Esc closes and goes back to the row", async () => {
    await open("/customers")
    await page.getByRole("cell", { name: "ali_panel", exact: true }).waitFor()
    for (const key of ["j", "ArrowDown", "j", "k"]) await page.keyboard.press(key)
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await eventually(focused, "ali_panel102")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog", { name: "ali_panel102" }).waitFor()
    await page.keyboard.press("Escape")
    await eventually(() => page.getByRole("dialog").count(), 0)
    await eventually(focused, "ali_panel102")
  })

  it("teaches when there is nobody yet, and says what is wrong when it cannot be read", async () => {
    client.gateway.customers.customers.clear()
    await open("/customers")
    await page.getByText("They register themselves in the chat").waitFor()
    await button("Import a list").click()
    await page.getByRole("dialog", { name: "Import customers" }).waitFor()
    client.gateway.broken.add("/api/customers")
    await page.goto(`${client.address}/customers`)
    await page.getByText("The database is not reachable.").waitFor()
    client.gateway.broken.clear()
    await button("Try again").click()
    await page.getByText("No customers yet.").waitFor()
  })
})

describe("one customer", () => {
  it("CU-02: is edited; what the gateway refuses is said next to the field", async () => {
    await open(`/customers?open=${idOf("rahim_smm")}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByLabel("E-mail").fill("nobody")
    await drawer.getByLabel("Memo").fill("pays late")
    await drawer.getByRole("button", { name: "Save" }).click()
    await drawer.getByText("Write an address such as name@example.com.").waitFor()
    await drawer.getByLabel("E-mail").fill("ravi@example.com")
    await page.keyboard.press("Enter")
    await eventually(() => known("rahim_smm")?.memo, "pays late")
    await eventually(() => drawer.getByText("Not saved yet").count(), 0)
    await drawer.getByText("memo: pays late").waitFor()
  })

  it("CU-02: who was changed by somebody else is loaded again, and what was typed stays", async () => {
    const id = idOf("rahim_smm")
    await open(`/customers?open=${id}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByLabel("Memo").fill("mine")
    client.gateway.customers.change(id, { email: "theirs@example.com", memo: "theirs" })
    await drawer.getByRole("button", { name: "Save" }).click()
    await drawer.getByText("Somebody else changed this customer meanwhile.").waitFor()
    await drawer.getByRole("button", { name: "Load it again" }).click()
    await eventually(() => drawer.getByLabel("E-mail").inputValue(), "theirs@example.com")
    expect(await drawer.getByLabel("Memo").inputValue()).toBe("mine")
    await drawer.getByRole("button", { name: "Save" }).click()
    await eventually(
      () => known("rahim_smm"),
      expect.objectContaining({ memo: "mine", email: "theirs@example.com" })
    )
  })

  it("closing asks once when something is not saved", async () => {
    await open(`/customers?open=${idOf("rahim_smm")}`)
    await page.getByRole("dialog").getByLabel("Memo").fill("half a thought")
    await page.keyboard.press("Escape")
    await page.getByText("Close without saving?").waitFor()
    await button("Discard").click()
    await eventually(() => page.getByRole("dialog").count(), 0)
    expect(known("rahim_smm")?.memo).toBe("")
  })

  it("CU-01: gets numbers in any form and loses them; CU-02: is removed at the second press", async () => {
    await open(`/customers?open=${idOf("rahim_smm")}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByRole("button", { name: "Add number" }).click()
    await drawer.getByLabel("Number", { exact: true }).fill("0980000100")
    await page.keyboard.press("Enter")
    await drawer.getByText("has no country code").waitFor()
    await drawer.getByLabel("Number", { exact: true }).fill("+977 980-0000100")
    await page.keyboard.press("Enter")
    await drawer.getByText("+9779800000100").waitFor()
    await drawer.getByRole("button", { name: "Remove +9779800000100" }).click()
    await drawer.getByRole("button", { name: "Keep" }).click()
    await drawer.getByText("+9779800000100").waitFor()
    await drawer.getByRole("button", { name: "Remove +9779800000100" }).click()
    await drawer.getByRole("button", { name: "Remove", exact: true }).click()
    await eventually(() => drawer.getByText("+9779800000100").count(), 0)
    await drawer.getByRole("button", { name: "Remove customer" }).click()
    await drawer.getByRole("button", { name: "Remove rahim_smm" }).click()
    await eventually(() => page.getByRole("dialog").count(), 0)
    await button("All 129").waitFor()
  })

  it("CU-02: a new one is added with numbers, and opened", async () => {
    await open("/customers")
    await button("Add customer").click()
    await page.keyboard.type("new_one")
    const drawer = page.getByRole("dialog")
    await drawer.getByLabel("WhatsApp numbers").fill("+977 980-0000100\n0981")
    await drawer.getByRole("button", { name: "Add customer" }).click()
    await drawer.getByText("has no country code").waitFor()
    await drawer.getByLabel("WhatsApp numbers").fill("+977 980-0000100\n+977 980-0000101")
    await drawer.getByRole("button", { name: "Add customer" }).click()
    await page.getByRole("dialog", { name: "new_one" }).getByText("+9779800000101").waitFor()
    await eventually(() => new URL(page.url()).search, `?open=${idOf("new_one")}`)
  })
})

it("CU-02: a list is looked through before it is imported", async () => {
  await open("/customers")
  await button("Import").click()
  const drawer = page.getByRole("dialog")
  const csv = "username,whatsapp\none,+9779800000001\ntwo,0980\nthree,\n"
  const pick = (text: string) =>
    drawer
      .locator("input[type=file]")
      .setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
  await pick("nonsense")
  await drawer.getByText("The first line must name the columns").waitFor()
  await drawer.getByRole("button", { name: "Another file" }).click()
  await pick(csv)
  await drawer.getByText("2 will be added").waitFor()
  await drawer.getByText("Line 3").waitFor()
  await expectAccessible(page)
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(known("one")).toBeUndefined()
  await drawer.getByRole("button", { name: "Import 2" }).click()
  await drawer.getByText("2 added").waitFor()
  await drawer.getByRole("button", { name: "Done" }).click()
  await button("All 132").waitFor()
})

describe("who waits, is silenced, is trusted", () => {
  it("CU-05: who asks meanwhile appears by himself, with the count in the bar; approving asks once more", async () => {
    await open("/customers?part=waiting")
    await page.getByText("growfast_np").waitFor()
    client.gateway.customers.ask("late.comer", "9779812312312", "Late")
    client.gateway.log("9779812312312 wants to be late.comer: waits for your approval")
    await page.getByText("late.comer").waitFor({ timeout: 8000 })
    await page.getByRole("link", { name: "Customers 3 waiting" }).waitFor()
    await button("Approve late.comer").click()
    await page.getByText("may see, cancel and refill every order of late.comer").waitFor()
    await page.keyboard.press("Enter")
    await eventually(() => page.getByText("late.comer").count(), 0)
    expect(known("late.comer")).toBeDefined()
    await button("Reject growfast_np").click()
    await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click()
    await eventually(() => page.getByRole("link", { name: "Customers 1 waiting" }).count(), 1)
  }, 90_000)

  it("CU-05: what was decided meanwhile is said, and the list is read again", async () => {
    await open("/customers?part=waiting")
    await button("Approve growfast_np").click()
    client.gateway.customers.registrations.clear()
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click()
    await page.getByText("This registration was decided already.").waitFor()
    await page.getByRole("button", { name: "Back" }).click()
    await page.getByText("Nobody waits.").waitFor()
  })

  it("CU-08: whom the gateway silenced is enabled again with one press", async () => {
    await open("/customers?part=silenced")
    await page.getByText("Too many attempts to register").waitFor()
    await button(/^Enable again: 9779845000111/).click()
    await eventually(() => page.getByText("Too many attempts to register").count(), 0)
    await button("Enable again: sita99").click()
    await page.getByText("Nobody is silenced.").waitFor()
    expect(known("sita99")?.status).toBe("active")
  })

  it("CU-10: a number is trusted, edited with its network said again, and trusted no more", async () => {
    await open("/customers?part=trusted")
    await button("Trust a number").click()
    await page.keyboard.type("Sita")
    await page.getByLabel("Number", { exact: true }).fill("+977 981-1111111")
    await button("Trust").click()
    await page.getByRole("listitem").filter({ hasText: "Sita" }).getByText("Commands and notices").waitFor()
    await button("Edit Sita").click()
    const form = page.getByRole("dialog")
    expect(await form.getByRole("radio", { checked: true }).count()).toBe(0)
    await form.getByText("WhatsApp", { exact: true }).click()
    await form.getByLabel("Gets the gateway’s notices").uncheck()
    await form.getByRole("button", { name: "Save" }).click()
    await page.getByRole("listitem").filter({ hasText: "Sita" }).getByText("Commands only").waitFor()
    await button("Trust Sita no more").click()
    await page.getByRole("dialog").getByRole("button", { name: "Trust no more" }).click()
    await eventually(() => page.getByText("Sita").count(), 0)
  })
})

/** Every screen with what shows that it is there; few rows, for the rules are asked of each. */
const screens: ReadonlyArray<readonly [name: string, path: () => string, shows: string]> = [
  ["the table", () => "/customers?search=ali", "text=ali_panel102"],
  ["a customer", () => `/customers?search=sita&open=${idOf("sita99")}`, "text=Remove customer"],
  ["adding one", () => "/customers?status=suspended&add=yes", "role=dialog"],
  ["an import", () => "/customers?status=suspended&import=yes", "role=dialog"],
  ["who waits", () => "/customers?part=waiting", "text=growfast_np"],
  ["who is silenced", () => "/customers?part=silenced", "text=Too many attempts"],
  ["who is trusted", () => "/customers?part=trusted", "text=Night shift"],
  ["trusting somebody", () => "/customers?part=trusted&add=yes", "role=dialog"]
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
