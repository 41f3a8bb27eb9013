import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { ClientFrame, ServerFrame } from "./LiveEvent.ts"

const events = [
  {
    _tag: "ConversationChanged",
    conversation: {
      id: "v1",
      channelId: "c1",
      channelName: "Support",
      channelKind: "whatsapp",
      chatKind: "direct",
      title: "Alice",
      customerUsername: null,
      controller: "bot",
      controllerLogin: null,
      controllerName: null,
      controlledUntil: null,
      unread: 2,
      lastText: "492007588 cancel",
      lastAt: 1_769_817_600_000,
      version: 7
    }
  },
  {
    _tag: "MessageChanged",
    message: {
      id: "m1",
      conversationId: "v1",
      direction: "out",
      author: "bot",
      senderName: null,
      text: "ok",
      kind: "text",
      sentAt: 1_769_817_600_000,
      stage: "uncertain",
      note: "may have been sent",
      version: 1
    }
  },
  {
    _tag: "RequestChanged",
    request: {
      id: "r1",
      orderId: "492007588",
      command: "cancel",
      customerUsername: "alice",
      providerAlias: "Rush",
      status: "open",
      stage: "added",
      acceptedAt: 1,
      result: "done",
      resultAt: 3,
      conversationId: "v1",
      version: 3,
      dispatches: [
        { id: "d1", kind: "panel", state: "done", attempts: 1, label: "Panel API", safeText: null, at: 2 }
      ],
      trace: [{ check: "order found", input: "status pending", outcome: "passed" }]
    }
  },
  {
    _tag: "ChannelChanged",
    channel: {
      id: "c1",
      kind: "whatsapp",
      name: "Support",
      address: null,
      isEnabled: true,
      state: { _tag: "Reconnecting", at: 5, reason: "Connection lost" },
      sentence: "Connection lost",
      since: 1,
      lastAcknowledgedAt: null,
      version: 1
    }
  },
  {
    _tag: "LogAdded",
    line: {
      id: "l1",
      at: 1,
      level: "info",
      area: "command",
      text: "x",
      conversationId: null,
      requestId: "r1"
    }
  }
]

const throughJson = (schema: Schema.Codec<unknown, unknown>, frame: unknown): unknown =>
  JSON.parse(JSON.stringify(Schema.encodeUnknownSync(schema)(Schema.decodeUnknownSync(schema)(frame))))

describe("LD-04 frames", () => {
  it.each([
    { _tag: "Events", seq: 12, events },
    { _tag: "Hello", epoch: "e", seq: 0, isResumed: false }
  ])("come through JSON unchanged: $_tag", (frame) => expect(throughJson(ServerFrame, frame)).toEqual(frame))

  it.each([null, "e"])("let a dashboard resume from epoch %j", (epoch) => {
    const frame = { _tag: "Resume", epoch, seq: 3 }
    expect(throughJson(ClientFrame, frame)).toEqual(frame)
  })

  it("are refused in another shape", () => {
    expect(() => Schema.decodeUnknownSync(ClientFrame)({ _tag: "Resume", epoch: 1, seq: "x" })).toThrow()
    expect(() =>
      Schema.decodeUnknownSync(ServerFrame)({ _tag: "Events", seq: 1, events: [{ _tag: "Nope" }] })
    ).toThrow()
  })
})
