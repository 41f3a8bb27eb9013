import { readFileSync } from "node:fs"
import { hash } from "@node-rs/argon2"
import { Effect, Redacted } from "effect"
import type { Page } from "playwright-core"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import type { TenantId } from "../src/domain/Ids.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { openBrowser } from "../test/browser/Browser.ts"
import { type BenchOptions, type Figure, spread } from "./Figure.ts"
import { linkedGateway } from "./linkedGateway.ts"
import { number, openWireScene, type WireScene } from "./WireScene.ts"

const chats = 1_000
const linesPerChat = 60
const messagesPerSecond = 20
const login = { username: "owner", password: "correct horse battery" }

interface Seen {
  readonly list: ReadonlyArray<number>
  readonly thread: ReadonlyArray<number>
}

/** In a real browser: from the click on another chat to its newest message on the screen, and from a customer's phone to the screen. */
export const measureDesk = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const scene = await openWireScene(0)
  const { gateway, database, tenantId } = await linkedGateway(scene)
  const passwordHash = Redacted.make(await hash(login.password))
  await database.runPromise(
    Effect.gen(function* () {
      const setup = yield* TenantSetup
      yield* setup.createLogin({ tenantId, username: login.username, passwordHash, role: "owner" })
      yield* fill(tenantId)
    })
  )
  await database.dispose()
  const browser = await openBrowser(gateway.url)
  try {
    const { page } = await browser.open("/login")
    await page.getByLabel("Username").fill(login.username)
    await page.getByLabel("Password").fill(login.password)
    await page.getByRole("button", { name: "Log in" }).click()
    await page.getByRole("list", { name: "Conversations" }).getByRole("listitem").first().waitFor()
    await page.evaluate(readFileSync(new URL("deskClock.js", import.meta.url), "utf8"))

    const switches = await switchChats(page, isShort ? 12 : 60)
    const seconds = isShort ? 8 : 40
    const screen = await watchPhones(page, scene, seconds)
    return [
      {
        what: `desk: click to another of ${chats.toLocaleString("en")} chats painted, first time, p50 / p95`,
        value: spread(switches.cold),
        aim: "p95 ≤ 200 ms"
      },
      {
        what: "desk: the same for a chat that was open before, p50 / p95",
        value: spread(switches.warm),
        aim: "p95 ≤ 100 ms"
      },
      {
        what: "desk: peer, the bare request for the same page of messages, p50 / p95",
        value: spread(switches.bare)
      },
      {
        what: "desk: peer, an empty click until its frame is painted, p50 / p95",
        value: spread(switches.frame)
      },
      {
        what: `desk: phone to the list on the screen at ${messagesPerSecond} messages/s, p50 / p95`,
        value: spread(screen.list),
        aim: "p95 ≤ 150 ms"
      },
      {
        what: "desk: phone to the open thread on the screen, p50 / p95",
        value: spread(screen.thread),
        aim: "p95 ≤ 150 ms"
      },
      {
        what: "desk: seen in the open thread of what was sent there",
        value: `${screen.thread.length} of ${screen.sentToThread}`
      }
    ]
  } finally {
    await browser.close()
    await gateway.close()
    await scene.stop()
  }
}

