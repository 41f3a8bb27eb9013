import type { CDPSession, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Conversation, LiveEvent, Message } from "../src/api/Views.ts"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"

let client: ClientBrowser
let page: Page

/** One hour at twenty messages a second. */
const messages = 72_000
const chats = 3_000
const perFrame = 450

beforeAll(async () => {
  client = await openClientBrowser()
}, 180_000)
afterAll(() => client.close())
afterEach(() => page.context().close())

const heapOf = async (cdp: CDPSession) => {
  for (let turn = 0; turn < 3; turn++) await cdp.send("HeapProfiler.collectGarbage")
  const { usedSize } = await cdp.send("Runtime.getHeapUsage")
  const { nodes } = await cdp.send("Memory.getDOMCounters")
  return { usedSize, nodes }
}

/** The events of a stretch of the hour: every third message is in the open chat, the others in one of the many. */
const stretch = (from: number, open: Conversation, versions: Map<string, number>): Array<LiveEvent> => {
  const events: Array<LiveEvent> = []
  for (let n = from; n < from + perFrame; n++) {
    const isOpen = n % 3 === 0
    const id = isOpen ? open.id : `01a00000-0000-7000-8000-${(n % chats).toString(16).padStart(12, "0")}`
    const version = (versions.get(id) ?? open.version) + 1
    versions.set(id, version)
    const text =
      n % 2 === 0 ? `${492_000_000 + n} cancel` : `Cancel request added for order ${492_000_000 + n}`
    const at = open.lastAt + n * 50
    const message: Message = {
      id: `01b00000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`,
      conversationId: id,
      direction: n % 2 === 0 ? "in" : "out",
      author: n % 2 === 0 ? "customer" : "bot",
      senderName: null,
      text,
      kind: "text",
      sentAt: at,
      stage: "done",
      note: null,
      version: 1
    }
    const conversation = {
      ...open,
      id,
      title: `Chat ${n % chats}`,
      lastText: text,
      lastAt: at,
      unread: 1,
      version
    }
    events.push({ _tag: "MessageChanged", message })
    events.push({
      _tag: "ConversationChanged",
      conversation: isOpen ? { ...open, lastText: text, lastAt: at, version } : conversation
    })
  }
  return events
}

describe("LD-06: an hour of traffic", () => {
  it(
    "leaves the page as small as it was: heap and elements stay flat from quarter to quarter",
    { timeout: 240_000 },
    async () => {
      const { conversations } = client.gateway.world
      const open = [...conversations.values()][0]!
      ;({ page } = await client.open(`/desk/${open.id}`, { reducedMotion: "reduce" }))
      await page.getByRole("log").getByText("hello?").first().waitFor()
      const cdp = await page.context().newCDPSession(page)
      const versions = new Map<string, number>()
      const marks: Array<{ readonly usedSize: number; readonly nodes: number }> = []
      for (let from = 0; from < messages; from += perFrame) {
        client.gateway.publish(stretch(from, open, versions))
        client.gateway.forget()
        // The page has drawn the newest before more comes.
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
        if ((from + perFrame) % (messages / 8) !== 0) continue
        await page
          .getByRole("log")
          .getByText(`${492_000_000 + from + perFrame - 2}`)
          .or(page.getByRole("log").getByText(`${492_000_000 + from + perFrame - 1}`))
          .or(page.getByRole("log").getByText(`${492_000_000 + from + perFrame - 3}`))
          .first()
          .waitFor({ timeout: 20_000 })
        marks.push(await heapOf(cdp))
      }
      console.log(
        `LD-06: heap after each eighth of the hour, MB: ${marks
          .map(({ usedSize }) => (usedSize / 2 ** 20).toFixed(1))
          .join(", ")}; elements: ${marks.map(({ nodes }) => nodes).join(", ")}`
      )
      const quarters = [1, 3, 5, 7].map((index) => marks[index]!)
      for (const { nodes, usedSize } of quarters.slice(1)) {
        expect(usedSize).toBeLessThan(quarters[0]!.usedSize + 3 * 2 ** 20)
        expect(nodes).toBeLessThan(quarters[0]!.nodes * 1.25 + 500)
      }
      expect(await page.getByRole("log").getByRole("article").count()).toBeLessThan(60)
      expect(
        await page.getByRole("list", { name: "Conversations" }).getByRole("listitem").count()
      ).toBeLessThan(60)
    }
  )

  it("what was let go of comes back by scrolling up", async () => {
    const { conversations } = client.gateway.world
    const open = [...conversations.values()][0]!
    ;({ page } = await client.open(`/desk/${open.id}`, { reducedMotion: "reduce" }))
    const log = page.getByRole("log")
    await log.getByText("hello?").first().waitFor()
    const count = 420
    for (let n = 0; n < count; n++) client.gateway.receive(open.id, `line ${n}.`)
    await log.getByText(`line ${count - 1}.`).waitFor({ timeout: 20_000 })
    const written = client.gateway.world.messages.get(open.id)!.map(({ id }) => id)
    const drawn = () =>
      log
        .getByRole("article")
        .evaluateAll((all) =>
          all
            .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
            .map((one) => one.getAttribute("data-message") ?? "")
        )
    expect((await drawn()).at(-1)).toBe(written.at(-1))
    await expect
      .poll(
        async () => {
          await log.evaluate((box) => box.scrollTo(0, 0))
          return (await drawn())[0]
        },
        { timeout: 20_000, interval: 100 }
      )
      .toBe(written[0])
    // Read from its first message to its last: all are there, in their order, and none twice.
    const seen: Array<string> = []
    for (let isAtEnd = false; !isAtEnd;) {
      await page.waitForTimeout(40)
      for (const id of await drawn()) if (!seen.includes(id)) seen.push(id)
      isAtEnd = await log.evaluate((box) => {
        const rest = box.scrollHeight - box.clientHeight - box.scrollTop
        box.scrollBy(0, box.clientHeight * 0.6)
        return rest < 2
      })
    }
    expect(seen).toEqual(written)
  }, 180_000)
})
