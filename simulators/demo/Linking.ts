import { Effect, Schedule } from "effect"
import type { ChannelState } from "../../src/domain/Channel.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { gatewayNumber, type Scene } from "../Scene.ts"
import type { SeededTenant } from "../seedTenant.ts"
import { DemoRefused } from "./DataFolder.ts"
import { easyOrdersOf } from "./DemoOrders.ts"
import type { ScanWish } from "./PhoneServer.ts"

/** Links the tenant's WhatsApp number as its owner would, and waits until both channels work. */
export const linkChannels = Effect.fn("Linking.linkChannels")(function* (scene: Scene, tenant: SeededTenant) {
  const { tenantId, whatsappChannel, telegramChannel } = tenant
  const { qr } = yield* stateOf(tenantId, whatsappChannel, "WaitingForScan")
  yield* Effect.promise(() => scene.phone.scan(qr))
  yield* stateOf(tenantId, whatsappChannel, "Open")
  yield* stateOf(tenantId, telegramChannel, "Open")
})

const stateOf = Effect.fnUntraced(function* <Tag extends ChannelState["_tag"]>(
  tenantId: TenantId,
  channelId: string,
  tag: Tag
) {
  const desk = yield* Desk
  return yield* Effect.gen(function* () {
    const state = (yield* desk.channels(tenantId)).find(({ id }) => id === channelId)?.state
    if (state?._tag === tag) return state as Extract<ChannelState, { _tag: Tag }>
    return yield* new DemoRefused({ message: `the demo's channel is ${state?._tag}, not ${tag}` })
  }).pipe(Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "30 seconds" }))))
})

/**
 * Holds a phone before a code of the Channels page: the tenant's own number for its first channel, a new number
 * for each further one.
 */
export const makeScan = Effect.fn("Linking.makeScan")(function* (scene: Scene, tenant: SeededTenant) {
  const desk = yield* Desk
  const context = yield* Effect.context()
  const numbers = new Map([[tenant.whatsappChannel as string, gatewayNumber]])
  const numberFor = (channelId: string) => {
    const number = numbers.get(channelId) ?? String(Number(gatewayNumber) + numbers.size)
    numbers.set(channelId, number)
    return number
  }
  return async ({ channelId, qr }: ScanWish): Promise<void> => {
    const channels = await Effect.runPromiseWith(context)(desk.channels(tenant.tenantId))
    const waiting = channels
      .flatMap(({ id, state }) =>
        state._tag === "WaitingForScan" ? [{ id: id as string, qr: state.qr }] : []
      )
      // Ids count up in time.
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const wanted = waiting.filter((one) =>
      channelId === undefined ? qr === undefined || one.qr === qr : one.id === channelId
    )
    const code = wanted.at(-1)
    if (code === undefined && qr === undefined) {
      throw new Error("No code is waiting. Add a WhatsApp number on the Channels page first.")
    }
    const number = numberFor(code?.id ?? qr ?? "")
    await scene.whatsapp.phone(number).scan(code?.qr ?? qr ?? "")
    if (number !== gatewayNumber) await greet(scene, number)
  }
})

/** A customer writes to a new number, so that it shows in the inbox. */
const greet = async ({ whatsapp, bikash }: Scene, number: string) => {
  await whatsapp.phone(number).waitForOnline()
  await bikash.send(number, `${easyOrdersOf(2)[0]?.id} status`)
}
