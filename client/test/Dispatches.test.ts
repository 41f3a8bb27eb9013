import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { RequestView } from "../src/api/Views.ts"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeDispatches } from "./FakeDispatches.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown, timeout = 5000) =>
  expect.poll(check, { timeout, interval: 30 }).toEqual(expected)
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
/** What the gateway holds. */
const letters = () => client.gateway.dispatches
/** What a refused request leaves on the console is Chromium's, not a fault of ours. */
const ownComplaints = () =>
  complaints.filter((line) => !/Failed to load resource: .* status of [45]/.test(line))

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.dispatches = new FakeDispatches()
})
afterEach(async () => {
  expect(ownComplaints()).toEqual([])
  await page.context().close()
})

describe("what failed", () => {
  it("DI-02: is counted by state and filtered, with the filters in the address", async () => {
    await open("/dispatches")
    await button("Failed 64").waitFor()
    await button("Trying again 2").waitFor()
    await page.getByLabel("Command").selectOption({ label: "Cancels" })
    await button("Failed 22").waitFor()
    await page.getByLabel("Since").selectOption({ label: "Last hour" })
    await eventually(() => new URL(page.url()).search, "?command=cancel&since=1h")
    await button("Failed 3").waitFor()
    await button("Uncertain 0").click()
    await page.getByText("Nothing fits these filters.").waitFor()
    await button("Show all").click()
    await button("Uncertain 3").waitFor()
  })

  it("DI-02, DI-04: one is opened with its attempts and tried again", async () => {
    await open("/dispatches")
    await page.getByText("492007500").waitFor()
    for (const key of ["j", "Enter"]) await page.keyboard.press(key)
    const drawer = page.getByRole("dialog", { name: "Order 492007500" })
    await eventually(() => drawer.getByRole("list", { name: "Attempts" }).getByRole("listitem").count(), 5)
    await drawer.getByText("Failed, given up").waitFor()
    await drawer.getByRole("button", { name: "Retry" }).click()
    await page.getByText("Order 492007500 is tried again.").waitFor()
    await eventually(() => page.getByRole("dialog").count(), 0)
    await button("Failed 63").waitFor()
  })

  it("DI-02: the selected ones, and all that fit, are tried again at once, the many after a question", async () => {
    letters().most = 40
    await open("/dispatches")
    for (const id of ["492007500", "492007502"]) {
      await page.getByRole("checkbox", { name: `Select order ${id}` }).check()
    }
    await button("Retry selected").click()
    await page.getByText("2 tried again.").waitFor()
    await button("Retry all 62").click()
    await page.getByRole("dialog", { name: "Retry 62?" }).waitFor()
    await page.keyboard.press("Enter")
    await page.getByText("62 tried again.").waitFor()
    await page.getByText("Nothing has failed.").waitFor()
    expect(letters().of("uncertain").length).toBe(3)
  })

  it("DI-03: what may be read twice is sent again after a person's word alone", async () => {
    await open("/dispatches?state=uncertain")
    await button("492007600").click()
    await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click()
    await page.getByRole("dialog", { name: "It may be read twice" }).waitFor()
    expect(letters().of("uncertain").length).toBe(3)
    await button("Send anyway").click()
    await page.getByText("Order 492007600 is tried again.").waitFor()
    await page.getByRole("checkbox", { name: "Select all that are shown" }).check()
    await button("Retry selected").click()
    await page.getByRole("dialog", { name: "2 may be read twice" }).waitFor()
    await button("Send anyway").click()
    await page.getByText("Nothing is uncertain.").waitFor()
  })

  it("DI-02: one is put away after a question", async () => {
    await open("/dispatches")
    await button("Dismiss order 492007501").click()
    const question = page.getByRole("dialog", { name: "Dismiss order 492007501?" })
    await question.getByLabel("Reason").fill("done by phone")
    await question.getByRole("button", { name: "Dismiss" }).click()
    await button("Dismissed 2").click()
    await page.getByRole("cell", { name: "492007501", exact: true }).waitFor()
    await eventually(() => page.getByRole("button", { name: /^Retry order/ }).count(), 0)
  })

  it("DI-02: what is settled elsewhere disappears by itself", async () => {
    await open("/dispatches")
    await page.getByText("492007500").waitFor()
    await page
      .getByRole("status", { name: /Live/ })
      .or(page.getByText("Live", { exact: true }))
      .first()
      .waitFor()
    const first = letters().letters[0]
    const request = [...client.gateway.world.requests.values()][0] as RequestView
    letters().letters = letters().letters.slice(1)
    client.gateway.publish([
      { _tag: "RequestChanged", request: { ...request, id: first?.requestId ?? "", status: "done" } }
    ])
    await eventually(() => page.getByText("492007500").count(), 0)
    await button("Failed 63").waitFor()
  })

  it("OR-12, PR-10: a request leads to its attempts, and shows what the provider answered", async () => {
    const failed = [...client.gateway.world.requests.values()].find(({ status }) => status === "failed")
    if (failed === undefined) throw new Error("no request has failed")
    const answers = [
      {
        id: "answer",
        verdict: "rejected" as const,
        link: "quote" as const,
        conversationId: failed.id,
        text: "cant, already started",
        at: Date.now()
      }
    ]
    client.gateway.world.requests.set(failed.id, { ...failed, answers })
    await open(`/requests?search=${failed.orderId}&open=${failed.id}`)
    await page.getByRole("dialog").getByText("cant, already started").waitFor()
    await page.getByText("Provider: Rejected").waitFor()
    await page.getByRole("link", { name: /^Attempts of/ }).click()
    await eventually(() => new URL(page.url()).pathname, "/dispatches")
    await page.getByRole("dialog", { name: "Attempts" }).waitFor()
  })
})

const letterId = () => letters().letters[0]?.id ?? ""
/** Every screen with what shows that it is there. */
const screens: ReadonlyArray<readonly [name: string, path: () => string, shows: string]> = [
  ["what failed", () => "/dispatches?command=cancel&since=24h", "text=492007500"],
  ["a failed one", () => `/dispatches?since=1h&open=${letterId()}`, "text=Failed, given up"]
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
