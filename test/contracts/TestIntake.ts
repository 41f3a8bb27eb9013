import { Effect, Option, Redacted } from "effect"
import { createHmac } from "node:crypto"
import * as Intake from "../../src/adapters/webhooks/Intake.ts"
import type { ChannelId, TenantId } from "../../src/domain/Ids.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { WebhookDeliveries } from "../../src/ports/WebhookDeliveries.ts"
import { WebhookIntake } from "../../src/ports/WebhookIntake.ts"
import { openStorage, smallTenant } from "./TestStorage.ts"

/** What the channels of `openIntake` are made of. */
export const secrets = {
  phoneNumberId: "106540352242922",
  accessToken: "EAAtheAccessToken",
  appSecret: "0123456789abcdef0123456789abcdef",
  verifyToken: "a-word-of-mine",
  webhookToken: "green-webhook-token"
} as const

/** A webhook of Meta's with these messages in it. */
export const metaBody = (...ids: ReadonlyArray<string>) =>
  JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        changes: [
          {
            field: "messages",
            value: {
              metadata: { phone_number_id: secrets.phoneNumberId },
              messages: ids.map((id) => ({ id }))
            }
          }
        ]
      }
    ]
  })

/** The headers with which Meta sends it. */
export const signed = (body: string, secret: string = secrets.appSecret) => ({
  "content-type": "application/json",
  "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`
})

/** A channel's address. */
export interface Place {
  readonly channelId: ChannelId
  readonly kind: string
  readonly token: string
}

const placeOf = Effect.fnUntraced(function* (tenantId: TenantId, channelId: ChannelId) {
  const found = yield* (yield* WebhookDeliveries).address(tenantId, channelId)
  const { kind, hookToken } = Option.getOrThrow(found)
  return { channelId, kind, token: hookToken } satisfies Place
})

const makePlaces = Effect.fnUntraced(function* (tenantId: TenantId, telegram: ChannelId) {
  const channels = yield* Channels
  const cloud = yield* channels.create(tenantId, {
    kind: "whatsapp_cloud",
    name: "Cloud",
    phoneNumberId: secrets.phoneNumberId,
    accessToken: Redacted.make(secrets.accessToken),
    appSecret: Redacted.make(secrets.appSecret),
    verifyToken: Redacted.make(secrets.verifyToken)
  })
  const green = yield* channels.create(tenantId, {
    kind: "green_api",
    name: "Green",
    idInstance: "7103166851",
    apiTokenInstance: Redacted.make("theInstanceToken"),
    webhookToken: Redacted.make(secrets.webhookToken)
  })
  return {
    cloud: yield* placeOf(tenantId, cloud.id),
    green: yield* placeOf(tenantId, green.id),
    telegram: yield* placeOf(tenantId, telegram)
  }
})

/** A stored webhook, as the database has it. */
interface Row {
  readonly key: string
  readonly headers: object
  readonly body: Uint8Array
  readonly state: string
  readonly repeats: number
}

/** Storage with the intake, for two tenants, of which the first has a channel of each kind. */
export const openIntake = async () => {
  const storage = await openStorage(2)
  const tenant = await storage.run(smallTenant())
  const other = await storage.run(smallTenant())
  const places = await storage.run(makePlaces(tenant.tenantId, tenant.telegram))
  const taking = (
    { kind, token }: Pick<Place, "kind" | "token">,
    headers: Readonly<Record<string, string>>,
    body: string
  ) =>
    Effect.flatMap(WebhookIntake, (intake) =>
      intake.take({ kind, token }, { headers, body: Buffer.from(body) })
    ).pipe(Effect.provide(Intake.layer))
  return {
    ...places,
    storage,
    tenant,
    other,
    taking,
    take: (...args: Parameters<typeof taking>) => storage.run(taking(...args)),
    rowsOf: (channelId: ChannelId) =>
      storage.query<Row>(
        `select dedupe_key as key, headers, body, state, repeats from webhook_delivery
         where channel_id = $1 order by id`,
        [channelId]
      ),
    clear: () => storage.query("delete from webhook_delivery"),
    close: () => storage.close()
  }
}

export type TestIntake = Awaited<ReturnType<typeof openIntake>>
