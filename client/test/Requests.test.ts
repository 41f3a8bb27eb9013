import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 10_000, interval: 50 }).toEqual(expected)
const table = () => page.getByRole("table", { name: "Requests" })
const rows = () => [...client.gateway.world.requests.values()]
/** Nothing of what is seen hurts who cannot see it. */
const shot = async (name: string) => {
  if (process.env["SHOTS"] === undefined) return
  for (const [width, scheme] of [
    [1440, "light"],
    [1440, "dark"],
    [768, "light"],
    [360, "light"]
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${process.env["SHOTS"]}/${name}-${width}-${scheme}.png` })
  }
}

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.isLoggedIn = true
})
afterEach(() => page.context().close())

describe("OR-12: the requests", () => {
  it("have a column for each thing that is asked of them, the panel's time among them", async () => {
    const request = rows().find(({ status }) => status === "done")!
    const dispatches = request.dispatches.map((one) => (one.kind === "panel" ? { ...one, tookMs: 210 } : one))
    client.gateway.world.requests.set(request.id, { ...request, panelName: "Main panel", dispatches })
    await open("/requests")
    await table().waitFor()
    const heads = await table().getByRole("columnheader").allTextContents()
    expect(heads.slice(1)).toEqual([
      "Order",
      "Command",
      "User",
      "Panel",
      "Provider",
      "Status",
      "When",
      "Panel API",
      "Forward"
    ])
    await page.getByRole("searchbox").fill(request.orderId)
    const row = table().getByRole("row").filter({ hasText: request.orderId })
    await row.getByText("210 ms").waitFor()
    await row.getByText("Main panel", { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  it("one stays open when a retry takes it out of the list, and tells all that is recorded of it", async () => {
    const request = rows().find(({ status }) => status === "failed")!
    const told = {
      externalId: "8847283",
      orderStatus: "in_progress" as const,
      chat: "9779801000000 · Rahim · Main",
      version: request.version + 1
    }
    client.gateway.world.requests.set(request.id, { ...request, ...told })
    await open(`/requests?status=failed&open=${request.id}`)
    const drawer = page.getByRole("dialog")
    await drawer.getByText("8847283").waitFor()
    await drawer.getByText(told.chat).waitFor()
    await drawer.getByText("In progress").first().waitFor()
    const changed = { ...request, ...told, status: "done" as const, version: request.version + 2 }
    client.gateway.world.requests.set(request.id, changed)
    client.gateway.publish([{ _tag: "RequestChanged", request: changed }])
    await eventually(() => table().getByText(request.orderId).count(), 0)
    await drawer.getByText("Added", { exact: true }).waitFor()
    client.gateway.world.requests.set(request.id, { ...request, version: request.version + 3 })
    expect(complaints).toEqual([])
  })

  it("one is opened by its id alone, also when the list does not hold it; one that is gone is said", async () => {
    const oldest = rows()[0]!
    await open(`/requests?open=${oldest.id}`)
    await page.getByRole("dialog", { name: `Order ${oldest.orderId}` }).waitFor()
    await page.context().close()
    await open("/requests?open=018f0000-0000-7000-8000-00000000dead")
    await page.getByText("This request is not here any more.").waitFor()
  })

  it("are narrowed by command and by days of the workspace's zone, all of it in the address", async () => {
    await open("/requests?command=refill&from=2026-11-21")
    await page.getByLabel("Command").waitFor()
    expect(await page.getByLabel("Command").inputValue()).toBe("refill")
    expect(await page.getByLabel("From").inputValue()).toBe("2026-11-21")
    const asked: Array<string> = []
    page.on("request", (one) => asked.push(one.url()))
    await page.getByLabel("To", { exact: true }).fill("2026-11-22")
    await eventually(() => new URL(page.url()).search, "?command=refill&from=2026-11-21&to=2026-11-22")
    // Nepal's midnights.
    await eventually(
      () => asked.some((url) => url.includes("command=refill&from=1795198500000&to=1795371300000")),
      true
    )
    await page.getByLabel("Panel").selectOption("p2")
    await eventually(() => new URL(page.url()).searchParams.get("panel"), "p2")
    await page.getByLabel("Command").selectOption("")
    await eventually(() => new URL(page.url()).searchParams.has("command"), false)
  })

  it("are picked by keys and closed together, each with its outcome", async () => {
    await open("/requests?status=waiting")
    await table().waitFor()
    const before = rows().filter(({ status }) => status === "waiting").length
    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    const bar = page.getByRole("region", { name: "Selected" })
    await bar.getByText("2 selected").waitFor()
    expect(new URL(page.url()).searchParams.has("open")).toBe(false)
    await bar.getByRole("button", { name: "Close 2" }).click()
    await page.getByRole("button", { name: "Close them" }).click()
    await bar.getByText("2 closed.").waitFor()
    expect(rows().filter(({ status }) => status === "waiting").length).toBe(before - 2)
    await bar.getByRole("button", { name: "Done" }).click()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    expect(complaints).toEqual([])
  })

  it("have their failed parts tried again; what is refused is named with its reason", async () => {
    const refused = rows()
      .filter(({ status }) => status === "failed")
      .at(-1)!
    const bad = refused.dispatches.find(({ state }) => state === "dead")!
    await open("/requests?status=failed")
    await page.route(`**/api/dispatches/${bad.id}/retry`, (route) =>
      route.fulfill({ status: 409, json: { message: "It may be read twice.", reference: "r" } })
    )
    await table().waitFor()
    await page.getByLabel("Select all that are shown").check()
    const bar = page.getByRole("region", { name: "Selected" })
    const text = await bar.getByRole("button", { name: /Retry failed parts/ }).textContent()
    const count = Number(/\d+/.exec(text ?? "")?.[0])
    await bar.getByRole("button", { name: /Retry failed parts/ }).click()
    await bar.getByText(`${count - 1} tried again, 1 not.`).waitFor({ timeout: 20_000 })
    await bar.getByRole("list", { name: "What did not work" }).getByText(refused.orderId).waitFor()
    await bar.getByText("It may be read twice.").waitFor()
  })

  it("are taken as a file with the filters of the list, and a failure is said", async () => {
    await open("/requests?command=cancel")
    const asked: Array<string> = []
    await page.route("**/api/requests.csv*", (route) => {
      asked.push(new URL(route.request().url()).search)
      return asked.length === 1
        ? route.fulfill({
            contentType: "text/csv; charset=utf-8",
            headers: { "content-disposition": 'attachment; filename="requests-2026-11-21.csv"' },
            body: "\uFEFFOrder\r\n1\r\n2\r\n"
          })
        : route.fulfill({ status: 503, json: { message: "The gateway is busy.", reference: "r" } })
    })
    await table().waitFor()
    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "Export" }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe("requests-2026-11-21.csv")
    expect(await readFile(await file.path(), "utf8")).toBe("\uFEFFOrder\r\n1\r\n2\r\n")
    expect(asked).toEqual(["?command=cancel"])
    await page.getByRole("button", { name: "Export" }).click()
    await page.getByRole("alert").getByText("The gateway is busy.").waitFor()
  })

  it("have views under names, kept in the browser", async () => {
    await open("/requests?status=failed&command=refill")
    await page.getByRole("button", { name: "Views" }).click()
    await page.getByRole("menuitem", { name: "Save this view…" }).click()
    await page.getByLabel("Name of this view").fill("Failed refills")
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await page.goto(`${client.address}/requests`)
    await page.getByRole("button", { name: "Views" }).click()
    await page.getByRole("menuitem", { name: "Failed refills" }).click()
    await eventually(() => new URL(page.url()).search, "?command=refill&status=failed")
    await page.getByRole("button", { name: "Views" }).click()
    await page.getByRole("menuitem", { name: "Save this view…" }).click()
    await page.getByRole("button", { name: "Remove Failed refills" }).click()
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Views" }).click()
    await page.getByRole("menuitem", { name: "Save this view…" }).waitFor()
    expect(await page.getByRole("menuitem").count()).toBe(1)
  })

  it("are clean for everybody, with some of them picked", async () => {
    await open("/requests")
    await table().waitFor()
    await page.getByLabel("Select all that are shown").check()
    await shot("requests")
    await expectAccessible(page)
  }, 360_000)
})

describe("AC-06: who only looks at a workspace", () => {
  it("finds what would change it disabled, with the reason, and no ticks to pick by", async () => {
    await open("/login")
    await page.route("**/api/me", async (route) => {
      const answer = await route.fetch()
      const body = (await answer.json()) as { login: object }
      return route.fulfill({ json: { ...body, login: { ...body.login, role: "admin", isViewing: true } } })
    })
    await page.goto(`${client.address}/customers`)
    const add = page.getByRole("button", { name: "Add customer" })
    await add.waitFor()
    expect(await add.isDisabled()).toBe(true)
    expect(await add.getAttribute("title")).toContain("nothing can be changed from here")
    expect(await page.getByRole("switch").first().isDisabled()).toBe(true)
    await page.goto(`${client.address}/requests`)
    await table().waitFor()
    expect(await table().getByRole("checkbox").count()).toBe(0)
    expect(await page.getByRole("button", { name: "Export" }).isEnabled()).toBe(true)
    expect(await page.getByRole("button", { name: "Stop looking" }).isEnabled()).toBe(true)
  })
})
