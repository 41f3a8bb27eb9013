import { type WAMessage } from "@whiskeysockets/baileys"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { type Known, toInbound } from "./Conversion.ts"

const ada = { lid: "111@lid", pn: "4917@s.whatsapp.net" }
const known: Known = {
  me: { lid: "999@lid", pn: "4999@s.whatsapp.net" },
  aliasOf: () => null,
  groupTitle: () => null
}
const withAliases: Known = {
  ...known,
  aliasOf: (jid) => (jid === ada.pn ? ada.lid : jid === ada.lid ? ada.pn : null)
}

const message = (key: WAMessage["key"], content: WAMessage["message"]): WAMessage => ({
  key: { id: "A1", fromMe: false, ...key },
  messageTimestamp: 1_700_000_000,
  pushName: "Ada",
  ...(content ? { message: content } : {})
})

const inboundOf = (from: WAMessage, session = known) => Result.getOrThrow(toInbound(from, session))
const ignoredAs = (from: WAMessage) => {
  const result = toInbound(from, known)
  return Result.isFailure(result) ? result.failure : "accepted"
}
const hello = { conversation: "hello" }
const context = { contextInfo: { stanzaId: "Q1" } }

describe("identity", () => {
  it.each([
    ["LID first, the number beside it", { remoteJid: ada.lid, remoteJidAlt: ada.pn }, known, ada.lid, ada.pn],
    [
      "the LID although the chat came by number",
      { remoteJid: ada.pn, remoteJidAlt: ada.lid },
      known,
      ada.lid,
      ada.pn
    ],
    ["what was learnt before, for a number alone", { remoteJid: ada.pn }, withAliases, ada.lid, ada.pn],
    ["what was learnt before, for a LID alone", { remoteJid: ada.lid }, withAliases, ada.lid, ada.pn],
    ["the number while no LID is known", { remoteJid: ada.pn }, known, ada.pn, ada.pn],
    ["a LID whose number is not known", { remoteJid: ada.lid }, known, ada.lid, null],
    ["no device", { remoteJid: "111:3@lid", remoteJidAlt: "4917:3@s.whatsapp.net" }, known, ada.lid, ada.pn],
    ["an account hosted by Meta as its person", { remoteJid: "111:99@hosted.lid" }, known, ada.lid, null]
  ] as const)("of a chat is %s", (_, key, session, chatId, chatPn) => {
    expect(inboundOf(message(key, hello), session)).toMatchObject({ chatId, chatPn, chatKind: "direct" })
  })

  it("of a group's writer is the participant", () => {
    const key = { remoteJid: "1@g.us", participant: ada.pn, participantAlt: ada.lid }
    const titled = { ...known, groupTitle: () => "Provider" }
    expect(inboundOf(message(key, hello), titled)).toMatchObject({
      chatId: "1@g.us",
      chatPn: null,
      chatKind: "group",
      chatTitle: "Provider",
      sender: { ...ada, name: "Ada" }
    })
  })

  it("of the owner is the account itself, without a name", () => {
    expect(inboundOf(message({ remoteJid: ada.lid, fromMe: true }, hello))).toMatchObject({
      chatId: ada.lid,
      chatTitle: null,
      isFromOwner: true,
      sender: { ...known.me, name: null }
    })
  })
})

describe("content", () => {
  it.each([
    ["text", "hello", hello],
    ["text", "hello", { extendedTextMessage: { text: "hello", ...context } }],
    ["image", "hello", { imageMessage: { caption: "hello", ...context } }],
    ["image", "", { imageMessage: {} }],
    ["video", "hello", { videoMessage: { caption: "hello" } }],
    ["audio", "", { audioMessage: {} }],
    ["sticker", "", { stickerMessage: {} }],
    [
      "document",
      "hello",
      { documentWithCaptionMessage: { message: { documentMessage: { caption: "hello" } } } }
    ],
    ["text", "hello", { ephemeralMessage: { message: { extendedTextMessage: { text: "hello" } } } }],
    ["image", "hello", { viewOnceMessageV2: { message: { imageMessage: { caption: "hello" } } } }],
    ["text", "Yes", { buttonsResponseMessage: { selectedDisplayText: "Yes" } }],
    ["text", "Row", { listResponseMessage: { title: "Row" } }],
    ["other", "", { locationMessage: { degreesLatitude: 1 } }],
    ["other", "", { contactMessage: { displayName: "Bob" } }]
  ] as const)("is read as %s %j", (kind, text, content) => {
    expect(inboundOf(message({ remoteJid: ada.lid }, content))).toMatchObject({ kind, text })
  })

  it("names the quoted message", () => {
    const quoting = { extendedTextMessage: { text: "hello", ...context } }
    expect(inboundOf(message({ remoteJid: ada.lid }, quoting)).quotedId).toBe("Q1")
  })

  it("gives the network's time in milliseconds", () => {
    expect(inboundOf(message({ remoteJid: ada.lid }, hello)).sentAt).toBe(1_700_000_000_000)
  })

  it("drops what the database cannot take: NUL, half characters, endless ids", () => {
    const nasty = message({ remoteJid: ada.lid, id: "X\0".repeat(500) }, { conversation: "a\0b\uD800c" })
    const inbound = inboundOf(nasty)
    expect(inbound.text).toBe("ab\uFFFDc")
    expect(inbound.networkId).toBe("X".repeat(200))
  })
})

describe("ignored", () => {
  it.each([
    ["status", message({ remoteJid: "status@broadcast" }, hello)],
    ["broadcast", message({ remoteJid: "123@broadcast" }, hello)],
    ["newsletter", message({ remoteJid: "1@newsletter" }, hello)],
    ["undecrypted", { ...message({ remoteJid: ada.lid }, hello), messageStubType: 2 }],
    ["notice", message({ remoteJid: ada.lid }, undefined)],
    ["notice", message({ remoteJid: ada.lid }, {})],
    ["protocol", message({ remoteJid: ada.lid }, { protocolMessage: { type: 0 } })],
    ["keys", message({ remoteJid: "1@g.us" }, { senderKeyDistributionMessage: { groupId: "1@g.us" } })],
    ["reaction", message({ remoteJid: ada.lid }, { reactionMessage: { text: "+" } })],
    ["call", message({ remoteJid: ada.lid }, { call: {} })],
    ["vote", message({ remoteJid: ada.lid }, { pollUpdateMessage: {} })],
    ["malformed", { key: { id: "A1" }, message: hello }]
  ] as const)("is a %s", (reason, from) => {
    expect(ignoredAs(from)).toBe(reason)
  })

  it("is not a first group message that brings its keys along", () => {
    const both = { ...hello, senderKeyDistributionMessage: { groupId: "1@g.us" } }
    expect(ignoredAs(message({ remoteJid: "1@g.us", participant: ada.lid }, both))).toBe("accepted")
  })
})
