import {
  addTransactionCapability,
  DEFAULT_CONNECTION_CONFIG,
  initAuthCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore
} from "@whiskeysockets/baileys"
import { Context } from "effect"
import { makeBaileysLogger } from "../src/adapters/whatsapp/BaileysLogger.ts"
import { ownSenderSuffixes, trimOwnSenderKeys } from "../src/adapters/whatsapp/keys/SenderKeyTrim.ts"
import { makeSignalRepository } from "../src/adapters/whatsapp/signal/SignalRepository.ts"
import type { BenchOptions, Figure } from "./Figure.ts"

type Make = typeof makeSignalRepository

const group = "120363000000000000@g.us"
const meId = "100:7@lid"
const padded = Buffer.from("9492007588 cancel\u0001")
const logger = makeBaileysLogger(Context.empty(), () => true)

/** A device with its keys in memory. */
const device = (make: Make, isTrimmed: boolean) => {
  const stored = new Map<string, unknown>()
  const suffixes = isTrimmed ? ownSenderSuffixes({ id: "200:7@s.whatsapp.net", lid: meId }) : []
  const store: SignalKeyStore = {
    get: async <T extends keyof SignalDataTypeMap>(type: T, ids: Array<string>) => {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = stored.get(`${type}/${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    set: async (data: SignalDataSet) => {
      for (const [type, values] of Object.entries(trimOwnSenderKeys(data, suffixes))) {
        for (const [id, value] of Object.entries(values)) stored.set(`${type}/${id}`, value)
      }
    }
  }
  const keys = addTransactionCapability(store, logger, { maxCommitRetries: 1, delayBetweenTriesMs: 0 })
  return make({ creds: initAuthCreds(), keys }, logger, async () => undefined)
}

/** CPU milliseconds to encrypt, and to decrypt, one group message. */
const costs = async (make: Make, isTrimmed: boolean, count: number) => {
  const sender = device(make, isTrimmed)
  const receiver = device(make, false)
  const item = {
    groupId: group,
    axolotlSenderKeyDistributionMessage: await sender.getSenderKeyDistributionMessage({ group, meId })
  }
  await receiver.processSenderKeyDistributionMessage({ authorJid: meId, item })
  const sealed: Array<Uint8Array> = []
  const encrypting = process.cpuUsage()
  for (let n = 0; n < count; n += 1) {
    sealed.push((await sender.encryptGroupMessage({ group, meId, data: padded })).ciphertext)
  }
  const encrypted = process.cpuUsage(encrypting)
  const decrypting = process.cpuUsage()
  for (const msg of sealed)
    await receiver.decryptGroupMessage({ group, authorJid: meId, msg: Buffer.from(msg) })
  const decrypted = process.cpuUsage(decrypting)
  const perMessage = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000 / count
  return { out: perMessage(encrypted), in: perMessage(decrypted) }
}

/** What one group message costs in the Signal engine, beside Baileys' own. */
export const measureGroups = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  const count = isShort ? 200 : 1_500
  const stock = DEFAULT_CONNECTION_CONFIG.makeSignalRepository
  const ours = await costs(makeSignalRepository, true, count)
  const trimmed = await costs(stock, true, count)
  const plain = await costs(stock, false, Math.min(count, 600))
  const figure = (what: string, { out, in: taken }: typeof ours): Figure => ({
    what,
    value: `out ${out.toFixed(2)} ms, in ${taken.toFixed(2)} ms`
  })
  return [
    figure(`groups: our engine, ${count} messages`, ours),
    figure("peer: Baileys' engine, own sender key trimmed", trimmed),
    figure("peer: Baileys' engine", plain)
  ]
}
