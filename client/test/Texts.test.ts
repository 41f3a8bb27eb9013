import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
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
/** What the browser itself says of an answer that refuses. */
const own = () => complaints.filter((line) => !line.startsWith("Failed to load resource"))

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.rules = new FakeRules()
  client.gateway.broken.clear()
})
afterEach(() => page.context().close())

describe("the texts", () => {
  it("WF-01: a text is written with its variables, seen with real data, saved and reset", async () => {
    await open("/templates?search=cancel%20request%20added")
    await page.getByRole("button", { name: /^Cancel · added Cancel/ }).click()
    const field = page.getByRole("textbox", { name: "Text", exact: true })
    await field.fill("Hello, ")
    await page.getByRole("button", { name: "{order_id}", exact: true }).click()
    expect(await field.inputValue()).toBe("Hello, {order_id}")
    const preview = page.getByRole("region", { name: "Preview" })
    await preview.getByText("Hello, 492007588").waitFor()
    await preview.getByText("With the data of order 492007588 of rahim_smm.").waitFor()
    await field.fill("Hello {usernam}")
    await preview.getByText("{usernam} is not filled in here").waitFor()
    await page.getByText("not saved").waitFor()
    await field.fill("Hello, {order_id}")
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await page.getByText("Customers read it from now on.").waitFor()
    expect(rules().rules.templates).toEqual({ "cancel.added": "Hello, {order_id}" })
    await page.getByRole("button", { name: "Back to the usual text" }).click()
    await eventually(() => rules().rules.templates, {})
    await eventually(() => field.inputValue(), "Cancel request added for order {order_id}")
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(() => rules().rules.templates, { "cancel.added": "Hello, {order_id}" })
    await eventually(() => field.inputValue(), "Hello, {order_id}")
    expect(complaints).toEqual([])
  })

  it("RU-03: a text of one status says what it falls back to", async () => {
    rules().change(changes)
    await open("/templates?key=cancel.added")
    const cases = page.getByRole("region", { name: "Texts for single cases" })
    await cases.getByRole("button", { name: /In progress/ }).click()
    await page.getByText("Not written, so this is said:").waitFor()
    const field = page.getByRole("textbox", { name: "Text", exact: true })
    expect(await field.inputValue()).toBe("Ok {order_id}. {usernam}")
    await page.getByLabel("Preview with the order").fill("1")
    await page.getByText("No request is known for this order.").waitFor()
    expect(own()).toEqual([])
  })

  it("WF-01: a language is begun with its first text", async () => {
    await open("/templates?key=help")
    await page.getByRole("button", { name: "Add a language" }).click()
    await page.keyboard.type("hi")
    await page.keyboard.press("Enter")
    const field = page.getByRole("textbox", { name: "Text", exact: true })
    await page.getByRole("button", { name: "hi", exact: true }).waitFor()
    await field.fill("Madad")
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await eventually(() => rules().rules.templatesByLanguage, { hi: { help: "Madad" } })
  })
})

describe("the words", () => {
  it("WF-03: words are added, changed, removed and taken back, and problems are said", async () => {
    await open("/words")
    await page.getByText("No word of your own yet.").waitFor()
    const word = page.getByLabel("Word or phrase")
    await word.fill("77")
    await page.getByRole("button", { name: "Add word" }).click()
    await page.getByText("Only digits: customers' messages would take it for an order.").waitFor()
    await word.fill("storno")
    await page.getByLabel("What it means").selectOption("cancel")
    await page.getByRole("button", { name: "Add word" }).click()
    await eventually(() => rules().rules.aliases, { storno: "cancel" })
    await page.getByLabel("What storno means").selectOption("refund")
    await eventually(() => rules().rules.aliases, { storno: "refund" })
    await page.getByRole("button", { name: "Remove storno" }).click()
    await eventually(() => rules().rules.aliases, {})
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(() => rules().rules.aliases, { storno: "refund" })
    expect(own()).toEqual([])
  })

  it("WF-03: what is stored and is not read is marked, and somebody quicker is told of", async () => {
    rules().change(changes)
    await open("/words")
    await page.getByText("It is not read.").waitFor()
    await page.getByText("{link} is not filled in here").waitFor()
    rules().change({ aliases: {} })
    await page.getByRole("button", { name: "Remove pls" }).click()
    await page.getByText("Somebody else changed the rules at the same moment").waitFor()
    await page.getByText("No word of your own yet.").waitFor()
  })

  it("WF-03: a command of the owner's own has words and an answer, and the box shows what is read", async () => {
    await open("/words")
    await page.getByRole("button", { name: "Add command" }).click()
    await page.keyboard.type("Rates")
    await page.getByLabel("Add to words of the command").fill("rates")
    await page.keyboard.press("Enter")
    await page.getByRole("textbox", { name: "Answer" }).fill("Hello {username}")
    await page.getByText("Hello rahim_smm").waitFor()
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await eventually(
      () => rules().rules.customCommands,
      [{ name: "Rates", words: ["rates"], reply: "Hello {username}" }]
    )
    await page.getByRole("textbox", { name: /you see what is read/ }).fill("492007588 cancel\nrates")
    await page.getByText("order 492007588").waitFor()
    await page.getByText("your own command", { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })
})
