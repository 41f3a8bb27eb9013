import { describe, expect, it } from "vitest"
import { ownSenderSuffixes, trimOwnSenderKeys } from "./SenderKeyTrim.ts"

const record = (skipped: number) =>
  Buffer.from(
    JSON.stringify([
      {
        senderKeyId: 7,
        senderChainKey: { iteration: skipped, seed: Buffer.from("seed") },
        senderSigningKey: { public: Buffer.from("public"), private: Buffer.from("private") },
        senderMessageKeys: Array.from({ length: skipped }, (_, iteration) => ({
          iteration,
          seed: Buffer.from("x")
        }))
      }
    ])
  )
const suffixes = ownSenderSuffixes({ id: "4915:3@s.whatsapp.net", lid: "999:3@lid" })
const own = "1@g.us::999_1::3"
const others = "1@g.us::111_1::0"

describe("sender key records", () => {
  it("are ours by LID and by number, device included", () => {
    expect(suffixes).toEqual(["::4915::3", "::999_1::3"])
  })

  it("lose their skipped keys when they are ours, and nothing else", () => {
    const data = trimOwnSenderKeys({ "sender-key": { [own]: record(500), [others]: record(3) } }, suffixes)
    const [trimmed, kept] = [own, others].map((id) => Buffer.from(data["sender-key"]?.[id] ?? []).toString())
    expect(trimmed).toBe(
      record(500)
        .toString()
        .replace(/"senderMessageKeys":.*\]/, '"senderMessageKeys":[]}]')
    )
    expect(kept).toBe(record(3).toString())
  })

  it("may be deleted", () => {
    expect(trimOwnSenderKeys({ "sender-key": { [own]: null } }, suffixes)).toEqual({
      "sender-key": { [own]: null }
    })
  })
})
