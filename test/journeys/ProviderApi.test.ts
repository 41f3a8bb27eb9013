import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { lookOnce } from "../../src/actors/orders/FollowUp.ts"
import type { CustomerId } from "../../src/domain/Ids.ts"
import type { TicketDescription } from "../../src/domain/ProviderTicket.ts"
import { DryRun } from "../../src/actors/dryrun/DryRun.ts"
import { ProviderCalls } from "../../src/ports/ProviderCalls.ts"
import { ProviderSecrets } from "../../src/ports/ProviderSecrets.ts"
import { askOnWhatsApp } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

/** What the owner wrote down of his provider's own ticket call. */
const ticket: TicketDescription = {
  auth: { place: "body", name: "key" },
  error: "$.error",
  action: {
    method: "POST",
    path: "/api/v2",
    bodyFormat: "form",
    body: { action: "add_ticket", subject: "{subject}", message: "{message} ({external_id})" }
  }
}

describe("OR-11 the provider's own API", () => {
  let stage: Stage
  let provider: PanelSimulator
  let nextOrder = 620_000_000
  beforeAll(async () => {
    provider = await startPanelSimulator({ settings: { ratePerSecond: 0, userRatePerSecond: 0 } })
    provider.setUser("our_shop", {})
    stage = await openStage({ requestsPerSecond: 500, allow: [new URL(provider.url).host] })
    await save({ isTicketUsed: false })
  })
  afterAll(async () => {
    await stage.close()
    await provider.stop()
  })

  const save = async (fields: { readonly key?: string; readonly isTicketUsed: boolean }) => {
    const [fastLikes] = stage.providers
    const secret = {
      baseUrl: Redacted.make(provider.url),
      key: Redacted.make(fields.key ?? provider.userKey("our_shop")),
      ticket,
      isUsed: true,
      isTicketUsed: fields.isTicketUsed
    }
    await stage.run(
      Effect.flatMap(ProviderSecrets, (secrets) => secrets.save(stage.tenantId, fastLikes!, secret, "sita"))
    )
    await stage.inForce(
      ({ providers }) =>
        providers.some(
          ({ id, isApiUsed, isTicketUsed }) =>
            id === fastLikes && isApiUsed === true && isTicketUsed === fields.isTicketUsed
        ),
      "the provider's API"
    )
  }
  /** The same order on our panel and, by its external id, on the provider's. */
  const addOrder = (status: "completed" | "in_progress" = "in_progress") => {
    const id = ++nextOrder
    const externalId = id + 100_000_000
    stage.panel.addOrder({
      id,
      user: "rahim_smm",
      provider: "fastlikes.example",
      externalId: String(externalId),
      status
    })
    provider.addOrder({ id: externalId, user: "our_shop", status })
    return { id: String(id), externalId }
  }
  const ask = (text: string) => askOnWhatsApp(stage.rahim, text)
  const dispatchOf = async (id: string, kind = "provider_api") =>
    (await stage.requestsOf(id))[0]?.dispatches.find((dispatch) => dispatch.kind === kind)
  const dispatched = (id: string, state: string, kind?: string) =>
    stage.until(
      `the ${kind ?? "call"} of ${id} being ${state}`,
      Effect.promise(() => dispatchOf(id, kind)),
      (dispatch) => dispatch?.state === state
    )
  const callsOf = (action: string, externalId: number) =>
    provider.writes.filter(
      (write) =>
        write.action === action &&
        String(write.body["orders"] ?? write.body["order"]).includes(String(externalId))
    )
  const toldRahim = (id: string) =>
    stage.rahim.inbox.entries
      .filter(({ isFromGateway, text }) => isFromGateway && text.includes(id))
      .map(({ text }) => text)
  const look = async (id: string) => {
    await stage.query(
      "update request set watch_at = now() - interval '1 second' where order_id = $1 and result is null",
      [id]
    )
    await stage.run(lookOnce())
    return (await stage.requestsOf(id))[0]
  }

  it("a refill is made there, followed to its end, and the customer is told once", async () => {
    const { externalId, id } = addOrder("completed")
    expect(await ask(`${id} refill`)).toBe(`Refill request added for order ${id}`)
    await dispatched(id, "done")
    expect(await dispatchOf(id)).toMatchObject({ label: "FastLikes · API", attempts: 1 })
    expect(callsOf("refill", externalId)).toHaveLength(1)
    expect(await look(id)).toMatchObject({ result: null })
    provider.store.lastRefill(externalId)!.status = "Completed"
    expect(await look(id)).toMatchObject({ result: "done" })
    await look(id)
    await stage.rahim.waitFor(({ text }) => text === `The refill of order ${id} is done.`, 10_000)
    await ask("492007588 status")
    expect(toldRahim(id).filter((text) => text.includes("is done"))).toHaveLength(1)
  })

  it("a refill that the provider turns down ends so", async () => {
    const { externalId, id } = addOrder("completed")
    await ask(`${id} refill`)
    await dispatched(id, "done")
    provider.store.lastRefill(externalId)!.status = "Rejected"
    expect(await look(id)).toMatchObject({ result: "rejected" })
    await stage.rahim.waitFor(({ text }) => text === `Order ${id} cannot be refilled.`, 10_000)
  })

  it("cancels of one message leave in one call, and what the provider refuses is a failure with his words", async () => {
    const [first, second] = [addOrder(), addOrder()]
    provider.store.orders.get(second.externalId)!.status = "completed"
    await ask(`${first.id} ${second.id} cancel`)
    await dispatched(first.id, "done")
    await dispatched(second.id, "dead")
    expect(callsOf("cancel", first.externalId)).toEqual(callsOf("cancel", second.externalId))
    expect((await dispatchOf(second.id))?.safeText).toBe("The provider said: Incorrect order ID")
  })

  it("DI-03: a refill without an answer is not made twice, and a person sees it", async () => {
    const { externalId, id } = addOrder("completed")
    provider.faults.add({ kind: "drop-after", action: "refill" })
    await ask(`${id} refill`)
    await dispatched(id, "uncertain")
    expect(callsOf("refill", externalId)).toHaveLength(1)
    expect((await dispatchOf(id))?.safeText).toMatch(/^It is not known whether the provider got it/)
  })

  it("DI-03: a cancel without an answer is looked up before it is asked for again", async () => {
    const { externalId, id } = addOrder()
    provider.faults.add({ kind: "drop-after", action: "cancel" })
    await ask(`${id} cancel`)
    await dispatched(id, "retrying")
    provider.store.settleCancel(externalId, "canceled")
    await dispatched(id, "done")
    expect(callsOf("cancel", externalId)).toHaveLength(1)
  })

  it("a provider that is away is tried again until he is back", async () => {
    const { externalId, id } = addOrder("completed")
    await provider.down()
    await ask(`${id} refill`)
    await dispatched(id, "retrying")
    await provider.up()
    await dispatched(id, "done")
    expect(callsOf("refill", externalId)).toHaveLength(1)
  })

  it("OR-13: a dry run names the call and makes none", async () => {
    const { externalId, id } = addOrder("completed")
    const before = provider.requests.length
    const [rahim] = await stage.query<{ id: CustomerId }>(
      "select id from customer where username = 'rahim_smm'"
    )
    const message = {
      text: `${id} refill`,
      customerId: rahim!.id,
      channelKind: "whatsapp",
      chatKind: "direct",
      now: Date.now()
    } as const
    const report = await stage.run(Effect.flatMap(DryRun, (dry) => dry.run(stage.tenantId, message)))
    const [order] = Option.getOrThrow(report).orders
    expect(order?.request?.dispatches.map(({ kind }) => kind)).toContain("provider_api")
    expect(provider.requests).toHaveLength(before)
    expect(callsOf("refill", externalId)).toHaveLength(0)
  })

  it("PR-09: a ticket is opened on the provider's panel with the external id, when the owner described how", async () => {
    await save({ isTicketUsed: true })
    const { externalId, id } = addOrder()
    await ask(`${id} speed up`)
    await dispatched(id, "done", "provider_ticket")
    expect(await dispatchOf(id, "provider_ticket")).toMatchObject({ label: "FastLikes · ticket" })
    expect(await dispatchOf(id)).toBeUndefined()
    const opened = [...provider.store.tickets.values()].filter(({ subject }) =>
      subject.includes(String(externalId))
    )
    expect(opened).toMatchObject([{ user: "our_shop", subject: `Speed-up ${externalId}` }])
    provider.faults.add({ kind: "drop-after", action: "add_ticket" })
    const lost = addOrder()
    await ask(`${lost.id} speed up`)
    await dispatched(lost.id, "uncertain", "provider_ticket")
    await save({ isTicketUsed: false })
  })

  it("the owner's test reads the balance, and says in plain words what is wrong", async () => {
    const balance = stage.run(
      Effect.flatMap(ProviderCalls, (calls) => calls.balance(stage.tenantId, stage.providers[0]!))
    )
    expect(await balance).toBe("101 USD")
    await save({ key: "wrong-key", isTicketUsed: false })
    const refused = await stage.run(
      Effect.flatMap(ProviderCalls, (calls) =>
        Effect.flip(calls.balance(stage.tenantId, stage.providers[0]!))
      )
    )
    expect(refused).toMatchObject({
      reason: "Unauthorized",
      safeText: "The provider does not accept the API key, or the key lacks a right."
    })
    const { id } = addOrder("completed")
    await ask(`${id} refill`)
    await dispatched(id, "dead")
  })

  it("PR-03, SE-02, SE-07: the provider's address and our key there are nowhere to be read", async () => {
    const secrets = [provider.userKey("our_shop"), new URL(provider.url).host]
    expect(await findSecrets(stage, undefined, secrets)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
