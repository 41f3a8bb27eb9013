import { Option } from "effect"
import { expect, it } from "vitest"
import { webUrl } from "./WebUrl.ts"

it("is WhatsApp's own unless something else is configured", () => {
  expect(webUrl(Option.none())).toBe("wss://web.whatsapp.com/ws/chat")
})

it.each(["ws://127.0.0.1:8090/ws/chat", "ws://localhost:1/x", "ws://[::1]:1/x", "wss://proxy.example/ws"])(
  "may be %s",
  (url) => {
    expect(webUrl(Option.some(url))).toBe(url)
  }
)

it.each([
  "ws://10.0.0.1/ws",
  "ws://web.whatsapp.com/ws",
  "http://127.0.0.1/",
  "nonsense",
  "tcp://127.0.0.1:1"
])("may not be %s", (url) => {
  expect(() => webUrl(Option.some(url))).toThrow("WHATSAPP_WEB_URL")
})
