import {
  addTransactionCapability,
  BufferJSON,
  DEFAULT_CONNECTION_CONFIG,
  initAuthCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore
} from "@whiskeysockets/baileys"
import { Context } from "effect"
import { describe, expect, it } from "vitest"
import { makeBaileysLogger } from "../BaileysLogger.ts"
import { makeSignalRepository } from "./SignalRepository.ts"

const group = "120363000000000000@g.us"
const meId = "100:7@lid"
const data = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([1])])
const logger = makeBaileysLogger(Context.empty(), () => true)
const stock = DEFAULT_CONNECTION_CONFIG.makeSignalRepository
type Make = typeof stock

/** One device in the group: its keys, which both engines can take over from each other. */
const device = () => {
  const stored = new Map<string, unknown>()
  const store: SignalKeyStore = {
    get: async <T extends keyof SignalDataTypeMap>(type: T, ids: Array<string>) => {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = stored.get(`${type}/${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    set: async (changes: SignalDataSet) => {
      for (const [type, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values)) stored.set(`${type}/${id}`, value)
      }
    }
  }
  const keys = addTransactionCapability(store, logger, { maxCommitRetries: 1, delayBetweenTriesMs: 0 })
  const auth = { creds: initAuthCreds(), keys }
  const engine = (make: Make) => make(auth, logger, async () => undefined)
  const record = (sender: string): ReadonlyArray<{ senderMessageKeys: ReadonlyArray<unknown> }> =>
    JSON.parse(String(stored.get(`sender-key/${group}::${sender}`)), BufferJSON.reviver)
  return { engine, record }
}

type Engine = ReturnType<ReturnType<typeof device>["engine"]>

const introduce = async (sender: Engine, receiver: Engine) =>
  receiver.processSenderKeyDistributionMessage({
    authorJid: meId,
    item: {
      groupId: group,
      axolotlSenderKeyDistributionMessage: await sender.getSenderKeyDistributionMessage({ group, meId })
    }
  })

const say = async (sender: Engine, text: string) =>
  (await sender.encryptGroupMessage({ group, meId, data: data(text) })).ciphertext

const hear = async (receiver: Engine, sealed: Uint8Array) => {
  const plain = await receiver.decryptGroupMessage({ group, authorJid: meId, msg: Buffer.from(sealed) })
  return Buffer.from(plain).subarray(0, -1).toString()
}

const makers: ReadonlyArray<readonly [string, Make]> = [
  ["ours", makeSignalRepository],
  ["Baileys'", stock]
]

describe("group messages", () => {
  for (const [from, makeSender] of makers) {
    for (const [to, makeReceiver] of makers) {
      it(`pass from ${from} engine to ${to}`, async () => {
        const sender = device().engine(makeSender)
        const receiver = device().engine(makeReceiver)
        await introduce(sender, receiver)
        for (let n = 0; n < 5; n += 1)
          expect(await hear(receiver, await say(sender, `text ${n}`))).toBe(`text ${n}`)
      })
    }
  }

  it("go on when either engine takes over the other's keys, on both sides", async () => {
    const sender = device()
    const receiver = device()
    await introduce(sender.engine(makeSignalRepository), receiver.engine(stock))
    for (let n = 0; n < 6; n += 1) {
      const [speaks, hears] = n % 2 === 0 ? [stock, makeSignalRepository] : [makeSignalRepository, stock]
      const sealed = await say(sender.engine(speaks), `text ${n}`)
      expect(await hear(receiver.engine(hears), sealed)).toBe(`text ${n}`)
    }
  })

  it("are signed under a key that Baileys has made, too", async () => {
    const sender = device()
    const receiver = device().engine(stock)
    await introduce(sender.engine(stock), receiver)
    expect(await hear(receiver, await say(sender.engine(makeSignalRepository), "old key"))).toBe("old key")
  })

  it("bring their key along for members who do not have it", async () => {
    const sender = device().engine(makeSignalRepository)
    const receiver = device().engine(stock)
    await say(sender, "before you came")
    const sent = await sender.encryptGroupMessage({ group, meId, data: data("welcome") })
    await receiver.processSenderKeyDistributionMessage({
      authorJid: meId,
      item: { groupId: group, axolotlSenderKeyDistributionMessage: sent.senderKeyDistributionMessage }
    })
    expect(await hear(receiver, sent.ciphertext)).toBe("welcome")
  })

  it("are refused when anything in them was changed, and can be read unchanged afterwards", async () => {
    const sender = device().engine(makeSignalRepository)
    const receiver = device().engine(makeSignalRepository)
    await introduce(sender, receiver)
    const sealed = Buffer.from(await say(sender, "cancel 1"))
    for (const position of [sealed.length - 1, sealed.length - 40, sealed.length - 70]) {
      const forged = Buffer.from(sealed)
      forged[position] = forged[position]! ^ 1
      await expect(hear(receiver, forged)).rejects.toThrow("Invalid signature!")
    }
    expect(await hear(receiver, sealed)).toBe("cancel 1")
  })

  it("are refused when another member signed them", async () => {
    const sender = device().engine(makeSignalRepository)
    const stranger = device().engine(makeSignalRepository)
    const receiver = device().engine(makeSignalRepository)
    await introduce(sender, receiver)
    await expect(hear(receiver, await say(stranger, "mine"))).rejects.toThrow("No session found")
  })

  it("may come in another order, but only once", async () => {
    const sender = device().engine(makeSignalRepository)
    const receiver = device().engine(makeSignalRepository)
    await introduce(sender, receiver)
    const sealed = [await say(sender, "0"), await say(sender, "1"), await say(sender, "2")] as const
    expect(await hear(receiver, sealed[2])).toBe("2")
    expect(await hear(receiver, sealed[0])).toBe("0")
    // Baileys stores the rest in a form of its own when the sender's key comes again.
    await introduce(sender, receiver)
    expect(await hear(receiver, sealed[1])).toBe("1")
    await expect(hear(receiver, sealed[1])).rejects.toThrow("old counter")
  })

  it("leave no passed-over keys on our side, and few from a bot that passes over every second one", async () => {
    const sender = device()
    const receiver = device()
    const bot = sender.engine(stock)
    await introduce(bot, receiver.engine(makeSignalRepository))
    let last: Uint8Array = new Uint8Array()
    for (let n = 0; n < 20; n += 1) last = await say(bot, `${n}`)
    await hear(receiver.engine(makeSignalRepository), last)
    expect(receiver.record("100_1::7")[0]?.senderMessageKeys).toHaveLength(38)
    const own = device()
    for (let n = 0; n < 50; n += 1) await say(own.engine(makeSignalRepository), `${n}`)
    expect(own.record("100_1::7")[0]?.senderMessageKeys).toHaveLength(0)
    const late = device()
    await introduce(bot, late.engine(makeSignalRepository))
    for (let n = 0; n < 110; n += 1) last = await say(bot, `${n}`)
    expect(await hear(late.engine(makeSignalRepository), last)).toBe("109")
    expect(late.record("100_1::7")[0]?.senderMessageKeys).toHaveLength(200)
  })
})
