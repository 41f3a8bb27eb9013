import type { BinaryNode, WASocket } from "@whiskeysockets/baileys"
import { EventEmitter } from "node:events"
import { expect, it } from "vitest"
import { keepSenderOrder } from "./SenderOrder.ts"

it("a sender's second message waits for his first, nobody else does", async () => {
  const ws = new EventEmitter()
  const begun: Array<string> = []
  const ends = new Map<string, (error?: Error) => void>()
  ws.on("CB:message", ({ attrs }: BinaryNode) => {
    begun.push(attrs["id"]!)
    return new Promise<void>((resolve, reject) =>
      ends.set(attrs["id"]!, (error) => (error === undefined ? resolve() : reject(error)))
    ).catch(() => undefined)
  })
  keepSenderOrder({ ws } as unknown as WASocket)
  const arrive = (id: string, attrs: Record<string, string>) =>
    ws.emit("CB:message", { tag: "message", attrs: { ...attrs, id } })
  arrive("1", { from: "1@lid" })
  arrive("2", { from: "1@lid" })
  arrive("3", { from: "1@lid" })
  arrive("4", { from: "2@lid" })
  arrive("5", { from: "9@g.us", participant: "1@lid" })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  await settled()
  expect(begun).toEqual(["1", "4"])
  ends.get("1")!(new Error("not decrypted"))
  await settled()
  expect(begun).toEqual(["1", "4", "2"])
  ends.get("2")!()
  await settled()
  ends.get("3")!()
  await settled()
  expect(begun).toEqual(["1", "4", "2", "3", "5"])
})
