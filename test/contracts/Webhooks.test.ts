import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { webhookSecret } from "../../src/adapters/telegram/Webhooks.ts"
import * as Intake from "../../src/adapters/webhooks/Intake.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { WebhookDeliveries } from "../../src/ports/WebhookDeliveries.ts"
import { WebhookIntake } from "../../src/ports/WebhookIntake.ts"
import { metaBody, openIntake, secrets, signed, type TestIntake } from "./TestIntake.ts"

describe("CH-09: the intake of webhooks", () => {
  let stage: TestIntake
  beforeAll(async () => {
    stage = await openIntake()
  })
  afterAll(() => stage.close())

  it("stores a signed webhook byte for byte, wakes the channel, and keeps no secret of it", async () => {
    const { storage, cloud, take, rowsOf, clear } = stage
    await clear()
    storage.woken.length = 0
    const body = ` ${metaBody("wamid.A")}\n`
    const headers = { ...signed(body), authorization: "Bearer nobody's", cookie: "relaydesk=1" }
    expect(await take(cloud, headers, body)).toBe("stored")
    const [row] = await rowsOf(cloud.channelId)
    expect(Buffer.from(row!.body).toString()).toBe(body)
    expect(row).toMatchObject({ key: "wamid.A", state: "waiting", repeats: 0 })
    expect(Object.keys(row!.headers).toSorted()).toEqual(["content-type", "x-hub-signature-256"])
    expect(storage.woken).toEqual([cloud.channelId])
    const dump = JSON.stringify(await storage.query("select * from webhook_delivery"))
    for (const secret of [secrets.appSecret, secrets.verifyToken, secrets.accessToken, "nobody's"]) {
      expect(dump).not.toContain(secret)
    }
  })

  it("stores nothing that is not signed with the app's secret over these very bytes", async () => {
    const { cloud, take, rowsOf, clear } = stage
    await clear()
    const body = metaBody("wamid.B")
    const good = signed(body)["x-hub-signature-256"]
    for (const signature of [
      undefined,
      "",
      "sha256=",
      `sha256=${"0".repeat(64)}`,
      good.slice(0, -1),
      `${good}0`,
      good.replace("sha256=", "sha1="),
      signed(body, "another secret")["x-hub-signature-256"],
      signed(metaBody("wamid.C"))["x-hub-signature-256"]
    ]) {
      const headers: Record<string, string> =
        signature === undefined ? {} : { "x-hub-signature-256": signature }
      expect(await take(cloud, headers, body)).toBe("forged")
    }
    expect(await take(cloud, signed(body), `${body} `)).toBe("forged")
    expect(await rowsOf(cloud.channelId)).toEqual([])
  })

  it("knows nobody's address, none of another kind, and none of a linked number", async () => {
    const { storage, tenant, other, cloud, take } = stage
    const body = metaBody("wamid.D")
    const strange = cloud.token.replaceAll(/./g, "A")
    for (const place of [
      { ...cloud, token: strange },
      { ...cloud, token: "" },
      { ...cloud, token: "' or true --" },
      { ...cloud, token: "\0".repeat(32) },
      { ...cloud, kind: "green_api" },
      { ...cloud, kind: "whatsapp" },
      { ...cloud, kind: "__proto__" }
    ]) {
      expect(await take(place, signed(body), body)).toBe("unknown")
    }
    const linked = await storage.run(
      Effect.flatMap(WebhookDeliveries, (one) => one.address(tenant.tenantId, tenant.whatsapp))
    )
    expect(Option.isNone(linked)).toBe(true)
    const foreign = await storage.run(
      Effect.flatMap(WebhookDeliveries, (one) => one.address(other.tenantId, cloud.channelId))
    )
    expect(Option.isNone(foreign)).toBe(true)
  })

  it("takes Green API's by its token and Telegram's by the secret of its webhook, and keeps neither", async () => {
    const { green, telegram, take, rowsOf, clear } = stage
    await clear()
    const notification = JSON.stringify({ typeWebhook: "incomingMessageReceived", idMessage: "3A8F" })
    expect(await take(green, { authorization: `Bearer ${secrets.webhookToken}` }, notification)).toBe(
      "stored"
    )
    expect(await take(green, { authorization: "Bearer wrong" }, notification)).toBe("forged")
    expect(await take(green, {}, notification)).toBe("forged")
    expect((await rowsOf(green.channelId)).map(({ key, headers }) => [key, headers])).toEqual([
      ["incomingMessageReceived:3A8F", {}]
    ])
    const secret = webhookSecret(Redacted.make("42:AAsecret-token"))
    const update = JSON.stringify({ update_id: 7 })
    const header = "x-telegram-bot-api-secret-token"
    expect(await take(telegram, { [header]: secret }, update)).toBe("stored")
    expect(await take(telegram, { [header]: "42:AAsecret-token" }, update)).toBe("forged")
    expect((await rowsOf(telegram.channelId)).map(({ key, headers }) => [key, headers])).toEqual([
      ["update:7", {}]
    ])
  })

  it("answers Meta's challenge to who knows the word, and nothing to anybody else", async () => {
    const { storage, cloud, green } = stage
    const ask = (query: Record<string, string>, place = cloud) =>
      storage.run(
        Effect.flatMap(WebhookIntake, (intake) =>
          intake.challenge({ kind: place.kind, token: place.token }, new URLSearchParams(query))
        ).pipe(Effect.provide(Intake.layer), Effect.map(Option.getOrNull))
      )
    const query = {
      "hub.mode": "subscribe",
      "hub.verify_token": secrets.verifyToken,
      "hub.challenge": "11582"
    }
    expect(await ask(query)).toBe("11582")
    expect(await ask({ ...query, "hub.verify_token": "another" })).toBeNull()
    expect(await ask({ ...query, "hub.mode": "unsubscribe" })).toBeNull()
    expect(await ask({ ...query, "hub.challenge": "<script>" })).toBeNull()
    expect(await ask(query, green)).toBeNull()
    expect(await ask({})).toBeNull()
  })

  it("keeps one of those that come again at the same time, and counts the others", async () => {
    const { storage, cloud, taking, rowsOf, clear } = stage
    await clear()
    const body = metaBody("wamid.E", "wamid.F")
    const outcomes = await storage.race(20, () => taking(cloud, signed(body), body))
    expect(outcomes.filter((outcome) => outcome === "stored").length).toBe(1)
    expect(outcomes.filter((outcome) => outcome === "known").length).toBe(19)
    expect(await rowsOf(cloud.channelId)).toMatchObject([{ key: "wamid.E wamid.F", repeats: 19 }])
  })

  it("knows by its bytes what has no ids, and takes what it cannot read", async () => {
    const { cloud, take, rowsOf, clear } = stage
    await clear()
    for (const body of ["", "{", "[]", "null", `{"object":"whatsapp_business_account"}`, "\u0000"]) {
      expect(await take(cloud, signed(body), body)).toBe("stored")
      expect(await take(cloud, signed(body), body)).toBe("known")
    }
    const long = metaBody(...Array.from({ length: 400 }, (_, n) => `wamid.${n}`))
    expect(await take(cloud, signed(long), long)).toBe("stored")
    const rows = await rowsOf(cloud.channelId)
    expect(rows.map(({ key }) => key.split(":")[0])).toEqual([
      ...Array.from({ length: 6 }, () => "raw"),
      "ids"
    ])
  })

  it("other credentials open the intake at once, and only those of its kind are taken", async () => {
    const { storage, tenant, other, cloud, take, clear } = stage
    await clear()
    const renew = (phoneNumberId: string, secret: string, tenantId = tenant.tenantId) =>
      storage.run(
        Effect.flatMap(Channels, (channels) =>
          channels.renew(tenantId, cloud.channelId, {
            kind: "whatsapp_cloud",
            phoneNumberId,
            accessToken: Redacted.make("EAAanother"),
            appSecret: Redacted.make(secret),
            verifyToken: Redacted.make(secrets.verifyToken)
          })
        )
      )
    expect(await renew(secrets.phoneNumberId, "another-app-secret", other.tenantId)).toBe(false)
    expect(await renew(secrets.phoneNumberId, "another-app-secret")).toBe(true)
    const body = metaBody("wamid.G")
    expect(await take(cloud, signed(body), body)).toBe("forged")
    expect(await take(cloud, signed(body, "another-app-secret"), body)).toBe("stored")
    const asTelegram = storage.run(
      Effect.flatMap(Channels, (channels) =>
        channels.renew(tenant.tenantId, cloud.channelId, { kind: "telegram", token: Redacted.make("1:a") })
      )
    )
    expect(await asTelegram).toBe(false)
    await renew(secrets.phoneNumberId, secrets.appSecret)
  })
})
