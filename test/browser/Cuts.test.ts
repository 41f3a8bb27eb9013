import { setTimeout as pause } from "node:timers/promises"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber, providers } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { shownList, shownThread, storedList, storedThread } from "./Screen.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const perSecond = 20
const seconds = 18

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>
beforeAll(async () => {
  stage = await openStage({ database: testDatabase, panelLatencyMs: 20 })
  storageState = await stage.logIn()
  await stage.link()
}, 720_000)
afterAll(() => stage?.close())

const eventually = (check: () => Promise<unknown> | unknown, expected: unknown, timeout = 90_000) =>
  expect.poll(check, { timeout, interval: 100 }).toEqual(expected)
const live = (page: Page) => page.getByText("Live", { exact: true }).first().waitFor({ timeout: 30_000 })

/** Everybody writes; resolves to how many there were. */
const talk = async (): Promise<number> => {
  const { aarav, bot, customers, groups, rahim, sita } = stage
  const voices = [
    ...customers.map(
      ({ person }) =>
        (text: string) =>
          person.send(gatewayNumber, text)
    ),
    (text: string) => sita.sendToGroup(groups.support.jid, text),
    async (text: string) => aarav.write(bot, text),
    (text: string) => rahim.send(gatewayNumber, text)
  ]
  const count = perSecond * seconds
  const begun = performance.now()
  for (let n = 0; n < count; n++) {
    if (n % 10 === 0) {
      stage.panel.addOrder({
        id: 600_000_000 + n,
        user: "rahim_smm",
        provider: providers[0].name,
        status: "in_progress",
        externalId: `${n}`
      })
    }
    await (n % 10 === 0
      ? rahim.send(gatewayNumber, `${600_000_000 + n} status`)
      : voices[n % voices.length]!(`words ${n}`))
    const ahead = (1_000 * (n + 1)) / perSecond - (performance.now() - begun)
    if (ahead > 0) await pause(ahead)
  }
  return count
}

/** What was said has come in, and every answer has left and been confirmed. */
const settled = (said: number) =>
  eventually(
    () =>
      stage.query(
        `select count(*) filter (where direction = 'in')::int as "in",
           count(*) filter (where stage in ('received', 'queued', 'sending')
             -- a Telegram bot is never told that a message has arrived
             or stage = 'sent' and channel_id in (select id from channel where kind = 'whatsapp'))::int as "underWay"
         from message`
      ),
    [{ in: said + 1, underWay: 0 }],
    60_000
  )

describe("LD-04: a network that breaks in traffic", () => {
  it(
    "after four cuts at 20 messages a second every unread count and the open thread equal the database",
    { timeout: 180_000 },
    async () => {
      await stage.rahim.send(gatewayNumber, "hello")
      const { page } = await stage.open("/desk", { storageState })
      await page.getByRole("list", { name: "Conversations" }).getByText("rahim_smm").click()
      await page.getByRole("log").getByText("hello").waitFor()
      const conversation = new URL(page.url()).pathname.split("/")[2] ?? ""
      const traffic = talk()
      // The browser knows of it; the wire alone breaks, twice, once for longer than a frame; both at the same time.
      await pause(2_000)
      await page.context().setOffline(true)
      await pause(1_500)
      await page.context().setOffline(false)
      await live(page)
      for (const length of [50, 3_000]) {
        await pause(1_000)
        stage.wire.cut()
        await pause(length)
        stage.wire.mend()
        await live(page)
      }
      await pause(500)
      stage.wire.cut()
      await page.context().setOffline(true)
      await pause(2_000)
      stage.wire.mend()
      await page.context().setOffline(false)
      const said = await traffic
      await live(page)
      await settled(said)
      await eventually(
        () => stage.query("select unread from conversation where id = $1::uuid", [conversation]),
        [{ unread: 0 }]
      )
      const list = await storedList(stage)
      expect(list.rows.filter(({ unread }) => unread > 0).length).toBeGreaterThan(4)
      await eventually(() => shownList(page), list)
      const thread = await storedThread(stage, conversation)
      expect(thread.length).toBeGreaterThan(60)
      await eventually(() => shownThread(page), thread)
      console.log(
        `LD-04: ${said} messages, ${list.rows.length} chats, ${thread.length} lines, four cuts: equal`
      )
    }
  )
})
