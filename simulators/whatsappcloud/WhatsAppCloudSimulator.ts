import { type IncomingMessage, type ServerResponse } from "node:http"
import { parseObject, readBody, sendJson } from "../telegram/http/Body.ts"
import { FaultPlan } from "../telegram/http/FaultPlan.ts"
import { Journal } from "../telegram/http/Journal.ts"
import { readForm } from "../multipart.ts"
import { LoopbackServer } from "../telegram/http/LoopbackServer.ts"
import { CloudNumber, type SentMessage } from "./CloudNumber.ts"
import { type CloudFault, commit, graphError } from "./Faults.ts"

/** Meta's Graph API on loopback, as far as the Cloud API of WhatsApp goes: numbers, messages, webhooks, faults. */
export class WhatsAppCloudSimulator {
  readonly numbers = new Map<string, CloudNumber>()
  readonly faults = new FaultPlan<CloudFault>()
  /** Every message that was taken, oldest first. */
  readonly messages = new Journal<SentMessage>()
  /** Brings "sent" and "delivered" by itself after a message was taken. */
  hasStatuses = false
  #lastNumber = 106_540_352_242_921
  readonly #server = new LoopbackServer((request, response) => this.#answer(request, response))

  /** What the gateway takes as WHATSAPP_CLOUD_URL. */
  get url(): string {
    return `${this.#server.url}/v23.0`
  }

  get host(): string {
    return new URL(this.#server.url).host
  }

  start(): Promise<void> {
    return this.#server.open()
  }

  stop(): Promise<void> {
    return this.#server.close()
  }

  /** Registers a business number. */
  number(displayNumber = "+977 980-0000001"): CloudNumber {
    const number = new CloudNumber(String(++this.#lastNumber), displayNumber)
    this.numbers.set(number.phoneNumberId, number)
    return number
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const [, , id = "", method] = url.pathname.split("/")
    const raw = await readBody(request)
    if (await this.#answerFile(request, response, raw, id, method)) return
    const body = parseObject(raw.toString() || "{}") ?? {}
    const call = method === "messages" && request.method === "POST" ? "send" : "look"
    const fault = this.faults.take((one) => one.call === undefined || one.call === call)
    const isAfter = fault?.kind === "hang-after" || fault?.kind === "drop-after"
    if (fault !== undefined && !isAfter) return commit(fault, response)

    const number = this.numbers.get(id)
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1]
    if (number === undefined) return sendJson(response, 400, graphError(100, "Unsupported get request."))
    if (number.isRevoked || bearer !== number.accessToken) {
      return sendJson(response, 401, graphError(190, "Error validating access token"))
    }
    if (call === "look") {
      return sendJson(response, 200, {
        id,
        display_phone_number: number.displayNumber,
        verified_name: "Business"
      })
    }
    const taken = take(number, body)
    if ("code" in taken) return sendJson(response, 400, graphError(taken.code))
    this.messages.add(taken)
    if (this.hasStatuses) this.#report(number, taken)
    if (fault !== undefined) return commit(fault, response)
    sendJson(response, 200, {
      messaging_product: "whatsapp",
      contacts: [{ input: taken.to, wa_id: taken.to }],
      messages: [{ id: taken.id }]
    })
  }

  /** What goes by the id of a file, or brings one; false when it is about something else. */
  async #answerFile(
    { headers, method: verb }: IncomingMessage,
    response: ServerResponse,
    raw: Buffer,
    id: string,
    method: string | undefined
  ): Promise<boolean> {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1]
    const uploads = verb === "POST" && method === "media"
    const number = uploads
      ? this.numbers.get(id)
      : [...this.numbers.values()].find(({ files }) => files.has(id))
    if (number === undefined) return false
    if (bearer !== number.accessToken) {
      sendJson(response, 401, graphError(190, "Error validating access token"))
      return true
    }
    if (uploads) {
      const form = readForm(raw, headers["content-type"])
      const file = form?.file
      if (file === undefined || form?.fields["messaging_product"] !== "whatsapp") {
        sendJson(response, 400, graphError(100, "(#100) The parameter file is required."))
      } else {
        sendJson(response, 200, { id: number.keep({ bytes: file.bytes, mime: file.mimeType ?? "" }) })
      }
      return true
    }
    const { bytes, mime } = number.files.get(id)!
    if (method === "bytes") response.writeHead(200, { "content-length": bytes.length }).end(bytes)
    else {
      const url = `${this.url}/${id}/bytes`
      sendJson(response, 200, {
        messaging_product: "whatsapp",
        id,
        url,
        mime_type: mime,
        file_size: bytes.length
      })
    }
    return true
  }

  #report(number: CloudNumber, { id, to }: SentMessage): void {
    const bring = async () => {
      await number.status(id, "sent", to)
      await number.status(id, "delivered", to)
    }
    // The gateway may be down by then: nobody is told.
    void bring().catch(() => {})
  }
}

const take = (
  number: CloudNumber,
  body: Record<string, unknown>
): SentMessage | { readonly code: number } => {
  const { to, text, context } = body as {
    to?: unknown
    text?: { body?: unknown }
    context?: { message_id?: unknown }
  }
  const file = fileOf(number, body)
  const words = file === undefined ? text?.body : (file.caption ?? "")
  const isOurs = body["messaging_product"] === "whatsapp"
  if (file !== undefined && isOurs && typeof to === "string" && number.isWindowOpen(to)) {
    const { caption: _, ...shown } = file
    const sent = {
      id: number.newId(),
      to,
      text: String(words),
      quotedId: undefined,
      at: Date.now(),
      file: shown
    }
    number.sent.push(sent)
    return sent
  }
  const isText = isOurs && body["type"] === "text"
  if (!isText || typeof words !== "string" || words === "" || words.length > 4096) return { code: 100 }
  if (typeof to !== "string" || !/^\d{5,20}$/.test(to)) return { code: 131026 }
  if (!number.isWindowOpen(to)) return { code: 131047 }
  const quotedId = typeof context?.message_id === "string" ? context.message_id : undefined
  const sent: SentMessage = { id: number.newId(), to, text: words, quotedId, at: Date.now() }
  number.sent.push(sent)
  return sent
}

const fileOf = (
  number: CloudNumber,
  body: Record<string, unknown>
): (NonNullable<SentMessage["file"]> & { readonly caption: string | undefined }) | undefined => {
  const kind = body["type"] === "image" || body["type"] === "document" ? body["type"] : undefined
  if (kind === undefined) return undefined
  const { id = "", caption, filename } = (body[kind] ?? {}) as Record<string, string>
  return number.files.has(id) ? { id, kind, name: filename, caption } : undefined
}

/** Starts a simulated Graph API without a number. */
export const startWhatsAppCloudSimulator = async (): Promise<WhatsAppCloudSimulator> => {
  const simulator = new WhatsAppCloudSimulator()
  await simulator.start()
  return simulator
}
