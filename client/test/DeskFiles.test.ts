import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const chats = () => [...client.gateway.world.conversations.values()]
const open = async (width = 1440, path = `/desk/${chats()[0]!.id}`) => {
  ;({ page, complaints } = await client.open(path, {
    viewport: { width, height: 800 },
    reducedMotion: "reduce"
  }))
}
const row = (id: string) => page.getByRole("list", { name: "Conversations" }).locator(`a[href="/desk/${id}"]`)
const media = (name: string | null) => ({
  mime: null,
  name,
  size: 4_000_000,
  seconds: null,
  width: null,
  height: null,
  isKept: false
})
const picker = () => page.getByLabel("File to send")
const file = (size: number) => ({ name: "big.zip", mimeType: "application/zip", buffer: Buffer.alloc(size) })

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(() => page.context().close())

describe("LD-01: the list of conversations", () => {
  it("stays where it is read while others write, and goes to a chat that is opened by key", async () => {
    await open()
    const list = page.getByRole("list", { name: "Conversations" })
    await list.getByRole("listitem").first().waitFor()
    await list.evaluate((box) => box.scrollTo(0, 900))
    const top = () => list.evaluate((box) => box.scrollTop)
    await eventually(top, 900)
    // It pushes the open chat one place down.
    const other = chats().find(({ id, unread }) => unread === 0 && !page.url().endsWith(id))!
    const unread = page.getByRole("button", { name: /^Unread/ })
    const before = await unread.textContent()
    client.gateway.receive(other.id, "pushed to the top")
    await expect.poll(() => unread.textContent(), { timeout: 15_000 }).not.toBe(before)
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(await top()).toBe(900)
    await page.keyboard.press("j")
    await expect.poll(top, { timeout: 15_000 }).toBeLessThan(300)
  })

  it("names a file that has no words, as it is loaded and as it comes", async () => {
    const [first, second, third, fourth] = chats()
      .toSorted((a, b) => b.lastAt - a.lastAt)
      .slice(2)
    const { conversations } = client.gateway.world
    conversations.set(first!.id, {
      ...first!,
      lastText: "",
      lastFile: { kind: "document", name: "invoice.pdf" },
      version: first!.version + 1
    })
    await open()
    await row(first!.id).getByText("Document · invoice.pdf", { exact: true }).waitFor()
    client.gateway.receive(second!.id, "", { kind: "image", media: media(null) })
    await row(second!.id).getByText("Photo", { exact: true }).waitFor()
    client.gateway.receive(third!.id, "", { kind: "document", media: media("list.csv") })
    await row(third!.id).getByText("Document · list.csv", { exact: true }).waitFor()
    client.gateway.receive(fourth!.id, "", { kind: "other" })
    await row(fourth!.id).getByText("A kind of message that is not shown here").waitFor()
    // What changes a chat without a message leaves it so; an older message's tick does, too.
    client.gateway.publish([
      {
        _tag: "ConversationChanged",
        conversation: { ...first!, lastText: "", unread: 0, version: first!.version + 9 }
      }
    ])
    await row(first!.id).getByText("Document · invoice.pdf", { exact: true }).waitFor()
    client.gateway.receive(second!.id, "with words now")
    await row(second!.id).getByText("with words now").waitFor()
    expect(await page.getByText("No text", { exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it("names it in what search everywhere finds", async () => {
    const chat = chats().at(-1)!
    client.gateway.world.conversations.set(chat.id, {
      ...chat,
      title: "Unique Person",
      customerUsername: null,
      lastText: "",
      lastFile: { kind: "image", name: null },
      version: chat.version + 1
    })
    await open()
    await page.getByRole("log").waitFor()
    await page.keyboard.press("Control+k")
    await page.getByRole("combobox", { name: /^Search chats/ }).fill("Unique Person")
    await page
      .getByRole("option", { name: /Unique Person/ })
      .getByText(/· Photo$/)
      .waitFor()
  })
})

describe("LD-03: files on the desk", () => {
  it("a file without words can be quoted, by its kind and name", async () => {
    await open()
    await page.getByRole("log").waitFor()
    client.gateway.receive(chats()[0]!.id, "", { kind: "document", media: media("invoice.pdf") })
    const said = page.getByRole("article").filter({ hasText: "invoice.pdf" })
    await said.hover()
    await said.getByRole("button", { name: "Quote this message" }).click()
    await page.getByRole("form").getByText("Document · invoice.pdf").waitFor()
    expect(await said.getByRole("link", { name: "Try this message" }).count()).toBe(0)
  })

  it("the largest size is said before a file is chosen, and a larger one is refused without being brought", async () => {
    await open()
    const brought: Array<string> = []
    page.on("request", (one) => void (one.method() === "POST" && brought.push(one.url())))
    await page.getByText("Files up to 2 MB").waitFor()
    await page.getByRole("button", { name: /^Attach a picture or a file of up to 2 MB/ }).waitFor()
    await picker().setInputFiles(file(2 * 1024 * 1024 + 1))
    await page.getByRole("alert").getByText("This file is larger than 2 MB.").waitFor()
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0)
    expect(await page.getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true)
    expect(brought.filter((url) => url.includes("/media"))).toEqual([])
    await page.getByRole("button", { name: "Remove the file" }).click()
    expect(await page.getByText("big.zip").count()).toBe(0)
  })

  it("an upload shows how far it is and can be cancelled", async () => {
    await open()
    let isGone = false
    await page.route("**/media?name=*", () => {})
    page.on("requestfailed", (one) => {
      if (one.url().includes("/media?name=big.zip")) isGone = true
    })
    await page.getByText("Files up to 2 MB").waitFor()
    await picker().setInputFiles(file(1_000_000))
    await page.getByRole("progressbar", { name: "Bringing the file" }).waitFor()
    await page.getByRole("button", { name: "Cancel the upload" }).click()
    await eventually(() => isGone, true)
    expect(await page.getByText("big.zip").count()).toBe(0)
  })

  it("an upload that stands still is given up after 30 seconds, in words, and can be tried again", async () => {
    await open()
    let tries = 0
    await page.route("**/media?name=*", (route) => {
      tries += 1
      if (tries === 2)
        void route.fulfill({
          json: { sha256: "a".repeat(64), mime: "application/zip", size: 1_000_000, form: "document" }
        })
    })
    await page.getByText("Files up to 2 MB").waitFor()
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    await picker().setInputFiles(file(1_000_000))
    await eventually(() => tries, 1)
    await page.clock.runFor(29_000)
    const givenUp = page.getByRole("alert").getByText("Nothing of the file has left for 30 seconds.")
    expect(await givenUp.count()).toBe(0)
    await page.clock.runFor(2_000)
    await givenUp.waitFor()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("goes as a document").waitFor()
  })
})

describe("LD-06: the slash", () => {
  it("focuses the search and selects what stands there, in browsers in which to select is not to focus, too", async () => {
    await open(1440, "/requests?search=492007588")
    const search = page.getByRole("searchbox")
    await search.waitFor()
    await page.evaluate(`HTMLInputElement.prototype.select = function () {
      this.setSelectionRange(0, this.value.length)
    }`)
    await page.getByRole("checkbox").first().focus()
    await page.keyboard.press("/")
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type("7")
    expect(await search.inputValue()).toBe("7")
  })

  it("is a letter where somebody writes", async () => {
    await open()
    const reply = page.getByRole("textbox", { name: "Reply" })
    await reply.fill("either")
    await reply.press("/")
    expect(await reply.inputValue()).toBe("either/")
    expect(await reply.evaluate((field) => field === document.activeElement)).toBe(true)
    const search = page.getByRole("searchbox")
    await search.fill("a")
    await search.press("/")
    expect(await search.inputValue()).toBe("a/")
  })
})
