import { type IncomingMessage, type ServerResponse } from "node:http"
import { aesEncryptGCM, type BinaryNode, hkdf, type MediaType, proto } from "@whiskeysockets/baileys"
import { createHash, randomBytes } from "node:crypto"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { openSealed, type Sealed, sealMedia } from "./MediaSeal.ts"
import { child, node } from "./Node.ts"

/** A file that lies on the server, sealed. */
interface Stored {
  readonly bytes: Uint8Array
  /** Its address has run out. */
  isExpired: boolean
}

/** What a message says of its file. */
export interface FileReference {
  readonly type: MediaType
  readonly directPath: string
  readonly mediaKey: Uint8Array
  readonly mimetype: string
  readonly fileName: string | undefined
}

/** WhatsApp's servers for files: they keep what is put up and hand it out, without a key to anything. */
export class MediaServer {
  /** Every file that was asked for, oldest first. */
  readonly downloads: Array<string> = []
  readonly uploads: Array<string> = []
  /** The next answers have this status instead. */
  readonly refusals: Array<number> = []
  /** Answers wait for it. */
  held: Promise<void> | undefined
  readonly #stored = new Map<string, Stored>()
  /** By message id: what the phones that sent them can put up again. */
  readonly #phones = new Map<string, Sealed>()

  /** Puts up a phone's file and gives what its message says of it. */
  async put(
    id: string,
    plain: Uint8Array,
    type: MediaType
  ): Promise<Sealed & { readonly directPath: string }> {
    const sealed = await sealMedia(plain, type)
    this.#phones.set(id, sealed)
    return { ...sealed, directPath: this.#store(sealed.bytes) }
  }

  /** The addresses of all files run out. */
  expire(): void {
    for (const file of this.#stored.values()) file.isExpired = true
  }

  /** The phone has deleted a message and cannot put its file up again. */
  forget(id: string): void {
    this.#phones.delete(id)
  }

  /** Other bytes lie at an address than were put there. */
  replace(directPath: string, bytes: Uint8Array): void {
    this.#stored.set(directPath, { bytes, isExpired: false })
  }

  /** The file of a message of a gateway, opened as the phone that got it would. */
  async open({ directPath, mediaKey, type }: FileReference): Promise<Uint8Array> {
    const stored = this.#stored.get(directPath)
    if (stored === undefined) throw new Error(`there is no file at ${directPath}`)
    return openSealed(stored.bytes, mediaKey, type)
  }

  /** Answers a request for a file, or one that brings one. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1")
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.method === "POST" && pathname.startsWith("/mms/")) this.uploads.push(pathname)
    else if (request.method === "GET" && pathname.startsWith("/v/")) this.downloads.push(pathname)
    else return void response.writeHead(404).end()
    await this.held
    const refusal = this.refusals.shift()
    if (refusal !== undefined) return void response.writeHead(refusal).end()
    if (request.method === "POST") {
      const bytes = Buffer.concat(chunks)
      const name = createHash("sha256").update(bytes).digest("base64url")
      if (!pathname.endsWith(`/${name}`)) return void response.writeHead(400).end()
      const path = this.#store(bytes)
      response.writeHead(200, { "content-type": "application/json" })
      return void response.end(JSON.stringify({ url: `https://mmg.whatsapp.net${path}`, direct_path: path }))
    }
    const stored = this.#stored.get(pathname)
    if (stored === undefined || stored.isExpired) return void response.writeHead(stored ? 410 : 404).end()
    response.writeHead(200, { "content-length": stored.bytes.length }).end(stored.bytes)
  }

  /** A gateway asks a phone for a file that has run out: the phone puts it up again, or says that it cannot. */
  retry(owner: Account, companion: Companion, stanza: BinaryNode): void {
    const id = stanza.attrs["id"] ?? ""
    const { jid, from_me, participant } = child(stanza, "rmr")?.attrs ?? {}
    const sealed = this.#phones.get(id)
    const rmr = node("rmr", { jid, from_me, participant })
    const attrs = { type: "mediaretry", id, from: owner.jid("pn"), t: Math.floor(Date.now() / 1000) }
    if (sealed === undefined) {
      return companion.inform(node("notification", attrs, [rmr, node("error", { code: 2 })]))
    }
    const plain = proto.MediaRetryNotification.encode({
      stanzaId: id,
      directPath: this.#store(sealed.bytes),
      result: proto.MediaRetryNotification.ResultType.SUCCESS
    }).finish()
    const iv = randomBytes(12)
    const key = hkdf(Buffer.from(sealed.mediaKey), 32, { info: "WhatsApp Media Retry Notification" })
    const ciphertext = aesEncryptGCM(plain, key, iv, Buffer.from(id))
    const encrypt = node("encrypt", {}, [node("enc_p", {}, ciphertext), node("enc_iv", {}, iv)])
    companion.inform(node("notification", attrs, [rmr, encrypt]))
  }

  #store(bytes: Uint8Array): string {
    const path = `/v/t62.7118-24/${randomBytes(12).toString("hex")}`
    this.#stored.set(path, { bytes, isExpired: false })
    return path
  }
}
