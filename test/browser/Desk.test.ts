import { setTimeout as pause } from "node:timers/promises"
import type { BrowserContextOptions, Page } from "playwright-core"
import { encode } from "uqr"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber, providers } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import type { Visit } from "./Browser.ts"
import { shownList, shownThread, storedList, storedThread } from "./Screen.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>
const visits: Array<Visit> = []

/** Opens a page as the owner. */
const visit = async (path: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const opened = await stage.open(path, { storageState, ...options })
  visits.push(opened)
  return opened
}
const live = (page: Page) => page.getByText("Live", { exact: true }).first().waitFor()
const eventually = (check: () => Promise<unknown> | unknown, expected: unknown, timeout = 15_000) =>
  expect.poll(check, { timeout, interval: 100 }).toEqual(expected)

beforeAll(async () => {
  stage = await openStage({ database: testDatabase, panelLatencyMs: 50 })
  storageState = await stage.logIn()
}, 360_000)
afterAll(() => stage?.close())

const addOrder = (id: number, user: string, provider: string = providers[2].name) =>
  stage.panel.addOrder({
    id,
    user,
    provider,
    status: "in_progress",
    serviceName: "Instagram Likes | Instant",
    externalId: String(id % 10_000_000)
  })

describe("the channels page", () => {
  it("CH-01, CH-02: draws the code of a new number, and says within a second that its phone has paired", async () => {
    const { page, complaints } = await visit("/channels")
    await page.getByRole("button", { name: "Add channel" }).click()
    await page.getByLabel("Name").fill("Second")
    await page.getByRole("button", { name: "Show the QR code" }).click()
    const code = page.getByRole("img", { name: "QR code to scan with WhatsApp" })
    await code.waitFor()
    const phone = stage.whatsapp.phone("9779800000001")
    expect(await scanShown(page, "Second", phone)).toBeLessThan(1000)
    await page.getByRole("dialog").getByText("9779800000001").waitFor()
    await page.getByRole("button", { name: "Done" }).click()

    const row = page.getByRole("listitem").filter({ hasText: "Second" })
    await row.getByText("Connected").waitFor()
    await row.getByText("No message of ours was confirmed yet").waitFor()
    expect(complaints).toEqual([])
  })

  it("CH-01: the tenant's first number is connected by its code, too", async () => {
    const { page } = await visit("/channels")
    await page
      .getByRole("listitem")
      .filter({ hasText: "Main" })
      .getByRole("button", { name: "Scan QR" })
      .click()
    expect(await scanShown(page, "Main", stage.phone)).toBeLessThan(1000)
  })
})

/** Holds a phone before the code on the page; the code must be the one that the API tells. */
const scanShown = async (page: Page, name: string, phone: Stage["phone"]) => {
  const path = page.getByRole("dialog").locator("svg[role=img] path")
  await path.waitFor()
  let text = ""
  await eventually(async () => {
    text = await page.evaluate(async (name) => {
      const answer = await fetch("/api/channels")
      const { items } = (await answer.json()) as {
        items: ReadonlyArray<{ name: string; state: { qr?: string } }>
      }
      return items.find((channel) => channel.name === name)?.state.qr ?? ""
    }, name)
    return (await path.getAttribute("d")) === drawn(text)
  }, true)
  const scanned = Date.now()
  await phone.scan(text)
  const paired = Date.now()
  await page
    .getByRole("dialog")
    .getByText(/^(Paired, connecting|Connected)$/)
    .first()
    .waitFor()
  const told = Date.now()
  await page
    .getByRole("dialog")
    .getByText(/^Connected$/)
    .first()
    .waitFor()
  console.log(
    `CH-01: the phone needed ${paired - scanned} ms to pair; the page said so after ${told - paired} ms ` +
      `and that it is connected after ${Date.now() - paired} ms`
  )
  return told - paired
}

/** The path of a code as client/src/channels/QrCode.tsx draws it. */
const drawn = (text: string): string =>
  encode(text, { ecc: "L", border: 3 })
    .data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("")

