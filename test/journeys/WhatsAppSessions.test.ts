import { Effect, Option, Result } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Fault } from "../../simulators/whatsapp/Faults.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { ChannelActor, channelActorId } from "../../src/actors/channels/ChannelProtocol.ts"
import type { ChannelId } from "../../src/domain/Ids.ts"
import { ChannelControl } from "../../src/ports/ChannelControl.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { WhatsAppVersions } from "../../src/ports/WhatsAppVersions.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("a WhatsApp number's session", () => {
  let stage: Stage
  let lastNumber = 9779800000100
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  const control = <A, E>(use: (service: ChannelControl["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.flatMap(ChannelControl, use))
  const added = async (name: string) =>
    (await control((channels) => Effect.orDie(channels.create(stage.tenantId, { kind: "whatsapp", name }))))
      .id
  const reconnect = (id: ChannelId) =>
    control((channels) => Effect.orDie(channels.reconnect(stage.tenantId, id)))

  /** A number that is linked and open. */
  const linked = async (name: string) => {
    const number = String((lastNumber += 1))
    const id = await added(name)
    const { qr } = await stage.channelState(id, "WaitingForScan")
    await stage.whatsapp.phone(number).scan(qr)
    await stage.channelState(id, "Open")
    return { id, number }
  }
  const keysOf = async (id: ChannelId) => {
    const [row] = await stage.query<{ creds: number; keys: number }>(
      `select (select count(*)::int from whatsapp_creds where channel_id = $1) as creds,
        (select count(*)::int from whatsapp_key where channel_id = $1) as keys`,
      [id]
    )
    return { creds: row!.creds, hasKeys: row!.keys > 0 }
  }
  /** The owner's alert that names this channel. */
  const alert = (name: string, words: string) =>
    stage.until(
      `an alert of ${name}`,
      Effect.promise(() =>
        stage.query<{ text: string }>("select text from log_line where level = 'error' and text like $1", [
          `${name}: %${words}%`
        ])
      ),
      (rows) => rows.length > 0
    )
  const logins = (number: string) =>
    stage.whatsapp.stats().numbers.find((one) => one.number === number)?.logins ?? 0
  /** The next login of the number is refused like this. */
  const refuseNext = (number: string, fault: Omit<Extract<Fault, { kind: "loginFailure" }>, "kind">) => {
    stage.whatsapp.faults.add({ kind: "loginFailure", ...fault, number, times: 1 })
    stage.whatsapp.faults.add({ kind: "end", number, how: "reset" })
  }
  /** What a start of the process does: the run ends, the next one takes hold of the channel. */
  const startAnew = async (id: ChannelId) => {
    const generation = () =>
      stage.query<{ generation: bigint }>("select generation from channel where id = $1", [id])
    const [before] = await generation()
    await stage.run(
      Effect.gen(function* () {
        const actor = (yield* ChannelActor.client)(channelActorId(stage.tenantId, id))
        yield* actor.Stop()
        yield* actor.Ensure()
      })
    )
    await stage.until(
      "the next run",
      Effect.promise(generation),
      ([row]) => BigInt(row!.generation) > BigInt(before!.generation)
    )
  }

  it("CH-01: begins with a code typed on the phone, which is written down nowhere", async () => {
    const number = String((lastNumber += 1))
    const id = await added("By code")
    const pair = (phone: string) =>
      control((channels) => Effect.result(channels.pair(stage.tenantId, id, phone)))
    expect(await pair("0980 0000 123")).toMatchObject({
      failure: { reason: "Invalid", safeText: expect.stringContaining("country code") }
    })
    const bot = control((channels) => channels.pair(stage.tenantId, stage.telegramChannel, number))
    await expect(bot).rejects.toThrow()
    expect(Result.isSuccess(await pair(`+${number.slice(0, 3)} ${number.slice(3)}`))).toBe(true)
    const { code, phone } = await stage.channelState(id, "WaitingForCode")
    expect(phone).toBe(number)
    await stage.whatsapp.phone(number).enterCode(code)
    await stage.channelState(id, "Open")
    const rows = await stage.query<{ text: string }>(
      `select state::text as text from channel_state_change where channel_id = $1
        union all select text from log_line where text like '%' || $2 || '%'`,
      [id, code]
    )
    expect(rows.some(({ text }) => text.includes("WaitingForCode"))).toBe(true)
    expect(rows.filter(({ text }) => text.includes(code))).toEqual([])
  })

  it("CH-03: that is locked (403) keeps its keys, tells the owner, and waits for him over a restart", async () => {
    const { id, number } = await linked("Locked shop")
    refuseNext(number, { reason: 403 })
    await stage.channelState(id, "Locked")
    expect(await keysOf(id)).toEqual({ creds: 1, hasKeys: true })
    await alert("Locked shop", "main phone is gone")
    const before = logins(number)
    await startAnew(id)
    await reconnect(id)
    await stage.channelState(id, "Open")
    // Only the owner's press has logged in.
    expect(logins(number)).toBe(before + 1)
  })

  it("CH-03: that is locked and given up is unlinked with all its keys", async () => {
    const { id, number } = await linked("Given up")
    refuseNext(number, { reason: 403 })
    await stage.channelState(id, "Locked")
    await control((channels) => Effect.orDie(channels.unlink(stage.tenantId, id)))
    expect(await keysOf(id)).toEqual({ creds: 0, hasKeys: false })
  })

  it("CH-04: that is switched off and then unlinked leaves no keys behind", async () => {
    const { id } = await linked("Switched off")
    await control((channels) => Effect.orDie(channels.disable(stage.tenantId, id)))
    expect(await keysOf(id)).toEqual({ creds: 1, hasKeys: true })
    await control((channels) => Effect.orDie(channels.unlink(stage.tenantId, id)))
    expect(await keysOf(id)).toEqual({ creds: 0, hasKeys: false })
    await stage.channelState(id, "Disabled")
  })

  it("CH-03: that is banned for two hours (402) says until when and sits it out over a restart", async () => {
    const { id, number } = await linked("Banned shop")
    refuseNext(number, { reason: 402, expire: 7_200 })
    const { until } = await stage.channelState(id, "Banned")
    expect(Math.abs((until ?? 0) - Date.now() - 7_200_000)).toBeLessThan(60_000)
    await alert("Banned shop", "for another")
    const before = logins(number)
    await startAnew(id)
    await stage.channelState(id, "Banned")
    await reconnect(id)
    await stage.channelState(id, "Open")
    expect(logins(number)).toBe(before + 1)
  })

  it("CH-03: that another login replaced (440) is tried once more, a minute later at the earliest", async () => {
    const { id, number } = await linked("Contested")
    stage.whatsapp.faults.add({ kind: "streamError", number, code: 440 })
    const { at } = await stage.channelState(id, "Reconnecting")
    const wait = at - Date.now()
    expect(wait).toBeGreaterThan(50_000)
    expect(wait).toBeLessThanOrEqual(90_000)
    expect(await keysOf(id)).toEqual({ creds: 1, hasKeys: true })
  })

  it("CH-03: whose older holder comes back writes no state and is not tried again", async () => {
    const { id, number } = await linked("Held elsewhere")
    const before = logins(number)
    // Another process takes the channel; WhatsApp ends this one's line.
    const other = await stage.run(Effect.flatMap(Channels, (channels) => channels.hold(stage.tenantId, id)))
    expect(Option.isSome(other)).toBe(true)
    stage.whatsapp.faults.add({ kind: "streamError", number, code: 440 })
    await stage.until(
      "the end of the line",
      Effect.sync(() => stage.whatsapp.phone(number).isOnline),
      (isOnline) => !isOnline
    )
    const [row] = await stage.query<{ tag: string }>(
      "select state->>'_tag' as tag from channel where id = $1",
      [id]
    )
    expect(row).toEqual({ tag: "Open" })
    expect(logins(number)).toBe(before)
  })

  it("CH-03: that is unlinked on the phone (401) forgets its keys, tells the owner, and asks for no code by itself", async () => {
    const { id, number } = await linked("Unlinked shop")
    stage.whatsapp.phone(number).unlink()
    await stage.channelState(id, "LoggedOut")
    await alert("Unlinked shop", "Logged out")
    expect(await keysOf(id)).toEqual({ creds: 0, hasKeys: false })
    await startAnew(id)
    await stage.channelState(id, "LoggedOut")
    await reconnect(id)
    await stage.channelState(id, "WaitingForScan")
  })

  it("CH-03: whose version is refused (405) comes back with the newer one, which is then kept for all", async () => {
    const { id, number } = await linked("Old version")
    const revision = 1_099_000_000
    stage.whatsapp.publish(revision)
    stage.whatsapp.faults.add({ kind: "outdated", number, below: revision })
    stage.whatsapp.faults.add({ kind: "end", number, how: "reset" })
    await stage.until(
      "a second login",
      Effect.sync(() => logins(number)),
      (times) => times === 2,
      40
    )
    await stage.channelState(id, "Open")
    await stage.until(
      "the kept version",
      Effect.promise(() =>
        stage.query<{ version: ReadonlyArray<number> }>("select version from whatsapp_version")
      ),
      ([row]) => row?.version[2] === revision
    )
  })

  it("CH-03: whose version is refused (405) while no newer one is known waits, and comes back when another process finds one", async () => {
    const { id, number } = await linked("Waits for a version")
    const [known] = await stage.query<{ version: ReadonlyArray<number> }>(
      "select version from whatsapp_version"
    )
    const next = known!.version[2]! + 1_000
    stage.whatsapp.faults.add({ kind: "outdated", number, below: next })
    stage.whatsapp.faults.add({ kind: "end", number, how: "reset" })
    const { at } = await stage.channelState(id, "Outdated")
    expect(at - Date.now()).toBeGreaterThan(500_000)
    const before = logins(number)
    await stage.run(
      Effect.flatMap(WhatsAppVersions, (versions) => versions.keep([2, 3000, next], Date.now()))
    )
    await stage.until(
      "the next login",
      Effect.sync(() => logins(number)),
      (times) => times > before,
      // A look in 3 s, and up to 15 s so that not all numbers come back at once.
      30
    )
    await stage.channelState(id, "Open")
  })
})
