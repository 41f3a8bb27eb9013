import { type IncomingMessage, type ServerResponse } from "node:http"
import { parseObject, readBody, sendJson, sendText } from "../telegram/http/Body.ts"
import { FaultPlan, type Times } from "../telegram/http/FaultPlan.ts"
import { Journal } from "../telegram/http/Journal.ts"
import { readForm } from "../multipart.ts"
import { LoopbackServer } from "../telegram/http/LoopbackServer.ts"
import { GreenInstance, type GreenSent } from "./GreenInstance.ts"

/** Something that goes wrong on demand, in one method or in all but the fetching of notifications. */
export type GreenFault = {
  readonly method?: string
  readonly times?: Times
} & ({ readonly kind: "status"; readonly status: number } | { readonly kind: "hang" | "drop" | "drop-after" })

/** Green API on loopback: instances, their messages, and faults. */
export class GreenApiSimulator {
  readonly instances = new Map<string, GreenInstance>()
  readonly faults = new FaultPlan<GreenFault>()
  readonly messages = new Journal<GreenSent>()
  #lastInstance = 7_103_166_850
  readonly #server = new LoopbackServer((request, response) => this.#answer(request, response))

  get url(): string {
    return this.#server.url
  }

  get host(): string {
    return new URL(this.#server.url).host
  }

  start(): Promise<void> {
    return this.#server.open()
  }

  async stop(): Promise<void> {
    for (const instance of this.instances.values()) instance.stop()
    await this.#server.close()
  }

  /** Makes an instance that is linked to a phone with this number. */
  instance(number = "9779800000002"): GreenInstance {
    const instance = new GreenInstance(String(++this.#lastInstance), number)
    this.instances.set(instance.idInstance, instance)
    return instance
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const [, id = "", method = "", token, rest] = url.pathname.split("/")
    const raw = await readBody(request)
    if (id === "files") {
      const found = [...this.instances.values()].map(({ files }) => files.get(url.pathname)).find(Boolean)
      if (found === undefined) return sendText(response, 404, "", {})
      return void response.writeHead(200, { "content-length": found.length }).end(found)
    }
    const form = readForm(raw, request.headers["content-type"])
    const body =
      form === undefined
        ? (parseObject(raw.toString() || "{}") ?? {})
        : { ...form.fields, message: form.fields["caption"] ?? " ", file: form.file }
    const fault = this.faults.take((one) =>
      one.method === undefined ? !method.endsWith("Notification") : one.method === method
    )
    if (fault?.kind === "status") return sendText(response, fault.status, "", {})
    if (fault?.kind === "hang") return
    if (fault?.kind === "drop") return void response.socket?.resetAndDestroy()
    const instance = this.instances.get(id.replace("waInstance", ""))
    if (instance === undefined || instance.isRevoked || token !== instance.apiToken) {
      return sendText(response, 401, "", {})
    }
    const answer = await this.#do(instance, method, body, rest, url)
    if (fault?.kind === "drop-after") return void response.socket?.resetAndDestroy()
    if (answer === undefined)
      return sendJson(response, 400, { statusCode: 400, message: "Validation failed" })
    sendJson(response, 200, answer)
  }

  async #do(
    instance: GreenInstance,
    method: string,
    body: Record<string, unknown>,
    rest: string | undefined,
    url: URL
  ): Promise<unknown> {
    switch (method) {
      case "getStateInstance":
        return { stateInstance: instance.state }
      case "getSettings":
        return { wid: instance.wid, webhookUrl: instance.webhookUrl ?? "" }
      case "getContacts":
        return instance.contacts
      case "checkWhatsapp":
        return { existsWhatsapp: !instance.strangers.has(String(body["phoneNumber"])) }
      case "logout":
        return { isLogout: true }
      case "receiveNotification":
        return instance.next(Number(url.searchParams.get("receiveTimeout") ?? 5))
      case "deleteNotification": {
        const at = instance.queue.findIndex(({ receiptId }) => String(receiptId) === rest)
        if (at >= 0) instance.queue.splice(at, 1)
        return { result: at >= 0 }
      }
      case "downloadFile": {
        const path = `/files/anew/${String(body["idMessage"])}`
        return instance.files.has(path) ? { downloadUrl: `${this.url}${path}` } : undefined
      }
      case "sendFileByUpload":
      case "sendMessage": {
        if ((method === "sendFileByUpload") !== "file" in body) return undefined
        const { chatId, message, quotedMessageId } = body
        if (typeof chatId !== "string" || !/@(?:c\.us|g\.us|lid)$/.test(chatId)) return undefined
        if (typeof message !== "string" || message === "" || message.length > 20_000) return undefined
        const quotedId = typeof quotedMessageId === "string" ? quotedMessageId : undefined
        const file = body["file"] as { mimeType?: string; bytes: Uint8Array } | undefined
        const sent: GreenSent = {
          id: instance.newId(),
          chatId,
          text: message.trim(),
          quotedId,
          ...(file === undefined
            ? {}
            : { file: { name: String(body["fileName"]), mime: file.mimeType ?? "", bytes: file.bytes } })
        }
        instance.sent.push(sent)
        this.messages.add(sent)
        return { idMessage: sent.id }
      }
      default:
        return undefined
    }
  }
}

/** Starts a simulated Green API without an instance. */
export const startGreenApiSimulator = async (): Promise<GreenApiSimulator> => {
  const simulator = new GreenApiSimulator()
  await simulator.start()
  return simulator
}