describe("the desk", () => {
  it("LD-01: a customer's cancel, the reply, the request and its dispatches appear without a reload", async () => {
    const { page, complaints } = await visit("/desk")
    await live(page)
    addOrder(492007588, "rahim_smm")
    const said = Date.now()
    await stage.rahim.send(gatewayNumber, "492007588 cancel")
    const row = page.getByRole("list", { name: "Conversations" }).getByRole("listitem").first()
    await row.getByText("rahim_smm").waitFor()
    console.log(`LD-01: in the list ${Date.now() - said} ms after the phone sent it`)
    await row.getByRole("link").click()

    const log = page.getByRole("log")
    await log.getByText("Cancel request added for order").waitFor()
    const texts = (await log.locator("article").allTextContents()).join("\n")
    expect(texts).toContain("492007588 cancel")
    await log.getByRole("button", { name: "Order 492007588 · In progress · cancel: added" }).first().waitFor()
    await log.getByRole("img", { name: "Delivered" }).waitFor()

    const pane = page.getByRole("complementary", { name: "Customer, orders and requests" })
    await pane.getByText("rahim_smm").first().waitFor()
    await pane.getByText("9779811111111").waitFor()
    const request = pane.getByRole("article")
    for (const label of ["Panel API", "FollowHub · Main", "FollowHub · Bot"]) {
      await request.getByRole("listitem").filter({ hasText: label }).getByText("Done").waitFor()
    }
    await request.getByText("Why?").click()
    expect(complaints).toEqual([])
  })

  it("LD-01: is walked with J, K, / and Esc", async () => {
    await stage.sita.send(gatewayNumber, "hello, is anybody there?")
    await stage.bikash.send(gatewayNumber, "good morning")
    const { page } = await visit("/desk")
    const rows = page.locator("[aria-label=Conversations] [role=listitem] a")
    // Three customers and the two groups of the provider.
    await eventually(() => rows.count(), 5)
    const hrefs = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")))
    const path = () => new URL(page.url()).pathname
    for (const [key, place] of [
      ["j", 0],
      ["j", 1],
      ["j", 2],
      ["k", 1]
    ] as const) {
      await page.keyboard.press(key)
      await eventually(path, hrefs[place])
    }
    await page.keyboard.press("/")
    await page.keyboard.type("bikash")
    await eventually(() => rows.count(), 1)
    await page.keyboard.press("Escape")
    await eventually(() => rows.count(), 5)
    await page.keyboard.press("Escape")
    expect(await page.locator("input:focus").count()).toBe(0)
    await page.keyboard.press("Escape")
    await eventually(path, "/desk")
  })

  it("LD-04: after 10 s without a network in traffic, list, counts and thread equal the database", async () => {
    const { page } = await visit("/desk")
    await page.getByRole("list", { name: "Conversations" }).getByText("rahim_smm").click()
    await page.getByRole("log").waitFor()
    const conversation = new URL(page.url()).pathname.split("/")[2] ?? ""
    const traffic = talk(14_000)
    await pause(1500)
    stage.wire.cut()
    await page.context().setOffline(true)
    await page.getByText("Offline").first().waitFor()
    await pause(10_000)
    stage.wire.mend()
    await page.context().setOffline(false)
    const back = Date.now()
    await live(page)
    console.log(`LD-04: live again ${Date.now() - back} ms after the network came back`)
    // Once more in the middle of the traffic, without the browser knowing why.
    stage.wire.cut()
    await page.getByText("Reconnecting").first().waitFor()
    stage.wire.mend()
    const said = await traffic
    await live(page)
    await settled(said)
    await page.getByRole("log").evaluate((box) => box.scrollTo(0, box.scrollHeight))
    await eventually(async () => {
      const rows = await stage.query<{ unread: number }>(
        "select unread from conversation where id = $1::uuid",
        [conversation]
      )
      return rows[0]?.unread
    }, 0)
    const list = await storedList(stage)
    await eventually(() => shownList(page), list)
    const thread = await storedThread(stage, conversation)
    expect(thread.length).toBeGreaterThan(20)
    await eventually(() => shownThread(page), thread)
    console.log(
      `LD-04: ${said} messages written, ${list.rows.length} chats, ${thread.length} lines in the thread`
    )
  }, 180_000)
})

/** Everybody writes, five messages a second in all; resolves to how many there were. */
const talk = async (milliseconds: number): Promise<number> => {
  const { customers, groups, aarav, bot, rahim } = stage
  const voices = [
    ...customers.map(({ person, username }) => ({
      username,
      say: (text: string) => person.send(gatewayNumber, text)
    })),
    { username: "sita.media", say: (text: string) => stage.sita.sendToGroup(groups.support.jid, text) },
    { username: "aarav_tg", say: async (text: string) => aarav.write(bot, text) },
    { username: "rahim_smm", say: (text: string) => rahim.send(gatewayNumber, text) }
  ]
  const count = Math.floor(milliseconds / 200)
  for (let n = 0; n < count; n++) {
    const voice = voices[n % voices.length]!
    const order = 500_000_000 + n
    if (n % 3 === 0) addOrder(order, voice.username, providers[n % 2]!.name)
    await voice.say(n % 3 === 0 ? `${order} ${n % 2 === 0 ? "status" : "cancel"}` : `note ${n}`)
    await pause(200)
  }
  return count
}

/** Waits until the gateway has finished with everything and every receipt has come. */
const settled = async (said: number) => {
  const before = 3
  await eventually(
    () =>
      stage.query(
        `select count(*) filter (where direction = 'in')::int as "in",
           count(*) filter (where stage in ('received', 'queued', 'sending'))::int as "underWay",
           (select count(*)::int from dispatch where state in ('queued', 'running', 'retrying')) as acts
         from message`
      ),
    [{ in: before + said, underWay: 0, acts: 0 }],
    25_000
  )
}

describe("what the owner's browser was told", () => {
  it("PR-03, SE-02: names no provider's domain and no key, in any answer, frame or page", async () => {
    const { page } = await visit("/requests")
    await page.getByRole("button", { name: "492007588" }).click()
    await page.getByRole("dialog").getByText("Why?").click()
    const texts = [await page.innerText("body")]
    await page.goto(`${stage.address}/log`)
    await page.getByRole("list", { name: "Log" }).getByRole("listitem").first().waitFor()
    texts.push(await page.innerText("body"))
    await page.goto(`${stage.address}/channels/${stage.whatsappChannel}/chats`)
    await page.getByText("FastLikes / Main Support").waitFor()
    texts.push(await page.innerText("body"))
    const received = (await Promise.all(visits.map((one) => one.received()))).flat()
    const everything = [
      ...received,
      ...(await Promise.all(
        visits.map(async (one) => ({ from: one.page.url(), text: await one.page.innerText("body") }))
      )),
      ...texts.map((text) => ({ from: "page", text }))
    ]
    const secrets = [...providers.map(({ name }) => name), stage.panel.adminKey, stage.bot.token]
    const found = everything.flatMap(({ from, text }) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${from}: ${secret}`)
    )
    expect(found).toEqual([])
    // What was looked at is what tells of providers.
    for (const place of ["/api/requests", "/api/logs", "/live", "page"]) {
      const text = everything.filter(({ from }) => from.includes(place)).map(({ text }) => text)
      expect(`${place}: ${/FollowHub|Sent to the provider/.test(text.join(""))}`).toBe(`${place}: true`)
    }
    console.log(`PR-03: ${received.length} answers and frames looked through`)
  })
})