/** Chats with a page of messages each, beside the scene's own. */
const fill = Effect.fnUntraced(function* (tenantId: TenantId) {
  const sql = yield* PlatformSql
  const [channel] = yield* sql<{ id: string }>`select id from channel where tenant_id = ${tenantId}`
  const chatId = sql.literal("('01800000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid")
  yield* sql`
    insert into conversation (id, tenant_id, channel_id, chat_id, kind, title, last_text, last_at)
      select ${chatId}, ${tenantId}, ${channel!.id}, 'desk' || n, 'direct', 'Chat ' || n, 'line 59',
        now() - make_interval(mins => n) from generate_series(0, ${chats - 1}::int) n`
  yield* sql`
    insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage)
      -- as ids of version 7 are: in the order of their times
      select ('01900000-0000-7000-8' || lpad(to_hex(line), 3, '0') || '-' || lpad(to_hex(n), 12, '0'))::uuid, ${tenantId},
        ${chatId}, ${channel!.id}, case when line % 2 = 0 then 'in' else 'out' end,
        case when line % 2 = 0 then 'customer' else 'bot' end, 'D' || n || '-' || line,
        case when line % 2 = 0 then (49200000 + n) || ' cancel please, line ' || line
          else 'Cancel request added for order ' || (49200000 + n) || ', line ' || line end,
        now() - make_interval(mins => n, secs => 60 - line), 'done'
      from generate_series(0, ${chats - 1}::int) n, generate_series(0, ${linesPerChat - 1}::int) line`
  yield* sql`vacuum analyze message`
  yield* sql`vacuum analyze conversation`
})

/** Opens `count` chats down the list, then those that are still remembered again, by turns. */
const switchChats = async (page: Page, count: number) => {
  const list = page.getByRole("list", { name: "Conversations" })
  const cold: Array<number> = []
  const opened: Array<string> = []
  for (let n = 0; n < count; n += 1) {
    await list.evaluate((box, top) => box.scrollTo(0, top), n * 64 * 5)
    await page.waitForTimeout(150)
    const href = await list
      .getByRole("link")
      .nth(Math.min(12, 6 + (n % 6)))
      .getAttribute("href")
    if (href === null || opened.includes(href)) continue
    cold.push(await page.evaluate<number>(`deskClock.open("${href}")`))
    opened.push(href)
  }
  const warm: Array<number> = []
  const near = await list
    .getByRole("link")
    .evaluateAll((links) => links.slice(8, 12).map((link) => link.getAttribute("href") ?? ""))
  for (const href of near) {
    const took = await page.evaluate<number>(`deskClock.open("${href}")`)
    if (!opened.includes(href)) cold.push(took)
  }
  for (let turn = 0; turn < 6; turn += 1) {
    for (const href of near) warm.push(await page.evaluate<number>(`deskClock.open("${href}")`))
  }
  const bare: Array<number> = []
  for (const href of opened) {
    const path = `/api/conversations/${href.split("/")[2]}/messages?limit=50`
    bare.push(await page.evaluate<number>(`deskClock.fetch("${path}")`))
  }
  const frame: Array<number> = []
  for (let n = 0; n < count; n += 1) frame.push(await page.evaluate<number>("deskClock.frame()"))
  // The very first also fetches code.
  return { cold: cold.slice(1), warm, bare, frame }
}

/** Customers write in turn; one of their chats is open. */
const watchPhones = async (page: Page, { people }: WireScene, seconds: number) => {
  const list = page.getByRole("list", { name: "Conversations" })
  for (const person of people) await person.send(number, "hello")
  await list.evaluate((box) => box.scrollTo(0, 0))
  // By its address and in one turn of the page: the list moves as people write.
  const row = list.getByRole("link").filter({ hasText: "customer0" })
  await row.waitFor({ timeout: 60_000 })
  await page.evaluate(`deskClock.open("${await row.getAttribute("href")}")`)
  await page.evaluate("deskClock.watch()")
  const sent = seconds * messagesPerSecond
  const begun = performance.now()
  for (let n = 0; n < sent; n += 1) {
    // Every second message is in the open chat.
    const person = n % 2 === 0 ? people[0]! : people[1 + ((n >> 1) % 9)]!
    await person.send(number, `when is it done? at ${Date.now()}`)
    const ahead = (1_000 * (n + 1)) / messagesPerSecond - (performance.now() - begun)
    if (ahead > 0) await page.waitForTimeout(ahead)
  }
  const sentToThread = Math.ceil(sent / 2)
  const until = performance.now() + 30_000
  for (;;) {
    const seen = await page.evaluate<Seen>("deskClock.seen()")
    if (seen.thread.length >= sentToThread || performance.now() > until) return { ...seen, sentToThread }
    await page.waitForTimeout(200)
  }
}
