import { describe, expect, it } from "vitest"
import { webhookText } from "./WebhookText.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const shown = (value: unknown) => webhookText(bytes(JSON.stringify(value))).text

describe("a webhook's body on a page", () => {
  it("is indented JSON, with whatever a field calls a secret covered", () => {
    const text = shown({ message: "hi", access_token: "EAAB1", deep: [{ appSecret: "s3cret", apiKey: 7 }] })
    expect(text).toContain('"message": "hi"')
    expect(text).toContain('\n  "deep"')
    for (const secret of ["EAAB1", "s3cret", "7"]) expect(text).not.toContain(secret)
    expect(text.match(/•••/g)).toHaveLength(3)
  })

  it("keeps what only has a telling name: objects are looked into, null stays", () => {
    expect(JSON.parse(shown({ token: { kind: "x", token: "y" }, secret: null }))).toEqual({
      token: { kind: "x", token: "•••" },
      secret: null
    })
  })

  it("is the text where it is no JSON, fields of forms covered the same way", () => {
    expect(webhookText(bytes("a=1&api_token=abc&b=2")).text).toBe("a=1&api_token=•••&b=2")
    expect(webhookText(bytes("<b>hello</b>")).text).toBe("<b>hello</b>")
  })

  it("says how many bytes there are where they are no text", () => {
    expect(webhookText(new Uint8Array([0xff, 0xfe, 0x00])).text).toBe("3 bytes that are no text")
  })

  it("shows the beginning of what is long, and says so", () => {
    const { isCut, text } = webhookText(bytes("x".repeat(50_000)))
    expect([isCut, text.length]).toEqual([true, 20_000])
  })
})
