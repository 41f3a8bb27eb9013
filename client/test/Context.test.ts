import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { violationsOf } from "./violations.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
const chats = () => [...client.gateway.world.conversations.values()]
const direct = () => chats()[0]!
const group = () => chats().find(({ chatKind }) => chatKind === "group")!
const open = async (path: string, options = {}) => {
  ;({ page, complaints } = await client.open(path, { reducedMotion: "reduce", ...options }))
}
const part = (title: string) =>
  page
    .getByRole("complementary")
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: title }) })

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(async () => {
  client.gateway.broken.clear()
  await page.context().close()
})

describe("LD-01: beside a chat", () => {
  it("the customer leads to his page, and his panel account says status, balance and spent", async () => {
    await open(`/desk/${direct().id}`)
    await part("Panel account").getByText("Main panel").waitFor()
    expect(await part("Panel account").innerText()).toMatch(
      /Active[^]*Balance 12.50 USD[^]*Spent 1 204.00 USD/
    )
    await part("Customer")
      .getByRole("link", { name: direct().customerUsername ?? "" })
      .click()
    await page.getByRole("dialog").getByRole("heading", { name: "Numbers" }).waitFor()
    expect(page.url()).toContain("/customers?open=")
    expect(complaints).toEqual([])
  })

  it("an account that cannot be read says why, and a failure can be tried again", async () => {
    const usual = client.gateway.contexts.accounts
    client.gateway.contexts.accounts = [
      { panelName: "Main panel", account: null, trouble: "The panel is not reachable now." }
    ]
    const address = `/api/conversations/${direct().id}/accounts`
    client.gateway.broken.add(address)
    await open(`/desk/${direct().id}`)
    await part("Panel account").getByRole("button", { name: "Try again" }).waitFor()
    client.gateway.broken.delete(address)
    await part("Panel account").getByRole("button", { name: "Try again" }).click()
    await part("Panel account").getByText("The panel is not reachable now.").waitFor()
    client.gateway.contexts.accounts = usual
    await part("Panel account").getByRole("button", { name: "Look again" }).click()
    await part("Panel account").getByText("Balance 12.50 USD").waitFor()
  })

  it("an order that the chat does not know yet is a chip in the customer's words, and is asked for by one press", async () => {
    const before = client.gateway.world.messages.get(direct().id) ?? []
    const text = "my 655001122 is slow, I paid $50000"
    const last = { ...before.findLast(({ direction }) => direction === "in")!, text }
    const added = { ...last, id: `${last.id.slice(0, -4)}ffff`, sentAt: Date.now() }
    client.gateway.world.messages.set(direct().id, [...before, added])
    await open(`/desk/${direct().id}`)
    await page.getByRole("button", { name: "Order 655001122 · not asked for yet" }).click()
    const menu = page.getByRole("menu", { name: "Order 655001122" })
    expect(await menu.getByRole("menuitem").allInnerTexts()).toEqual([
      "Request refill",
      "Request cancel",
      "Request speed up"
    ])
    await menu.getByRole("menuitem", { name: "Request cancel" }).click()
    await page.getByText("Cancel request added for order 655001122").waitFor()
    expect(client.gateway.world.messages.get(direct().id)?.at(-1)?.text).toBe("655001122 cancel")
    expect(await page.getByRole("button", { name: /^Order 50000/ }).count()).toBe(0)
    client.gateway.world.messages.set(direct().id, before)
  })

  it("CU-01: a group is given to a customer who is searched, and taken off again; each is undone by a press", async () => {
    await open(`/desk/${group().id}`)
    const gift = () => client.gateway.contexts.gifts.get(group().id)?.customerId ?? null
    await part("Group").getByText("each writer is matched by himself").waitFor()
    await part("Group").getByRole("searchbox", { name: "Give it to a customer" }).fill("boostnepal")
    await part("Group").getByRole("button", { name: "boostnepal", exact: true }).click()
    await part("Group").getByText("Everybody here writes for").waitFor()
    const given = gift()
    expect(client.gateway.customers.customers.get(given ?? "")?.username).toBe("boostnepal")
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(gift, null)
    await part("Group").getByRole("searchbox", { name: "Give it to a customer" }).fill("boostnepal")
    await part("Group").getByRole("button", { name: "boostnepal", exact: true }).click()
    await part("Group").getByRole("button", { name: "Take it off" }).click()
    await eventually(gift, null)
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(gift, given)
    expect(complaints).toEqual([])
  })

  it("CU-01: who writes here is told by staff who know him, and taken back by a press", async () => {
    const stranger = chats().find((one) => one.chatKind === "direct" && one.customerUsername === null)!
    await open(`/desk/${stranger.id}`)
    const search = part("Customer").getByRole("searchbox", { name: "You know who it is?" })
    await search.fill("nobody of this name")
    await part("Customer").getByText("No customer of this name.").waitFor()
    await search.fill("boostnepal")
    await part("Customer").getByRole("button", { name: "boostnepal", exact: true }).click()
    await part("Customer").getByRole("link", { name: "boostnepal" }).waitFor()
    await page.getByText("This is boostnepal from now on.").waitFor()
    await page.getByRole("button", { name: "Undo" }).click()
    await search.waitFor()
    expect(complaints).toEqual([])
  })

  it("OR-10: a group is bound to one panel, and its switches are a press away", async () => {
    await open(`/desk/${group().id}`)
    await part("Group").getByRole("combobox", { name: "Panel of this group" }).selectOption("Second")
    await eventually(() => client.gateway.contexts.gifts.get(group().id)?.panelId, "p2")
    await part("Group").getByRole("link", { name: "Switches of this group" }).click()
    await eventually(() => new URL(page.url()).pathname, `/channels/${group().channelId}/chats`)
  })

  it.each([360, 1440])("breaks no rule of accessibility at %d px", async (width) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await open(`/desk/${group().id}`, { viewport: { width, height: 800 }, colorScheme })
      if (width < 1200) await page.getByRole("button", { name: "Customer, orders and requests" }).click()
      await page.getByRole("link", { name: "Switches of this group" }).waitFor()
      expect(await violationsOf(page, colorScheme)).toEqual([])
      if (colorScheme === "light") await page.context().close()
    }
  })
})

