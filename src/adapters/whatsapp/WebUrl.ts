import { Option } from "effect"

/** Where WhatsApp Web listens. */
const whatsappWeb = "wss://web.whatsapp.com/ws/chat"

const loopback = new Set(["127.0.0.1", "[::1]", "localhost"])

/**
 * The address to connect to. Another one than WhatsApp's is for tests and must be encrypted or on this machine:
 * TLS is the only thing that tells the real server from another (Baileys rc14 accepts every certificate).
 */
export const webUrl = (configured: Option.Option<string>): string => {
  if (Option.isNone(configured)) return whatsappWeb
  const url = URL.parse(configured.value)
  const isSafe = url?.protocol === "wss:" || (url?.protocol === "ws:" && loopback.has(url.hostname))
  if (!isSafe) throw new Error("WHATSAPP_WEB_URL must begin with wss://, or with ws:// and a loopback host")
  return configured.value
}
