import { Effect, Redacted } from "effect"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { ProviderSecrets } from "../../src/ports/ProviderSecrets.ts"
import { askOnWhatsApp } from "./Chats.ts"
import { openStage, type Stage } from "./Stage.ts"
import { waitFor } from "./WholeStage.ts"

quietLibsignal()

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: ReadonlyArray<{
    readonly key: string
    readonly value: Readonly<Record<string, unknown>>
  }>
}

interface Export {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<Span> }>
  }>
}

describe("RT-06: traces", () => {
  let stage: Stage
  let collector: Server
  const exports: Array<string> = []
  const tokens = new Set<string | undefined>()
  let provider: PanelSimulator
  beforeAll(async () => {
    provider = await startPanelSimulator({ settings: { ratePerSecond: 0, userRatePerSecond: 0 } })
    collector = createServer((request, response) => {
      let text = ""
      request.on("data", (chunk: Buffer) => (text += chunk.toString()))
      request.on("end", () => {
        if (request.url === "/v1/traces") exports.push(text)
        tokens.add(request.headers.authorization)
        response.setHeader("content-type", "application/json").end("{}")
      })
    }).listen(0, "127.0.0.1")
    await once(collector, "listening")
    const { port } = collector.address() as AddressInfo
    stage = await openStage({
      allow: [new URL(provider.url).host],
      rules: { confirmationWaitMillis: 300, providerWindowMillis: 0 },
      settings: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20collector-token"
      }
    })
  })
  afterAll(async () => {
    await stage?.close()
    await provider?.stop()
    await new Promise<void>((done) => void collector.close(() => done()))
  })

  const spans = () =>
    exports.flatMap((text) =>
      (JSON.parse(text) as Export).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans)
      )
    )
  const attribute = ({ attributes }: Span, name: string) =>
    attributes.find(({ key }) => key === name)?.value["stringValue"]

  it("one trace goes along one message, across the outbox, and is found by the message's id", async () => {
    const id = 570_000_001
    stage.panel.addOrder({ id, user: "rahim_smm", provider: "fastlikes.example", externalId: `8${id}` })
    await askOnWhatsApp(stage.rahim, `${id} cancel`)
    await stage.settled(id)
    const [message] = await stage.query<{ id: string; request: string }>(
      "select r.message_id::text as id, r.id::text as request from request r where order_id = $1",
      [String(id)]
    )
    const traceId = message!.id.replaceAll("-", "")
    const wanted = [
      "inbox.accept",
      "conversation.handle",
      "panel.lookup",
      "Order.Request",
      "request.accept",
      "dispatch.panel",
      "send.dispatch",
      "outbox.reply",
      "send.reply"
    ]
    const own = await waitFor(async () => {
      const own = spans().filter((span) => span.traceId === traceId)
      return wanted.every((name) => own.some((span) => span.name === name)) ? own : undefined
    })
    for (const name of [
      "inbox.accept",
      "conversation.handle",
      "request.accept",
      "dispatch.panel",
      "send.reply"
    ]) {
      expect(
        attribute(
          own.find((span) => span.name === name)!,
          "message.id"
        ),
        name
      ).toBe(message!.id)
    }
    for (const name of ["request.accept", "dispatch.panel", "send.dispatch"]) {
      expect(
        attribute(
          own.find((span) => span.name === name)!,
          "request.id"
        ),
        name
      ).toBe(message!.request)
    }
    const ids = new Set(own.map(({ spanId }) => spanId))
    const lost = own.filter(({ parentSpanId = "" }) => parentSpanId !== "" && !ids.has(parentSpanId))
    expect(lost.map(({ name }) => name)).toEqual([])
    expect([...tokens]).toEqual(["Bearer collector-token"])
  })

  it("PR-03, OR-11: what a provider's own API was asked for is in the message's trace, and who the provider is not", async () => {
    const id = 570_000_003
    const externalId = id + 100_000_000
    stage.panel.addOrder({
      id,
      user: "rahim_smm",
      provider: "fastlikes.example",
      externalId: String(externalId),
      status: "completed"
    })
    provider.setUser("our_shop", {})
    provider.addOrder({ id: externalId, user: "our_shop", status: "completed" })
    await stage.run(
      Effect.flatMap(ProviderSecrets, (secrets) =>
        secrets.save(
          stage.tenantId,
          stage.providers[0]!,
          {
            baseUrl: Redacted.make(provider.url),
            key: Redacted.make(provider.userKey("our_shop")),
            ticket: null,
            isUsed: true,
            isTicketUsed: false
          },
          "sita"
        )
      )
    )
    await stage.inForce(({ providers }) => providers.some(({ isApiUsed }) => isApiUsed === true), "the API")
    await askOnWhatsApp(stage.rahim, `${id} refill`)
    const [request] = await stage.query<{ id: string; message: string }>(
      "select id::text as id, message_id::text as message from request where order_id = $1",
      [String(id)]
    )
    const span = await waitFor(async () =>
      spans().find(
        ({ name, traceId }) =>
          name === "dispatch.provider.api" && traceId === request!.message.replaceAll("-", "")
      )
    )
    expect(attribute(span, "request.id")).toBe(request!.id)
    expect(attribute(span, "command")).toBe("refill")
    expect(attribute(span, "outcome")).toBe("Done")
    const all = exports.join("\n")
    for (const secret of [new URL(provider.url).host, provider.userKey("our_shop"), String(externalId)]) {
      expect(all.includes(secret), secret).toBe(false)
    }
  })

  it("nothing that a customer wrote, no number, no key and no domain is in what leaves; failures neither", async () => {
    const id = 570_000_002
    stage.panel.addOrder({ id, user: "rahim_smm", provider: "fastlikes.example", externalId: `8${id}` })
    await stage.query("alter table order_slot rename to order_slot_away")
    await stage.rahim.send(gatewayNumber, `${id} cancel a-very-private-word`)
    await waitFor(async () =>
      spans().some((span) => span.name.length > 0 && exports.join("").includes("SqlError")) ? true : undefined
    )
    await stage.query("alter table order_slot_away rename to order_slot")
    const all = exports.join("\n")
    for (const secret of [
      "a-very-private-word",
      "rahim",
      gatewayNumber,
      stage.rahim.number,
      "fastlikes.example",
      "order_slot",
      new URL(stage.panel.url).host,
      "select ",
      "insert into"
    ]) {
      expect(all.toLowerCase().includes(secret.toLowerCase()), secret).toBe(false)
    }
    const loose = spans().filter(({ parentSpanId }) => parentSpanId === undefined)
    expect(loose.map(({ name }) => name)).toEqual([])
  })
})
