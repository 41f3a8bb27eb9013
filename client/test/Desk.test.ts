import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { violationsOf } from "./violations.ts"

let client: ClientBrowser
let page: Page
let complaints: Array<string>

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)
/** A chat that the bot answers. */
const chat = () => [...client.gateway.world.conversations.values()][0]!
const now = () => client.gateway.world.conversations.get(chat().id)!
const texts = () => (client.gateway.world.messages.get(chat().id) ?? []).map(({ text }) => text)
const sendAgain = (text: string) =>
  page.getByRole("article").filter({ hasText: text }).getByRole("button", { name: "Send again" })
const open = async (width = 1440) => {
  ;({ page, complaints } = await client.open(`/desk/${chat().id}`, {
    viewport: { width, height: 800 },
    reducedMotion: "reduce"
  }))
  await page.getByText("hello?").first().waitFor()
}

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
beforeEach(() => {
  client.gateway.chats.losesAnswers = 0
  client.gateway.broken.clear()
  client.gateway.world.conversations.set(chat().id, {
    ...chat(),
    controller: "bot",
    controllerLogin: null,
    controllerName: null,
    version: chat().version + 1
  })
})
afterEach(() => page.context().close())

describe("LD-02, LD-03, LD-06: answering a chat", () => {
  it("by keyboard alone: take over, write, a canned reply, a note, hand back", async () => {
    await open()
    await page.keyboard.press("t")
    await page.getByText("You answer").waitFor()
    expect(now()).toMatchObject({ controller: "human", controllerName: "manoj" })
    await page.keyboard.press("r")
    await page.keyboard.type("Good morning")
    await page.keyboard.press("Enter")
    await page.getByRole("log").getByText("Good morning").waitFor()
    await page.keyboard.type("/wa")
    await page.getByRole("option", { name: /^\/wait/ }).waitFor()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await eventually(() => texts().slice(-2), ["Good morning", "Please give the provider 24 hours."])
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.keyboard.type("Called him")
    await page.keyboard.press("Enter")
    await page.getByRole("log").getByText("Called him").waitFor()
    await eventually(() => client.gateway.world.messages.get(chat().id)?.at(-1)?.direction, "note")
    await page.keyboard.press("Escape")
    await page.keyboard.press("b")
    await page.getByText("Bot answers").waitFor()
    expect(now().controller).toBe("bot")
    expect(complaints).toEqual([])
  })

  it("the bot is paused for as long as one picks, by keys or by a press", async () => {
    await open()
    await page.getByRole("button", { name: "Pause the bot" }).focus()
    await page.keyboard.press("Enter")
    await page.getByRole("menuitem", { name: "Pause the bot for 15 minutes" }).waitFor()
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await page.getByText(/Bot is paused until \w{3} \d+ \w{3}, \d\d:\d\d/).waitFor()
    const left = (now().controlledUntil ?? 0) - Date.now()
    expect(Math.round(left / 3_600_000)).toBe(7 * 24)
    await page.getByRole("button", { name: "Hand back to the bot (B)" }).click()
    await page.getByText("Bot answers").waitFor()
    await page.getByRole("button", { name: "Pause the bot" }).click()
    await page.getByRole("menuitem", { name: "Pause the bot for 1 hour" }).click()
    await page.getByText("Bot is paused until").waitFor()
    await page.keyboard.press("b")
    await page.getByText("Bot answers").waitFor()
  })

  it("what is written is there at once, and when the answer is lost it is sent again as the same message", async () => {
    await open()
    client.gateway.chats.losesAnswers = 1
    await page.getByRole("textbox", { name: "Reply" }).fill("Only once, please")
    await page.getByRole("button", { name: "Send", exact: true }).click()
    await page.getByRole("log").getByText("Only once, please").waitFor()
    await eventually(() => texts().filter((text) => text === "Only once, please").length, 1)
    expect(await page.getByRole("log").getByText("Only once, please").count()).toBe(1)
  })

  it("a lost connection shows the words as not sent, and one press sends them", async () => {
    await open()
    client.gateway.broken.add(`/api/conversations/${chat().id}/messages`)
    await page.getByRole("textbox", { name: "Reply" }).fill("Are you there")
    await page.keyboard.press("Enter")
    await sendAgain("Are you there").waitFor()
    expect(texts()).not.toContain("Are you there")
    client.gateway.broken.clear()
    await sendAgain("Are you there").click()
    await eventually(() => texts().at(-1), "Are you there")
    await eventually(() => sendAgain("Are you there").count(), 0)
  })

  it("a chat that somebody else answers asks before it is taken, and nothing is written into it", async () => {
    await open()
    client.gateway.chats.takenBy(chat().id, "sita")
    await page.getByText("sita answers", { exact: false }).first().waitFor()
    await page.getByRole("textbox", { name: "Reply" }).fill("Mine")
    expect(await page.getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true)
    await page.getByRole("button", { name: "Take over" }).click()
    await page.getByRole("dialog").getByText("sita answers this chat").waitFor()
    expect(now().controllerName).toBe("sita")
    await page.getByRole("button", { name: "Take it over" }).click()
    await page.getByText("You answer", { exact: true }).waitFor()
    expect(now().controllerName).toBe("manoj")
  })

  it("a text is saved as a canned reply and found by its name", async () => {
    await open()
    await page.getByRole("textbox", { name: "Reply" }).fill("We are open from nine to six.")
    await page.getByRole("button", { name: "Save as canned reply" }).click()
    await page.getByRole("textbox", { name: "Name" }).fill("hours")
    await page.getByRole("button", { name: "Save", exact: true }).click()
    await eventually(() => page.getByRole("dialog").count(), 0)
    await page.getByRole("textbox", { name: "Reply" }).fill("/hou")
    await page.getByRole("option", { name: /^\/hours/ }).click()
    await eventually(
      () => page.getByRole("textbox", { name: "Reply" }).inputValue(),
      "We are open from nine to six."
    )
    await page.getByRole("button", { name: "Save as canned reply" }).click()
    await page.getByRole("button", { name: "Remove /hours" }).click()
    await page.getByText("/hours is removed.").waitFor()
    expect(client.gateway.chats.canned.map(({ name }) => name)).not.toContain("hours")
    await page.getByRole("button", { name: "Undo" }).click()
    await eventually(() => client.gateway.chats.canned.map(({ name }) => name).includes("hours"), true)
  })

  it("LD-01: an order is cancelled by one press beside the chat; what the customer would read is shown", async () => {
    await open()
    await page.getByRole("button", { name: "Request cancel of 492007588" }).click()
    await page.getByText("Cancel request added for order 492007588").last().waitFor()
    await page.getByRole("log").getByText("492007588").last().waitFor()
    expect(texts().at(-1)).toBe("492007588 cancel")
    expect(complaints).toEqual([])
  })

  it("lists by who answers keep up with take-overs", async () => {
    await open()
    await page.getByRole("button", { name: "Mine" }).click()
    await page.getByText("You have taken over no chat.").waitFor()
    await page.getByRole("button", { name: "Take over" }).click()
    await page
      .getByRole("region", { name: "Conversations" })
      .getByText(chat().customerUsername ?? "")
      .waitFor()
  })

  it.each([360, 768, 1440])(
    "breaks no rule of accessibility at %d px, in light and dark",
    async (width) => {
      for (const colorScheme of ["light", "dark"] as const) {
        ;({ page, complaints } = await client.open(`/desk/${chat().id}`, {
          colorScheme,
          viewport: { width, height: 800 },
          reducedMotion: "reduce"
        }))
        await page.getByRole("textbox", { name: "Reply" }).fill("/")
        await page.getByRole("option", { name: /^\// }).first().waitFor()
        expect(await violationsOf(page, colorScheme)).toEqual([])
        expect(complaints).toEqual([])
        if (colorScheme === "light") await page.context().close()
      }
    },
    60_000
  )
})
