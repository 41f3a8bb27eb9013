import { describe, expect, it } from "vitest"
import type { ChannelState } from "./Channel.ts"
import { channelSentence } from "./ChannelWords.ts"

const now = 1_769_817_600_000

describe("CH-02", () => {
  it.each<readonly [ChannelState, string]>([
    [
      { _tag: "Reconnecting", at: now + 8_000, reason: "Connection lost" },
      "Connection lost, trying again in 8 s"
    ],
    [
      { _tag: "Reconnecting", at: now - 1, reason: "Connection lost" },
      "Connection lost, trying again in 0 s"
    ],
    [
      { _tag: "Outdated", at: now + 600_000 },
      "WhatsApp asks for a newer version of this gateway, trying again in 10 min"
    ],
    [
      { _tag: "Banned", until: now + 7_200_000 },
      "WhatsApp has banned this account for another 2 h, then it connects again by itself"
    ],
    [{ _tag: "Banned", until: now - 1 }, "The ban of this account is over, connecting again within minutes"],
    [
      { _tag: "Locked" },
      "WhatsApp has locked this account, or its main phone is gone: open WhatsApp on the phone, then press Connect"
    ],
    [
      { _tag: "WaitingForCode", code: "ABCD1234", phone: "4915100000001" },
      "Waiting for you to type the pairing code on the phone"
    ],
    [{ _tag: "WaitingForScan", qr: "secret-qr" }, "Waiting for you to scan the QR code with your phone"],
    [{ _tag: "Paired" }, "The phone has paired, connecting"],
    [{ _tag: "Open" }, "Connected"]
  ])("says %j in words", (state, sentence) => expect(channelSentence(state, now)).toBe(sentence))
})
