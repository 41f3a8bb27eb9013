import { describe, expect, it } from "vitest"
import { urlOf } from "./Links.ts"

describe("RU-02 a link's address", () => {
  it.each([
    ["https://instagram.com/name_", "https://instagram.com/name_"],
    ["https://t.me/abc.", "https://t.me/abc"],
    ["<https://t.me/abc>", "https://t.me/abc"],
    ["(https://t.me/abc)", "https://t.me/abc"],
    ["_https://t.me/abc_", "https://t.me/abc"],
    ["HTTP://T.me/a?b=c&d=(e)", "HTTP://T.me/a?b=c&d=(e)"],
    [`https://t.me/${"a".repeat(2030)}`, `https://t.me/${"a".repeat(2030)}`]
  ])("is read from %s", (raw, url) => expect(urlOf(raw)).toBe(url))

  it.each([
    "t.me/abc",
    "ftp://t.me/abc",
    "javascript://t.me/abc",
    "https://localhost/abc",
    "https://me:secret@t.me/abc",
    "https://me@t.me/abc",
    "https://t.me/ahttps://t.me/b",
    "xhttps://t.me/abc",
    "https://",
    "",
    `https://t.me/${"a".repeat(2048)}`
  ])("is not read from %s", (raw) => expect(urlOf(raw)).toBe(null))
})
