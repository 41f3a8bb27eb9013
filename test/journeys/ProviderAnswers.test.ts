import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { lookOnce } from "../../src/actors/orders/FollowUp.ts"
import { askOnWhatsApp, onTelegram, onWhatsApp, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { rahimsOrders } from "./Orders.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("PR-10 what providers answer in their chats", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = rahimsOrders(() => stage, 610_000_000)
  const ask = (text: string) => askOnWhatsApp(stage.rahim, text)
  /** Asks for a cancel of orders in progress and gives the provider's message. */
  const cancel = async (...ids: ReadonlyArray<string>) => {
    await ask(`${ids.join(", ")} cancel`)
    for (const id of ids) await stage.settled(id)
    return onWhatsApp(stage.groups.fastLikes, `${ids.map((id) => `8${id}`).join(", ")} cancel`)
  }
  /** What the provider's staff write into their group, once the gateway has finished with it. */
  const staffSay = async (text: string, quote?: string) => {
    const { id } = await stage.providerStaff.sendToGroup(
      stage.groups.fastLikes.jid,
      text,
      quote === undefined ? {} : { quote }
    )
    return stage.handled(id)
  }
  const verdictsOf = async (id: string) =>
    (await stage.requestsOf(id))[0]!.answers?.map(({ link, verdict }) => `${verdict} by ${link}`)
  const toldRahim = (id: string) =>
    stage.rahim.inbox.entries
      .filter(({ isFromGateway, text }) => isFromGateway && text.includes(id))
      .map(({ text }) => text)
  /** Whatever was to be said before is said when the answer to this has come. */
  const allSaid = () => ask("492007588 status")

  it("a quote of our message on WhatsApp is the answer to its orders, shown and nothing else", async () => {
    const [first, second] = [addOrder(), addOrder()]
    const sent = await cancel(first, second)
    expect(await staffSay("All done ✅", sent.id)).toMatchObject({
      stage: "done",
      note: "The provider's answer to 2 requests"
    })
    for (const id of [first, second]) {
      expect(await verdictsOf(id)).toEqual(["done by quote"])
      expect((await stage.requestsOf(id))[0]).toMatchObject({
        result: null,
        answers: [{ text: "All done ✅" }]
      })
    }
    await allSaid()
    expect(toldRahim(first)).toHaveLength(1)
  })

  it("a quote of our message on Telegram is, too", async () => {
    const id = addOrder({ provider: "boostmint.example" })
    await ask(`${id} speed up`)
    await stage.settled(id)
    const sent = await onTelegram(stage, stage.groups.boostMint, `8${id} speed`)
    stage.boostMintStaff.write(stage.groups.boostMint, "wait, processing", { replyTo: sent })
    await stage.until(
      "the answer",
      Effect.promise(() => verdictsOf(id)),
      (verdicts) => verdicts?.[0] === "in_progress by quote"
    )
  })

  it("numbers in the text are linked each with its own words, and only if they were sent to this very chat", async () => {
    const [first, second, third] = [addOrder(), addOrder(), addOrder()]
    await cancel(first, second, third)
    const elsewhere = addOrder({ provider: "N/A" })
    await ask(`${elsewhere} speed up`)
    await onWhatsApp(stage.groups.fallback, `8${elsewhere} speed`)
    await staffSay(`8${first} done, 8${second} rejected, 8${third} not done yet, 8${elsewhere} done`)
    expect(await verdictsOf(first)).toEqual(["done by id"])
    expect(await verdictsOf(second)).toEqual(["rejected by id"])
    expect(await verdictsOf(third)).toEqual(["in_progress by id"])
    expect(await verdictsOf(elsewhere)).toBeUndefined()
    expect(await staffSay(`8${elsewhere} done`)).toMatchObject({ stage: "ignored" })
  })

  it("our own words in the group, and those of the owner's people, never count", async () => {
    const id = addOrder()
    const sent = await cancel(id)
    const owner = await stage.phone.type(stage.groups.fastLikes.jid, `8${id} done`)
    expect(owner.id).not.toBe("")
    await stage.query(
      "insert into contact (id, tenant_id, lid, pn, trusted_as) values ($1, $2, $3, $4, 'Our boss')",
      [crypto.randomUUID(), stage.tenantId, stage.providerStaff.lidJid, stage.providerStaff.pnJid]
    )
    expect(await staffSay(`8${id} done`)).toMatchObject({ stage: "ignored" })
    expect(await staffSay("done", sent.id)).toMatchObject({ stage: "ignored" })
    await stage.query("delete from contact where trusted_as = 'Our boss'")
    expect(await verdictsOf(id)).toBeUndefined()
  })

  it("a plain word alone is linked when one young request is open in the chat, and to none when there are two", async () => {
    await stage.query("update request set result = 'closed', status = 'closed' where result is null")
    const first = addOrder()
    await cancel(first)
    await staffSay("ok")
    expect(await verdictsOf(first)).toBeUndefined()
    await staffSay("done")
    expect(await verdictsOf(first)).toEqual(["done by only"])
    const [second, third] = [addOrder(), addOrder()]
    await cancel(second)
    await cancel(third)
    expect(await staffSay("done")).toMatchObject({ stage: "ignored" })
    expect(await verdictsOf(second)).toBeUndefined()
    expect(await verdictsOf(third)).toBeUndefined()
  })

  it("a provider's own words are understood", async () => {
    await stage.query(`update provider set words = '{"answer.done": "kamyab"}' where id = $1`, [
      stage.providers[0]
    ])
    const id = addOrder()
    const sent = await cancel(id)
    await staffSay("Kamyab!", sent.id)
    expect(await verdictsOf(id)).toEqual(["done by quote"])
    await stage.query("update provider set words = '{}' where id = $1", [stage.providers[0]])
  })

  it("OR-11: where answers end requests, each customer reads the result once, whoever else sees it too", async () => {
    await stage.setRules({ isProviderAnswerClosing: true })
    const [done, refused, refill] = [addOrder(), addOrder(), addOrder({ status: "completed" })]
    const sent = await cancel(done, refused)
    await ask(`${refill} refill`)
    const refillSent = await onWhatsApp(stage.groups.fastLikes, `8${refill} refill`)
    await staffSay(`8${done} cancelled\n8${refused} not possible`, sent.id)
    await staffSay("refilled", refillSent.id)
    await staffSay(`8${done} done`)
    stage.panel.store.setStatus(stage.panel.store.orders.get(Number(done))!, "canceled")
    await stage.query("update request set watch_at = now() where order_id = any($1) and result is null", [
      [done, refused, refill]
    ])
    await stage.run(lookOnce())
    expect((await stage.requestsOf(done))[0]).toMatchObject({ result: "done" })
    expect((await stage.requestsOf(refused))[0]).toMatchObject({ result: "rejected" })
    expect((await stage.requestsOf(refill))[0]).toMatchObject({ result: "done" })
    expect(await verdictsOf(done)).toEqual(["done by quote", "done by id"])
    await allSaid()
    expect(toldRahim(done).filter((text) => text.includes("has been cancelled"))).toHaveLength(1)
    expect(toldRahim(refused).filter((text) => text.includes("cannot be cancelled"))).toHaveLength(1)
    expect(toldRahim(refill).filter((text) => text.includes("is done"))).toHaveLength(1)
    await stage.setRules({})
  })

  it("OR-11: a provider who does not answer is reminded once, and one who did is not", async () => {
    await stage.setRules({ isProviderReminded: true, providerReminderHours: 1 })
    const [silent, answered] = [addOrder(), addOrder()]
    await cancel(silent)
    const sent = await cancel(answered)
    await staffSay("ok, processing", sent.id)
    const ids = [silent, answered]
    await stage.query(
      "update request set accepted_at = now() - interval '2 hours' where order_id = any($1)",
      [ids]
    )
    for (let round = 0; round < 3; round += 1) {
      await stage.query(
        "update request set watch_at = now() - interval '1 second' where order_id = any($1)",
        [ids]
      )
      await stage.run(lookOnce())
    }
    const reminder = await onWhatsApp(stage.groups.fastLikes, `Reminder: 8${silent} cancel`)
    await staffSay("done", reminder.id)
    expect(await verdictsOf(silent)).toEqual(["done by quote"])
    const reminders = writtenTo(stage.groups.fastLikes).filter((text) => text.startsWith("Reminder"))
    expect(reminders).toEqual([`Reminder: 8${silent} cancel`])
    await stage.setRules({})
  })

  it("PR-03, SE-07: nobody has seen a secret or an inner error", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