describe("LD-03: what is begun or did not arrive is not lost", () => {
  const field = () => page.getByRole("textbox", { name: /^(Reply|Note for your team)$/ })
  const list = () => page.getByRole("region", { name: "Conversations" })
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }
  const back = () => page.getByRole("link", { name: "Back to the list" }).click()
  const again = () =>
    page
      .getByRole("article")
      .filter({ hasText: "Nearly there now" })
      .getByRole("button", { name: "Send again" })
  const into = () => list().locator(`a[href="/desk/${direct().id}"]`).click()

  it("a draft is there again after the list was looked at, and a note is still a note", async () => {
    await open(`/desk/${direct().id}`, phone)
    await page.getByRole("button", { name: "Note (N)" }).click()
    await field().fill("He pays late")
    await back()
    await into()
    await eventually(() => field().inputValue(), "He pays late")
    expect(await field().getAttribute("aria-label")).toBe("Note for your team")
    await page.getByRole("button", { name: "Add note" }).click()
    await eventually(() => field().inputValue(), "")
    await back()
    await into()
    expect(await field().inputValue()).toBe("")
  })

  it("a reply that did not arrive is marked in the list and waits in its chat to be sent again", async () => {
    const address = `/api/conversations/${direct().id}/messages`
    await open(`/desk/${direct().id}`, phone)
    await page.getByRole("article").first().waitFor()
    client.gateway.broken.add(address)
    await field().fill("Nearly there now")
    await page.getByRole("button", { name: "Send", exact: true }).click()
    await again().waitFor()
    await back()
    await list().getByText("Not sent").waitFor()
    client.gateway.broken.delete(address)
    await into()
    await again().click()
    await eventually(() => client.gateway.world.messages.get(direct().id)?.at(-1)?.text, "Nearly there now")
    await eventually(() => page.getByRole("log").getByText("Nearly there now").count(), 1)
    await back()
    expect(await list().getByText("Not sent").count()).toBe(0)
  })

  it("Enter starts a line on a phone, whose button sends", async () => {
    await open(`/desk/${direct().id}`, phone)
    await field().fill("One")
    await field().press("Enter")
    await field().pressSequentially("two")
    expect(await field().inputValue()).toBe("One\ntwo")
    await page.getByRole("button", { name: "Send", exact: true }).click()
    await eventually(() => client.gateway.world.messages.get(direct().id)?.at(-1)?.text, "One\ntwo")
  })
})
