import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { expectAccessible } from "./accessibility.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { changes } from "./FakeChanges.ts"
import { FakeRules } from "./FakeRules.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>
const rules = () => client.gateway.rules

const open = async (path: string) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce" }))
}
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.rules = new FakeRules()
  client.gateway.broken.clear()
})
afterEach(() => page.context().close())

interface Screen {
  readonly name: string
  readonly path: string
  /** What shows that it is there. */
  readonly shows: string
  /** What is done before it is looked at. */
  readonly press?: () => Promise<unknown>
}

const screens: ReadonlyArray<Screen> = [
  { name: "the rules", path: "/rules", shows: "text=Cancel and refund" },
  {
    name: "a risky question",
    path: "/rules?search=balance",
    shows: "role=switch",
    press: () => page.getByRole("switch").first().click()
  },
  { name: "the texts", path: "/templates", shows: "text=Not understood" },
  { name: "a text", path: "/templates?key=cancel.added", shows: "text=is not filled in here" },
  { name: "a language", path: "/templates?language=bn&key=help", shows: "text=Sahajjo" },
  { name: "the words", path: "/words", shows: "text=It is not read." },
  {
    name: "a command",
    path: "/words",
    shows: "text=Rates",
    press: () => page.getByRole("button", { name: "Rates", exact: true }).click()
  },
  {
    name: "trying",
    path: "/test?text=492007588%20492007589%20cancel&user=rahim_smm",
    shows: "text=Would be recorded"
  },
  { name: "the bulk messages", path: "/requests?view=bulk", shows: "text=16" }
]

describe("no rule of accessibility and none of the content policy is broken, and nothing is too wide", () => {
  it.each(screens)(
    "by $name, light and dark, from 320 to 1440 px",
    async ({ path, press, shows }) => {
      rules().change(changes)
      await open(path)
      await page.locator(shows).locator("visible=true").first().waitFor()
      await press?.()
      await expectAccessible(page)
      expect(complaints).toEqual([])
    },
    60_000
  )

  it("LD-06: what is set up is behind one entry where the bar is narrow", async () => {
    await open("/desk")
    await page.setViewportSize({ width: 800, height: 800 })
    await page.getByRole("button", { name: "Setup" }).click()
    await page.getByRole("link", { name: "Texts" }).click()
    await page.getByRole("heading", { name: "Texts", level: 1 }).waitFor()
    await page.getByRole("button", { name: "Setup: Texts" }).click()
    await page.keyboard.press("Escape")
    await eventually(() => page.getByRole("link", { name: "Words" }).isVisible(), false)
    await page.setViewportSize({ width: 1440, height: 800 })
    await page.getByRole("link", { name: "Words" }).click()
    await page.getByRole("heading", { name: "Words", level: 1 }).waitFor()
    expect(complaints).toEqual([])
  })
})
